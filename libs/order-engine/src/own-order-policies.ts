import type { CrossingConfig, RiskConfig, RiskEngine, SelfTradeMode } from '@bourseworks/risk';
import { NO_CROSSING, type CrossingOptions, type CrossingPolicy } from './crossing/crossing-options.js';
import type { SelfTradeOptions } from './self-trade/self-trade-options.js';

interface SelfTrade {
  readonly mode: SelfTradeMode;
  readonly owner: string;
}

function filled(own: CrossingConfig, above: CrossingPolicy): CrossingPolicy {
  const { mode = above.mode, holdUs = above.holdUs, maxQuoteAgeUs = above.maxQuoteAgeUs } = own;
  return { mode, holdUs, maxQuoteAgeUs };
}

/** What becomes of orders of one owner that stand against each other: as the limits in force say, read once each time these change. */
export class OwnOrderPolicies implements SelfTradeOptions, CrossingOptions {
  private config: RiskConfig | undefined = undefined;
  private mode: SelfTradeMode = 'CANCEL_NEWEST';
  private selfTrade = new Map<string, SelfTrade>();
  private crossing = NO_CROSSING;
  private crossings = new Map<string, CrossingPolicy>();

  constructor(private readonly risk: RiskEngine) {}

  modeOf(account: string): SelfTradeMode {
    this.refresh();
    return this.selfTrade.get(account)?.mode ?? this.mode;
  }

  ownerOf(account: string): string {
    this.refresh();
    return this.selfTrade.get(account)?.owner ?? account;
  }

  policyOf(account: string): CrossingPolicy {
    this.refresh();
    return this.crossings.get(account) ?? this.crossing;
  }

  private refresh(): void {
    const { config } = this.risk;
    if (config === this.config) return;
    this.config = config;
    const { selfTrade = {}, crossing = {} } = config;
    this.mode = selfTrade.mode ?? 'CANCEL_NEWEST';
    const words = (selfTrade.accounts ?? []).map(
      ({ id, mode = this.mode, owner = id }) => [id, { mode, owner }] as const,
    );
    this.selfTrade = new Map(words);
    this.crossing = filled(crossing, NO_CROSSING);
    this.crossings = new Map((crossing.accounts ?? []).map((one) => [one.id, filled(one, this.crossing)]));
  }
}

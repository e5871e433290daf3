import type { AccountShape, RiskUsageShape, RiskUsageView } from '@bourseworks/dto/shapes';
import type { Clock } from '@bourseworks/ports';
import { millisOf } from '../../bus/wire-time.js';
import type { OmsQueries } from '../../oms/oms-queries.js';
import { tradingStateView } from '../../risk/risk-desk.js';
import { OnceASecond } from './once-a-second.js';

/** Accounts whose use of limits is kept. */
const MAX_ACCOUNTS = 1_000;
const MAX_ROWS = 100;
/** Questions to the OMS that are under way at once. */
const AT_ONCE = 16;

function usageView({ sequence: _sequence, time, states, ...facts }: RiskUsageShape): RiskUsageView {
  return { ...facts, states: states.map(tradingStateView), time: millisOf(time) };
}

/** How far limits are used, by account, kept once for all sockets. */
export class UsageBoard {
  private readonly views = new Map<string, RiskUsageView>();
  private readonly pace: OnceASecond<RiskUsageView>;

  constructor(
    private readonly clock: Clock,
    pass: (view: RiskUsageView) => void,
  ) {
    this.pace = new OnceASecond(clock, pass);
  }

  get all(): readonly RiskUsageView[] {
    return [...this.views.values()];
  }

  stop(): void {
    this.pace.stop();
  }

  take(shape: RiskUsageShape): void {
    this.keep(usageView(shape));
  }

  /** What was published before anybody here listened. @throws DomainError when the OMS does not answer */
  async read(oms: OmsQueries, accounts: readonly AccountShape[]): Promise<void> {
    const states = (await oms.tradingStates()).map(tradingStateView);
    for (let at = 0; at < accounts.length; at += AT_ONCE) {
      const some = accounts.slice(at, at + AT_ONCE);
      const answers = await Promise.all(some.map(({ account }) => oms.limits({ account, limit: MAX_ROWS })));
      for (const [index, { config, usage }] of answers.entries()) {
        const time = this.clock.nowUs() / 1_000;
        this.keep({ account: some[index].account, version: config.version, usage, states, time });
      }
    }
  }

  private keep(view: RiskUsageView): void {
    if (!this.views.has(view.account) && this.views.size >= MAX_ACCOUNTS) return;
    this.views.set(view.account, view);
    this.pace.offer(view.account, view);
  }
}

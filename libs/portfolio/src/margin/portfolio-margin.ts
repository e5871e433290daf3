import { divideUp, MONEY_SCALE, ok, refuse, type Instrument, type Result } from '@bourseworks/domain';
import { roundDivide } from '../ledger/allocation.js';
import {
  absolute,
  assessment,
  equityOf,
  marketValue,
  PPM,
  type MarginAssessment,
  type MarginInput,
  type MarginModel,
  type MarginPosition,
} from './margin-model.js';

/** Moves of an underlying that are looked at, in millionths: from `downPpm` (< 0) to `upPpm` in equal steps. */
export interface ShockRange {
  readonly downPpm: number;
  readonly upPpm: number;
}

/** Moves of FINRA rule 4210(g)(2)(F), which follow 17 CFR 240.15c3-1a. */
export const HIGH_CAP_INDEX: ShockRange = { downPpm: -80_000, upPpm: 60_000 };
export const BROAD_INDEX: ShockRange = { downPpm: -100_000, upPpm: 100_000 };
export const SHARES: ShockRange = { downPpm: -150_000, upPpm: 150_000 };

/** Valuation points beside the present price: ten equidistant ones. */
const STEPS = 10;

/** Least margin of a contract on an option or a future, times its multiplier. */
const PER_CONTRACT = (375n * 10n ** BigInt(MONEY_SCALE)) / 1_000n;

export interface PortfolioMarginOptions {
  /** What an instrument moves with; default its base. Positions of one underlying set each other off. */
  readonly underlying?: (instrument: Instrument) => string;
  /** Moves of an underlying; default those of shares. */
  readonly range?: (underlying: string) => ShockRange;
  /**
   * Market value of a position after a move of its underlying, ledger money. Default: its value moves in proportion.
   * Options need a pricing model here; without one they are refused.
   */
  readonly valueAfter?: (position: MarginPosition, movePpm: number) => bigint;
}

/**
 * Portfolio margin by haircut: all positions of an underlying are valued at each move of it, the largest loss is their
 * margin, and the account needs the sum. No offsets between underlyings. There is no other rate for opening. Sources:
 * FINRA rule 4210(g), 17 CFR 240.15c3-1a. Refuses MARGIN_INPUT.
 */
export class PortfolioMargin implements MarginModel {
  readonly name = 'portfolio margin';
  private readonly options: PortfolioMarginOptions;

  constructor(options: PortfolioMarginOptions = {}) {
    this.options = options;
  }

  assess(input: MarginInput): Result<MarginAssessment> {
    const equity = equityOf(input);
    if (!equity.ok) return equity;
    const classes = new Map<string, MarginPosition[]>();
    for (const position of input.positions) {
      const { instrument } = position;
      if (instrument.assetClass === 'option' && this.options.valueAfter === undefined)
        return refuse('MARGIN_INPUT', `${instrument.key} needs a pricing model`, { instrument: instrument.key });
      const name = this.options.underlying?.(instrument) ?? instrument.base;
      const group = classes.get(name);
      if (group === undefined) classes.set(name, [position]);
      else group.push(position);
    }
    let margin = 0n;
    let widest = SHARES.upPpm;
    for (const [name, positions] of classes) {
      const range = this.options.range?.(name) ?? SHARES;
      widest = Math.max(widest, -range.downPpm, range.upPpm);
      margin += this.largestLoss(positions, range);
    }
    const excess = equity.value - margin;
    return ok(assessment(equity.value, margin, margin, (excess * PPM) / BigInt(widest)));
  }

  /** Margin of one underlying: the largest loss over the moves, at least the minimum of its contracts. */
  largestLoss(positions: readonly MarginPosition[], range: ShockRange): bigint {
    let worst = positions.reduce((sum, position) => sum + minimumOf(position), 0n);
    for (let step = 0; step <= STEPS; step++) {
      const move = range.downPpm + Math.round(((range.upPpm - range.downPpm) * step) / STEPS);
      let loss = 0n;
      for (const position of positions) loss += this.lossAt(position, move);
      if (loss > worst) worst = loss;
    }
    return worst;
  }

  private lossAt(position: MarginPosition, movePpm: number): bigint {
    const value = marketValue(position);
    if (this.options.valueAfter !== undefined) return value - this.options.valueAfter(position, movePpm);
    return roundDivide(-value * BigInt(movePpm), PPM);
  }
}

/** Of options and futures; a long option never needs more than it is worth. */
function minimumOf(position: MarginPosition): bigint {
  const { assetClass, multiplier, qtyScale } = position.instrument;
  if (assetClass !== 'option' && assetClass !== 'future') return 0n;
  const contracts = BigInt(Math.abs(position.quantity)) * BigInt(multiplier);
  const least = divideUp(PER_CONTRACT * contracts, 10n ** BigInt(qtyScale));
  const value = absolute(marketValue(position));
  return assetClass === 'option' && position.quantity > 0 && value < least ? value : least;
}

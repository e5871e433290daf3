import { divideUp, MONEY_SCALE, ok, refuse, type Result } from '@bourseworks/domain';
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

/** Rates in millionths, amounts per share and in all as ledger money. */
export interface RegTRates {
  readonly initialPpm: bigint;
  readonly longPpm: bigint;
  readonly shortPpm: bigint;
  /** Shorts at this price and above need at least so much a share. */
  readonly shortPerShare: bigint;
  /** Below that price: this share of the value, and at least so much a share. */
  readonly cheapShortPpm: bigint;
  readonly cheapShortPerShare: bigint;
  /** Less equity than this lends nothing. */
  readonly minimumEquity: bigint;
}

const DOLLAR = 10n ** BigInt(MONEY_SCALE);

/**
 * Initial: 50 % of the market value of a long position, 150 % of a short one of which its proceeds are 100
 * (12 CFR 220.12(a) and (c)(1)). Maintenance: 25 % long; short from 5 USD a share the greater of 5 USD a share and 30 %,
 * below it the greater of 2.50 USD a share and 100 % (FINRA rule 4210(c)(1)-(3)). Equity of 2 000 USD to borrow (4210(b)).
 */
export const REG_T_RATES: RegTRates = {
  initialPpm: 500_000n,
  longPpm: 250_000n,
  shortPpm: 300_000n,
  shortPerShare: 5n * DOLLAR,
  cheapShortPpm: 1_000_000n,
  cheapShortPerShare: (5n * DOLLAR) / 2n,
  minimumEquity: 2_000n * DOLLAR,
};

/** Margin account for shares in USD. Brokers may ask for more: pass their rates. Refuses MARGIN_INPUT for other classes. */
export class RegTMargin implements MarginModel {
  readonly name = 'Regulation T';
  private readonly rates: RegTRates;

  constructor(rates: RegTRates = REG_T_RATES) {
    this.rates = rates;
  }

  assess(input: MarginInput): Result<MarginAssessment> {
    const equity = equityOf(input);
    if (!equity.ok) return equity;
    let value = 0n;
    let maintenance = 0n;
    for (const position of input.positions) {
      if (position.instrument.assetClass !== 'equity')
        return refuse('MARGIN_INPUT', `${position.instrument.key} is no share`, {
          instrument: position.instrument.key,
        });
      value += absolute(marketValue(position));
      maintenance += this.maintenanceOf(position);
    }
    const { initialPpm, minimumEquity } = this.rates;
    const initial = divideUp(value * initialPpm, PPM);
    const available = equity.value - initial;
    const power = equity.value < minimumEquity ? input.cash : (available * PPM) / initialPpm;
    return ok(assessment(equity.value, initial, maintenance, power));
  }

  private maintenanceOf(position: MarginPosition): bigint {
    const { instrument, quantity } = position;
    const value = absolute(marketValue(position));
    const { longPpm, shortPpm, shortPerShare, cheapShortPpm, cheapShortPerShare } = this.rates;
    if (quantity >= 0) return divideUp(value * longPpm, PPM);
    // Units and scale of shares: a position of 10^-qtyScale shares.
    const shares = BigInt(-quantity) * BigInt(instrument.multiplier);
    const scale = 10n ** BigInt(instrument.qtyScale);
    const cheap = value * scale < shortPerShare * shares;
    const byValue = divideUp(value * (cheap ? cheapShortPpm : shortPpm), PPM);
    const byShare = divideUp((cheap ? cheapShortPerShare : shortPerShare) * shares, scale);
    return byValue > byShare ? byValue : byShare;
  }
}

import { MONEY_SCALE, notionalMoney, type Instrument, type Money } from '@bourseworks/domain';

export type Liquidity = 'MAKER' | 'TAKER';

export interface FeeRates {
  /** Parts per million of the notional, an integer; negative = a rebate. */
  readonly makerPpm: number;
  readonly takerPpm: number;
  /** Decimals of the currency to which a fee is rounded, 0-18. Default 8. */
  readonly decimals?: number;
}

const MILLION = 1_000_000n;
/** A fee beyond the notional is a configuration fault. */
const MAX_PPM = 1_000_000;

/**
 * Fees as a rate of the notional. Rounded against the trader to 10^-decimals of the currency: what is paid is rounded up,
 * a rebate down.
 */
export class FeeModel {
  private readonly makerPpm: bigint;
  private readonly takerPpm: bigint;
  private readonly unit: bigint;

  constructor(rates: FeeRates) {
    const decimals = rates.decimals ?? 8;
    for (const ppm of [rates.makerPpm, rates.takerPpm]) {
      if (!Number.isInteger(ppm) || Math.abs(ppm) > MAX_PPM) {
        throw new RangeError(`a fee rate is an integer of parts per million within ±${MAX_PPM}, not ${ppm}`);
      }
    }
    if (!Number.isInteger(decimals) || decimals < 0 || decimals > MONEY_SCALE) {
      throw new RangeError(`fees are rounded to 0-${MONEY_SCALE} decimals, not ${decimals}`);
    }
    this.makerPpm = BigInt(rates.makerPpm);
    this.takerPpm = BigInt(rates.takerPpm);
    this.unit = 10n ** BigInt(MONEY_SCALE - decimals);
  }

  /** Fee of one fill at 10^-18 of the currency, positive = paid. `price` and `quantity` are integers of the instrument. */
  fee(instrument: Instrument, price: number, quantity: number, liquidity: Liquidity): Money {
    const rate = liquidity === 'MAKER' ? this.makerPpm : this.takerPpm;
    const notional: bigint = notionalMoney(instrument, price, quantity);
    const exact = (notional < 0n ? -notional : notional) * rate;
    return (ceilDivide(exact, MILLION * this.unit) * this.unit) as Money;
  }
}

/** Quotient rounded towards plus infinity; the divisor is positive. */
function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend > 0n && quotient * divisor !== dividend ? quotient + 1n : quotient;
}

import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, notionalMoney, parseMoney } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { FeeModel } from '@bourseworks/exchange';

const btc = expectOk(
  defineInstrument({
    venue: 'sim',
    symbol: 'BTCUSD',
    assetClass: 'crypto',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '0.00000001',
  }),
);
const money = (text: string) => expectOk(parseMoney(text));

describe('FeeModel', () => {
  it('takes the rate of the notional', () => {
    const fees = new FeeModel({ makerPpm: 20, takerPpm: 100 });
    expect(fees.fee(btc, 6_000_000, 100_000_000, 'TAKER')).toBe(money('6'));
    expect(fees.fee(btc, 6_000_000, 100_000_000, 'MAKER')).toBe(money('1.2'));
  });

  it('rounds up what is paid', () => {
    const fees = new FeeModel({ makerPpm: 0, takerPpm: 1 });
    // 0.01 * 10^-8 * 10^-6 = 10^-16 of a dollar.
    expect(fees.fee(btc, 1, 1, 'TAKER')).toBe(money('0.00000001'));
    expect(fees.fee(btc, 1, 1, 'MAKER')).toBe(0n);
    expect(new FeeModel({ makerPpm: 0, takerPpm: 1, decimals: 2 }).fee(btc, 1, 1, 'TAKER')).toBe(money('0.01'));
    expect(new FeeModel({ makerPpm: 0, takerPpm: 1, decimals: 18 }).fee(btc, 1, 1, 'TAKER')).toBe(100n);
  });

  it('rounds down a rebate', () => {
    const fees = new FeeModel({ makerPpm: -1, takerPpm: 0 });
    expect(fees.fee(btc, 1, 1, 'MAKER')).toBe(0n);
    expect(fees.fee(btc, 6_000_001, 3, 'MAKER')).toBe(0n);
    expect(fees.fee(btc, 6_000_000, 100_000_000, 'MAKER')).toBe(money('-0.06'));
  });

  it('is never better for the trader than exact, and by less than one unit worse', () => {
    const rng = new SeededRng(5);
    const unit = money('0.00000001');
    for (let n = 0; n < 5_000; n++) {
      const ppm = rng.integer(4_001) - 2_000;
      const fees = new FeeModel({ makerPpm: ppm, takerPpm: 0 });
      const price = 1 + rng.integer(10_000_000);
      const quantity = 1 + rng.integer(1_000_000_000);
      const fee = fees.fee(btc, price, quantity, 'MAKER');
      const difference = fee * 1_000_000n - notionalMoney(btc, price, quantity) * BigInt(ppm);
      expect(difference >= 0n && difference < unit * 1_000_000n).toBe(true);
      expect(fee % unit).toBe(0n);
    }
  });

  it('refuses rates and decimals that make no sense', () => {
    expect(() => new FeeModel({ makerPpm: 0.5, takerPpm: 0 })).toThrow(RangeError);
    expect(() => new FeeModel({ makerPpm: 0, takerPpm: 2_000_000 })).toThrow(RangeError);
    expect(() => new FeeModel({ makerPpm: 0, takerPpm: 0, decimals: 19 })).toThrow(RangeError);
  });
});

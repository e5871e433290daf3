import { describe, expect, it } from '@jest/globals';
import { CALL, type OptionKind, PUT } from '../option/option-kind.js';
import { LONG_CALLS, SHORT_PUTS } from '../testing/american-tables.js';
import { binomial } from './binomial.js';
import { bjerksundStensland } from './bjerksund-stensland.js';

describe('bjerksundStensland', () => {
  // The documented example of a commercial toolbox, which prices by the paper of 2002: 91 days of a leap year.
  it.each<[OptionKind, number, number]>([
    [CALL, 90, 0.842],
    [PUT, 120, 0.1108],
  ])('kind %d, spot %d: %d', (kind, spot, printed) => {
    const option = { kind, spot, strike: 100, years: 91 / 366, rate: 0.08, carry: 0.04, volatility: 0.2 };
    expect(bjerksundStensland(option)).toBeCloseTo(printed, 4);
  });

  it('is a lower bound, within a hundredth of what the options are worth', () => {
    for (const [strike, years, volatility, worth] of SHORT_PUTS) {
      const price = bjerksundStensland({ kind: PUT, spot: 40, strike, years, rate: 0.0488, volatility });
      expect(price).toBeLessThan(worth + 2e-4);
      expect(price).toBeGreaterThan(worth - 0.03);
    }
    for (const [dividendYield, rate, volatility, worths] of LONG_CALLS) {
      worths.forEach((worth, i) => {
        const spot = 80 + 10 * i;
        const carry = rate - dividendYield;
        const price = bjerksundStensland({ kind: CALL, spot, strike: 100, years: 3, rate, carry, volatility });
        expect(price).toBeLessThan(worth + 1e-3);
        expect(price).toBeGreaterThan(worth - 0.13);
      });
    }
  });

  it('is closer than its predecessor with one boundary, whose prices are published', () => {
    const call = { kind: CALL, spot: 42, strike: 40, years: 0.75, rate: 0.04, carry: -0.04, volatility: 0.35 } as const;
    const put = { kind: PUT, spot: 36, strike: 40, years: 1, rate: 0.06, volatility: 0.2 } as const;
    for (const [option, before] of [
      [call, 5.2704],
      [put, 4.4531],
    ] as const) {
      expect(bjerksundStensland(option)).toBeGreaterThan(before);
      expect(bjerksundStensland(option)).toBeLessThan(binomial(option).price);
    }
  });

  it('bears volatilities at which its powers leave the range of doubles', () => {
    const at = (kind: OptionKind, spot: number, strike: number, volatility: number) =>
      bjerksundStensland({ kind, spot, strike, years: 1, rate: 0.05, carry: 0, volatility });
    // Public test suites: prices by other approximations, to the digits that agree with any.
    expect(at(CALL, 100, 100, 0.0021)).toBeCloseTo(0.0804, 3);
    expect(at(CALL, 100, 100, 0.0001)).toBeCloseTo(0.00385, 4);
    expect(at(CALL, 110, 100, 0.0001)).toBe(10);
    expect(at(PUT, 100, 110, 0.0001)).toBe(10);
    expect(at(PUT, 110, 100, 10)).toBeCloseTo(95.12289, 4);
  });
});

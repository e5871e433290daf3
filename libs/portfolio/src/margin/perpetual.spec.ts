import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import fc from 'fast-check';
import { account, held, instrument, money } from '../testing/positions.js';
import { marketValue, permits, type MarginPosition } from './margin-model.js';
import { liquidationPrice, maintenanceOf, PerpetualMargin } from './perpetual.js';
import { marginTiers } from './perpetual-tiers.js';

const spec = { assetClass: 'crypto', currency: 'USD', tickSize: '0.0001', lotSize: '0.001' } as const;
const btc = instrument('BTCUSDT', spec);
const eth = instrument('ETHUSDT', spec);

/** Brackets of BTCUSDT and ETHUSDT as Binance had them when it published the examples. */
const BTC = expectOk(
  marginTiers([
    ['50000', 4_000],
    ['250000', 5_000],
    ['1000000', 10_000],
    ['10000000', 25_000],
    ['20000000', 50_000],
    ['50000000', 100_000],
    ['100000000', 125_000],
    ['200000000', 150_000],
    ['300000000', 250_000],
    ['500000000', 500_000],
  ]),
);
const ETH = expectOk(
  marginTiers([
    ['10000', 5_000],
    ['100000', 6_500],
    ['500000', 10_000],
    ['1000000', 20_000],
    ['2000000', 50_000],
    ['5000000', 100_000],
    ['10000000', 125_000],
  ]),
);

const model = (mode: 'cross' | 'isolated', leverage = 20) =>
  new PerpetualMargin({ mode, leverage: () => leverage, tiers: (of) => (of === btc ? BTC : ETH) });

/** In the ledger of the portfolio a fill moves its value: cash = wallet - cost. */
function wallet(text: string, ...positions: MarginPosition[]) {
  const { cash, ...rest } = account(text, ...positions);
  return { ...rest, cash: cash - positions.reduce((sum, { cost }) => sum + cost, 0n) };
}

const price = (units: number | undefined): number => Math.round((units ?? NaN) / 100) / 100;

describe('maintenance amounts', () => {
  it('are the published ones', () => {
    const amounts = (tiers: typeof BTC) => tiers.map(({ amount }) => Number(amount / 10n ** 18n));
    expect(amounts(BTC)).toEqual([
      0, 50, 1_300, 16_300, 266_300, 1_266_300, 2_516_300, 5_016_300, 25_016_300, 100_016_300,
    ]);
    expect(amounts(ETH)).toEqual([0, 15, 365, 5_365, 35_365, 135_365, 260_365]);
  });

  it('refuse brackets that do not rise', () => {
    expect(marginTiers([])).toMatchObject({ refusal: { code: 'MARGIN_INPUT' } });
    expect(
      marginTiers([
        ['10', 5],
        ['10', 6],
      ]),
    ).toMatchObject({ refusal: { code: 'MARGIN_INPUT' } });
    expect(
      marginTiers([
        ['10', 5],
        ['20', 5],
      ]),
    ).toMatchObject({ refusal: { code: 'MARGIN_INPUT' } });
  });
});

describe('perpetuals, cross margin', () => {
  // The examples of "How to Calculate Liquidation Price of USD-M Futures Contracts".
  const positions = [
    held(eth, '3683.979', '1456.84', '1335.18'),
    held(btc, '109.488', '32481.98', '31967.27'),
  ] as const;
  const assessed = () => expectOk(model('cross').assess(wallet('1535443.01', ...positions)));

  it('have the published maintenance margins and wallet', () => {
    expect(Number(maintenanceOf(positions[0], ETH)) / 1e18).toBeCloseTo(356_512.508, 3);
    expect(Number(maintenanceOf(positions[1], BTC)) / 1e18).toBeCloseTo(71_200.81144, 5);
    expect(assessed().wallet).toBe(money('1535443.01'));
  });

  it('have the published liquidation prices', () => {
    const [first, second] = assessed().liquidations;
    expect(first?.instrument).toBe(eth.key);
    expect(price(first?.price)).toBe(1_153.26);
    expect(price(second?.price)).toBe(26_316.89);
  });

  it('of a short are liquidated above its entry', () => {
    // (1 000 + 0 + 10 000) / (1 x 0.004 + 1) = 10 956.17...
    const short = expectOk(model('cross').assess(wallet('1000', held(btc, '-1', '10000'))));
    expect(short).toMatchObject({ initial: money('500'), maintenance: money('40'), buyingPower: money('10000') });
    expect(price(short.liquidations[0]?.price)).toBe(10_956.18);
  });

  it('cannot be liquidated when the wallet covers the whole value', () => {
    const safe = expectOk(model('cross').assess(wallet('20000', held(btc, '1', '10000'))));
    expect(safe.liquidations).toEqual([{ instrument: btc.key, price: undefined }]);
  });
});

describe('perpetuals, isolated margin', () => {
  it.each([
    // (500 - 10 000) / (0.004 - 1)
    ['1', 20, 9_538.15],
    // (500 + 10 000) / (0.004 + 1)
    ['-1', 20, 10_458.17],
    // 10 BTC: notional 100 000 at entry, 0.5 % less 50: (1 000 + 50 - 100 000) / (10 x 0.005 - 10)
    ['10', 100, 9_944.72],
  ])('%s BTC at 10 000 with leverage %d: %d', (quantity, leverage, expected) => {
    const assessed = expectOk(model('isolated', leverage).assess(wallet('5000', held(btc, quantity, '10000'))));
    expect(price(assessed.liquidations[0]?.price)).toBe(expected);
  });

  it('spend only the free part of the wallet, and are called for by themselves', () => {
    const input = wallet('5000', held(btc, '1', '10000', '9500'));
    const assessed = expectOk(model('isolated').assess(input));
    expect(assessed.buyingPower).toBe(money('90000'));
    // 500 of margin are lost; 38 are needed.
    expect(assessed.call).toBe(money('38'));
    expect(expectOk(model('cross').assess(input)).call).toBe(0n);
  });
});

describe('a liquidation price', () => {
  it('is where the margin is just used up, whatever the bracket', () => {
    const cases = fc.record({
      quantity: fc.integer({ min: -2_000_000, max: 2_000_000 }).filter((q) => q !== 0),
      entry: fc.integer({ min: 1_000_000, max: 900_000_000 }),
      share: fc.integer({ min: 1, max: 60 }),
    });
    fc.assert(
      fc.property(cases, ({ quantity, entry, share }) => {
        const cost = BigInt(quantity) * BigInt(entry) * btc.moneyFactor;
        const margin = ((cost < 0n ? -cost : cost) * BigInt(share)) / 100n;
        const at = (mark: number) => ({ instrument: btc, quantity, mark, cost });
        const terms = { position: at(entry), tiers: BTC, wallet: margin, otherMaintenance: 0n, otherUnrealized: 0n };
        const found = liquidationPrice(terms);
        const left = (mark: number) => margin + marketValue(at(mark)) - cost - maintenanceOf(at(mark), BTC);
        if (found === undefined) return;
        const away = quantity > 0 ? 1 : -1;
        expect(left(found + away)).toBeGreaterThan(0n);
        if (found - away > 0) expect(left(found - away)).toBeLessThanOrEqual(0n);
      }),
      { numRuns: 500 },
    );
  });

  it('needs leverage that is an integer', () => {
    expect(model('cross', 0.5).assess(wallet('1', held(btc, '1', '1')))).toMatchObject({
      refusal: { code: 'MARGIN_INPUT' },
    });
    expect(permits(model('cross'), wallet('1000'), { instrument: btc, quantity: 1_000, price: 100_000_000 }).ok).toBe(
      true,
    );
    expect(
      permits(model('cross'), wallet('499'), { instrument: btc, quantity: 1_000, price: 100_000_000 }),
    ).toMatchObject({
      refusal: { code: 'MARGIN_INSUFFICIENT' },
    });
  });
});

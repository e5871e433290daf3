import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { data, describeWithData } from '@bourseworks/testkit';
import { expectOk } from '../result.js';
import { defineInstrument } from '../instrument.js';
import { parseDecimal } from '../decimal.js';
import type { Bar, Trade } from '../market-data.js';
import { parseMoney } from '../money.js';
import type { BarBuilder } from './bar-builder.js';
import { dollarBars } from './dollar-bars.js';
import { imbalanceBars } from './imbalance-bars.js';
import { renkoBars } from './renko-bars.js';
import { naiveDollar, naiveImbalance, naiveRenko, naiveTick, naiveTime, naiveVolume } from './test/naive-bars.js';
import { tickBars } from './tick-bars.js';
import { timeBars } from './time-bars.js';
import { volumeBars } from './volume-bars.js';

const FILE = 'freqtrade-testdata/XRP_ETH-trades.json.gz';
const MINUTE = 60_000_000;

const instrument = expectOk(
  defineInstrument({
    venue: 'binance',
    symbol: 'XRPETH',
    assetClass: 'crypto',
    currency: 'ETH',
    tickSize: '0.00000001',
    lotSize: '1',
  }),
);

/** Rows `[ms,"id",type,"side",price,amount,cost]`, read as text: a price of eight decimals stays what was written. */
function recorded(): Trade[] {
  const text = gunzipSync(readFileSync(data(FILE))).toString();
  const rows = text.matchAll(/\[(\d+),"(\d+)",null,"(buy|sell)",([\d.e-]+),(\d+)\.0,/g);
  return [...rows].map(([, ms, tradeId, , price, amount]) => ({
    kind: 'trade',
    us: Number(ms) * 1_000,
    ns: 0,
    price: expectOk(parseDecimal(price, 8)),
    quantity: Number(amount),
    tradeId,
  }));
}

describeWithData('bars of the trades of one pair over days', [FILE], () => {
  const trades = recorded();
  const all = (builder: BarBuilder, list: readonly Trade[]): Bar[] => [
    ...list.flatMap((trade) => builder.add(trade)),
    ...builder.flush(Infinity),
  ];

  const imbalance = {
    measure: 'volume',
    expectedTrades: 20,
    expectedImbalance: 60,
    barSpan: 10,
    tradeSpan: 200,
  } as const;
  const cases = [
    ['of a minute', () => timeBars(MINUTE), naiveTime(MINUTE)],
    ['of five minutes', () => timeBars(5 * MINUTE), naiveTime(5 * MINUTE)],
    ['of 50 trades', () => tickBars(50), naiveTick(50)],
    ['of 10 000 XRP', () => volumeBars(10_000), naiveVolume(10_000)],
    // 10 ETH are 10^9 price units times quantity units.
    ['of 10 ETH', () => dollarBars(instrument, expectOk(parseMoney('10'))), naiveDollar(1_000_000_000n)],
    [
      'of imbalance',
      () => imbalanceBars({ ...imbalance, maxTrades: 500 }),
      naiveImbalance({ ...imbalance, minTrades: 1, maxTrades: 500 }),
    ],
    ['of 0.000005 ETH', () => renkoBars(500), naiveRenko(500)],
  ] as const;

  it('has all of them', () => {
    expect(trades.length).toBe(JSON.parse(gunzipSync(readFileSync(data(FILE))).toString()).length);
  });

  it.each(cases)('%s are the trades grouped by hand', (_, build, naive) => {
    const bars = all(build(), trades);
    expect(bars).toEqual(naive(trades));
    expect(bars.length).toBeGreaterThan(20);
  });
});

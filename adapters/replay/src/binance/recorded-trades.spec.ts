import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import {
  barSeconds,
  dollarBars,
  expectOk,
  parseMoney,
  tickBars,
  US_PER_SECOND,
  volumeBars,
  type Bar,
  type Quote,
  type Trade,
} from '@bourseworks/domain';
import { data, describeWithData, differentRows } from '@bourseworks/testkit';
import { ask, type Answer } from '../test/recorded.js';

const FILES = [
  { key: 'binance/BTCUSDT', file: 'btcusdt_20240808.gz', trades: 9_757, quotes: 28_040 },
  { key: 'binance/ETHUSDT', file: 'ethusdt_20240808.gz', trades: 6_106, quotes: 24_077 },
  { key: 'binance-usdm/BTCUSDT', file: 'usdm_btcusdt_20240808.gz', trades: 21_313, quotes: 66_089 },
];

/** Sum of the decimals after "q": as the venue wrote them, as an integer of 10^-8. */
function writtenVolume(file: string): bigint {
  let sum = 0n;
  for (const [, whole, fraction = ''] of gunzipSync(readFileSync(data(`binance-raw-feed/${file}`)))
    .toString()
    .matchAll(/"q":"(\d+)(?:\.(\d+))?"/g))
    sum += BigInt(whole + fraction.padEnd(8, '0'));
  return sum;
}

/** The trades of each recording, read once. */
const answers = new Map<string, Promise<Answer>>();

function tradesOf(key: string): Promise<Answer> {
  let answer = answers.get(key);
  if (answer === undefined) answers.set(key, (answer = ask({ dataRoot: data(), key, kind: 'trade' })));
  return answer;
}

describeWithData('recorded trades', ['binance-raw-feed'], () => {
  it.each(FILES)('$key: all $trades, in order, with their volume to the last digit', async ({ key, file, trades }) => {
    const { events, error, instrument } = await tradesOf(key);
    expect(error).toBeUndefined();
    expect(events).toHaveLength(trades);
    const ids = (events as Trade[]).map((trade) => Number(trade.tradeId));
    expect(ids.every((id, index) => index === 0 || id === ids[index - 1] + 1)).toBe(true);
    const volume = (events as Trade[]).reduce((sum, trade) => sum + BigInt(trade.quantity), 0n);
    expect(volume * 10n ** BigInt(8 - instrument.qtyScale)).toBe(writtenVolume(file));
  });

  it('carry price, size, aggressor, id, the time of the trade and that of receipt to the nanosecond', async () => {
    const { events } = await tradesOf('binance/BTCUSDT');
    // 1723161254087896568 … "t":3735683259,"p":"61837.63000000","q":"0.02000000","T":1723161255342,"m":true
    expect(events[0]).toEqual({
      kind: 'trade',
      us: 1_723_161_255_342_000,
      ns: 0,
      receivedUs: 1_723_161_254_087_896,
      receivedNs: 568,
      price: 6_183_763,
      quantity: 2_000_000,
      aggressor: 'SELL',
      tradeId: '3735683259',
    });
  });

  it.each(FILES)('$key: bars add up to the trades', async ({ key }) => {
    const trades = (await tradesOf(key)).events as Trade[];
    for (const kind of ['bar-1s', 'bar-5s', 'bar-1m'] as const) {
      const bars = (await ask({ dataRoot: data(), key, kind })).events as Bar[];
      expect(differentRows(bars, regrouped(trades, barSeconds(kind) * US_PER_SECOND))).toEqual([]);
    }
  });

  it.each(FILES)('$key: bars of trades, volume and value are the trades cut one after another', async ({ key }) => {
    const { events, instrument } = await tradesOf(key);
    const trades = events as Trade[];
    const tenCoins = 10 * 10 ** instrument.qtyScale;
    const million = 10n ** BigInt(6 + instrument.priceScale + instrument.qtyScale);
    const worth = ({ price, quantity }: Trade): bigint => BigInt(price) * BigInt(quantity);
    for (const [builder, measure, full] of [
      [tickBars(100), () => 1n, 100n],
      [volumeBars(tenCoins), ({ quantity }: Trade) => BigInt(quantity), BigInt(tenCoins)],
      [dollarBars(instrument, expectOk(parseMoney('1000000'))), worth, million],
    ] as const) {
      const bars = [...trades.flatMap((trade) => builder.add(trade)), ...builder.flush(Infinity)];
      expect(bars.length).toBeGreaterThan(5);
      expect(differentRows(bars, cut(trades, measure, full))).toEqual([]);
    }
  });

  it.each(FILES)('$key: the ticker gives $quotes quotes', async ({ key, quotes }) => {
    const { events } = await ask({ dataRoot: data(), key, kind: 'quote' });
    expect(events).toHaveLength(quotes);
    expect((events as Quote[]).every((quote) => quote.bidPrice > 0 && quote.bidPrice < quote.askPrice)).toBe(true);
  });
});

/** Bars the plain way: all trades of each stretch of the clock at once. */
function regrouped(trades: readonly Trade[], lengthUs: number): Bar[] {
  const groups = new Map<number, Trade[]>();
  for (const trade of trades) {
    const startUs = Math.floor(trade.us / lengthUs) * lengthUs;
    groups.set(startUs, [...(groups.get(startUs) ?? []), trade]);
  }
  return [...groups].map(([startUs, group]) => barOf(group, startUs, startUs + lengthUs));
}

/** A bar ends, and is known, with the trade that makes its group full, the last one with the trades. */
function cut(trades: readonly Trade[], measure: (trade: Trade) => bigint, full: bigint): Bar[] {
  const groups: Trade[][] = [[]];
  let sum = 0n;
  for (const [i, trade] of trades.entries()) {
    groups[groups.length - 1].push(trade);
    sum += measure(trade);
    if (sum < full || i === trades.length - 1) continue;
    groups.push([]);
    sum = 0n;
  }
  return groups.map((group) => {
    const { us, receivedUs, receivedNs } = group[group.length - 1];
    return { ...barOf(group, group[0].us, us + 1), receivedUs, receivedNs };
  });
}

function barOf(trades: readonly Trade[], startUs: number, endUs: number): Bar {
  const prices = trades.map((trade) => trade.price);
  return {
    kind: 'bar',
    startUs,
    endUs,
    open: prices[0],
    high: Math.max(...prices),
    low: Math.min(...prices),
    close: prices[prices.length - 1],
    volume: trades.reduce((sum, trade) => sum + trade.quantity, 0),
    trades: trades.length,
  };
}

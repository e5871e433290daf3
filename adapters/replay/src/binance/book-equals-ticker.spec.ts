import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, it } from '@jest/globals';
import { expectOk, OrderBook, parseDecimal } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { ask, follow, receivedAt } from '../test/recorded.js';

interface Ticker {
  readonly b: string;
  readonly B: string;
  readonly a: string;
  readonly A: string;
}
type Message = { readonly e?: string; readonly u: number } & Ticker;

/** What the venue said, read without the code under test: ids of book changes by receive time, tickers by update id. */
function venueView(file: string): { ids: Map<string, number>; tickers: Map<number, Ticker> } {
  const ids = new Map<string, number>();
  const tickers = new Map<number, Ticker>();
  for (const line of gunzipSync(readFileSync(data(file)))
    .toString()
    .split('\n')) {
    if (!line.includes('@depth') && !line.includes('@bookTicker')) continue;
    const space = line.indexOf(' ');
    const { data: message } = JSON.parse(line.slice(space + 1)) as { data: Message };
    if (message.e === 'depthUpdate') ids.set(line.slice(0, space), message.u);
    else tickers.set(message.u, message);
  }
  return { ids, tickers };
}

describeWithData('the book made of a snapshot and the changes around it', ['binance-raw-feed'], () => {
  // Common ids are few: the ticker tells every change of the best prices, the changes of the book come in bundles.
  it.each([
    ['binance/BTCUSDT', 'btcusdt_20240808.gz', 564, 3_449],
    ['binance/ETHUSDT', 'ethusdt_20240808.gz', 577, 3_432],
    ['binance-usdm/BTCUSDT', 'usdm_btcusdt_20240808.gz', 629, 6_546],
  ])('%s has the best prices and sizes of the ticker at every common update id', async (key, file, common, count) => {
    const { ids, tickers } = venueView(`binance-raw-feed/${file}`);
    const { events, error, instrument } = await ask({ dataRoot: data(), key, kind: 'book' });
    const { priceScale, qtyScale } = instrument;
    const price = (text: string): number => expectOk(parseDecimal(text, priceScale));
    const quantity = (text: string): number => expectOk(parseDecimal(text, qtyScale));
    const book = new OrderBook();
    const { bids, asks } = book;
    const outcomes = new Set<string>();
    let compared = 0;
    for (const event of events) {
      outcomes.add(follow(book, event));
      const ticker = tickers.get(ids.get(receivedAt(event)) ?? -1);
      if (ticker === undefined) continue;
      compared++;
      expect([bids.bestPrice, bids.bestQuantity, asks.bestPrice, asks.bestQuantity]).toEqual([
        price(ticker.b),
        quantity(ticker.B),
        price(ticker.a),
        quantity(ticker.A),
      ]);
    }
    expect(error).toBeUndefined();
    expect({ outcomes: [...outcomes], events: events.length, compared }).toEqual({
      outcomes: ['snapshot', 'applied'],
      events: count,
      compared: common,
    });
  });
});

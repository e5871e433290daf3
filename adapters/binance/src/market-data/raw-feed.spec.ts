import { afterEach, expect, it } from '@jest/globals';
import { OrderBook, type BookDelta, type BookSnapshot, type MarketDataEvent, type Quote } from '@bourseworks/domain';
import { binanceRawFeed, describeWithData, eventually, type BinanceFlavour } from '@bourseworks/testkit';
import { unitsOf } from '../../test/market-data/oracle.js';
import { RecordingPlayer } from '../../test/market-data/play.js';

const players: RecordingPlayer[] = [];
afterEach(async () => {
  for (const player of players.splice(0)) await player.close();
});

interface Ticker {
  readonly u: number;
  readonly E: number;
  readonly T?: number;
  readonly b: string;
  readonly B: string;
  readonly a: string;
  readonly A: string;
}

describeWithData('a recorded feed, played to the adapter by a stand-in', ['binance-raw-feed'], () => {
  it.each([
    ['spot', 'btcusdt_20240808.gz', 'BTCUSDT', '0.01', '0.00001', 28_040, 500],
    ['spot', 'ethusdt_20240808.gz', 'ETHUSDT', '0.01', '0.0001', 24_077, 500],
    ['usdm', 'usdm_btcusdt_20240808.gz', 'BTCUSDT', '0.10', '0.001', 66_089, 500],
  ] as const)(
    '%s %s: the best prices and sizes of the book are those of the ticker at every common update id',
    async (flavour: BinanceFlavour, file, symbol, tickSize, stepSize, tickers, least) => {
      const player = await RecordingPlayer.start(flavour, [{ symbol, tickSize, stepSize }]);
      players.push(player);
      const { instrument, sinks } = await player.open(symbol);
      const ids: number[] = [];
      let lastUs = 0;
      const told = new Map<number, Ticker>();
      for (const { stream, text } of binanceRawFeed(file)) {
        if (stream === undefined) {
          player.snapshot(symbol, text);
          continue;
        }
        const kind = stream.includes('@depth') ? 'depth@100ms' : stream.split('@')[1];
        if (kind === 'trade') continue;
        const { data } = JSON.parse(text) as { data: Ticker };
        if (kind === 'bookTicker') told.set(data.u, data);
        else {
          ids.push(data.u);
          lastUs = (data.T ?? data.E) * 1_000;
        }
        const name = `${symbol.toLowerCase()}@${kind}`;
        await player.message(name, text.replace(stream, name));
      }
      const heard = (): boolean => sinks.quote.items.length === tickers && usOf(sinks.book.items.at(-1)) === lastUs;
      await eventually(heard, { timeoutMs: 60_000 });
      const last = ids[ids.length - 1];
      expect(sinks.book.states).toEqual(['LIVE']);
      // One event for each change from the one that made the book live on.
      const events = sinks.book.items as (BookSnapshot | BookDelta)[];
      const joined = ids.slice(ids.length - events.length);
      expect(joined[joined.length - 1]).toBe(last);
      const { priceScale, qtyScale } = instrument;
      const book = new OrderBook();
      const { bids, asks } = book;
      let compared = 0;
      events.forEach((event, i) => {
        if (event.kind === 'book-snapshot') book.applySnapshot(event);
        else expect(book.applyDelta(event)).toBe('applied');
        const ticker = told.get(joined[i]);
        if (ticker === undefined) return;
        compared++;
        expect([bids.bestPrice, bids.bestQuantity, asks.bestPrice, asks.bestQuantity]).toEqual([
          unitsOf(ticker.b, priceScale),
          unitsOf(ticker.B, qtyScale),
          unitsOf(ticker.a, priceScale),
          unitsOf(ticker.A, qtyScale),
        ]);
      });
      expect(compared).toBe(joined.filter((id) => told.has(id)).length);
      expect(compared).toBeGreaterThan(least);
      // The quotes are the tickers, too.
      for (const quote of sinks.quote.items as Quote[]) {
        const ticker = told.get(quote.venueSequence ?? -1);
        if (quote.bidPrice === unitsOf(ticker?.b, priceScale) && quote.askQuantity === unitsOf(ticker?.A, qtyScale))
          continue;
        throw new Error(`quote ${quote.venueSequence} is not the ticker`);
      }
    },
    180_000,
  );
});

function usOf(event: MarketDataEvent | undefined): number | undefined {
  return event?.kind === 'bar' ? undefined : event?.us;
}

import { expect, it } from '@jest/globals';
import { formatDecimal, MAX_BOOK_LEVELS, trimDecimal, type Trade } from '@bourseworks/domain';
import { bookOf, describeWithData, eventually, exchangeRecording, RecordingStreamSink } from '@bourseworks/testkit';
import { TIMES } from '../../test/harness.js';
import { ReplayedFeed } from '../../test/replayed-feed.js';
import { CoinbaseMarketData } from './coinbase-market-data.js';

const FILES = ['exchange-recordings/COINBASE.0.gz', 'exchange-recordings/COINBASE.ws.28.0.gz'];
/** Messages that are told at once. */
const BATCH = 500;

describeWithData('ten recorded books and their trades over the streams of Advanced Trade', FILES, () => {
  it('are those of the recording in the end, without a gap', async () => {
    const venue = await ReplayedFeed.start();
    const { url, streamUrl } = venue;
    const times = { ...TIMES, silenceMs: 30_000, pingMs: 5_000, answerMs: 30_000, openUs: 30_000_000 };
    const adapter = new CoinbaseMarketData({ url, streamUrl, requestTimeoutMs: 30_000 }, { times });
    try {
      const instruments = await adapter.instruments();
      const opened = await Promise.all(
        [...venue.books].map(async ([product, texts]) => {
          const instrument = instruments.find(({ symbol }) => symbol === product);
          if (instrument === undefined) throw new Error(`${product} is not listed`);
          const [book, trades] = [new RecordingStreamSink(), new RecordingStreamSink()];
          await adapter.open({ instrument, kind: 'book' }, book);
          await adapter.open({ instrument, kind: 'trade' }, trades);
          return { instrument, texts, book, trades };
        }),
      );
      const sum = (counts: number[]): number => counts.reduce((all, count) => all + count, 0);
      let [changes, matches] = [0, 0];
      for (let told = venue.play(BATCH); told.changes + told.trades > 0; told = venue.play(BATCH)) {
        changes += told.changes;
        matches += told.trades;
        const given = (): number => sum(opened.map(({ book, trades }) => book.items.length + trades.items.length));
        await eventually(() => given() === opened.length + changes + matches, { timeoutMs: 30_000 });
      }
      expect([opened.length, changes, matches]).toEqual([10, 9_719, 97]);
      for (const { instrument, texts, book, trades } of opened) {
        const { symbol, priceScale, qtyScale } = instrument;
        const text = (units: number, scale: number): string => trimDecimal(formatDecimal(units, scale));
        expect([book.states, trades.states]).toEqual([['LIVE'], ['LIVE']]);
        const kept = bookOf(book.items);
        const levels = (side: 'bids' | 'asks'): string[][] =>
          kept[side]
            .levels(MAX_BOOK_LEVELS)
            .map(([price, quantity]) => [text(price, priceScale), text(quantity, qtyScale)]);
        const truth = (side: Map<string, string>, sign: 1 | -1): string[][] =>
          [...side]
            .sort(([a], [b]) => sign * (Number(a) - Number(b)))
            .map((level) => level.map((each) => trimDecimal(each)));
        expect({ symbol, bids: levels('bids'), asks: levels('asks') }).toEqual({
          symbol,
          bids: truth(texts.bids, -1),
          asks: truth(texts.asks, 1),
        });
        const matched = (trades.items as Trade[]).map(({ tradeId, price, quantity, aggressor }) => [
          tradeId,
          text(price, priceScale),
          text(quantity, qtyScale),
          aggressor,
        ]);
        expect(matched).toEqual(recordedMatches(symbol));
      }
    } finally {
      await adapter.close();
      await venue.close();
    }
  }, 120_000);
});

/** Id, price, quantity and side of the taker, by text alone. */
function recordedMatches(product: string): (string | undefined)[][] {
  return [...exchangeRecording('COINBASE.ws.28.0.gz')].flatMap((line) => {
    if (line.kind !== 'received' || !line.text.startsWith('{"type":"match"')) return [];
    const field = (name: string): string => new RegExp(`"${name}":"?([^",}]+)`).exec(line.text)?.[1] ?? '';
    if (field('product_id') !== product) return [];
    const side = field('side') === 'buy' ? 'SELL' : 'BUY';
    return [[field('trade_id'), trimDecimal(field('price')), trimDecimal(field('size')), side]];
  });
}

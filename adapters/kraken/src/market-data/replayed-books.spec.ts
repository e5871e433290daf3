import { expect, it } from '@jest/globals';
import { formatDecimal, MAX_BOOK_LEVELS, trimDecimal } from '@bourseworks/domain';
import { bookOf, describeWithData, eventually, RecordingStreamSink } from '@bourseworks/testkit';
import { TIMES } from '../../test/harness.js';
import { ReplayedBooks, sorted } from '../../test/replayed-books.js';
import { KrakenMarketData } from './kraken-market-data.js';

const FILES = ['exchange-recordings/KRAKEN.0.gz', 'exchange-recordings/KRAKEN.ws.50.0.gz'];
/** Changes that are told at once. */
const BATCH = 200;

describeWithData('ten recorded books over the streams of version 2', FILES, () => {
  it('have every checksum, and are those of the recording in the end', async () => {
    const venue = await ReplayedBooks.start();
    const { url, streamUrl } = venue;
    const config = { url, streamUrl, bookDepth: 1_000, requestTimeoutMs: 30_000 };
    const times = { ...TIMES, silenceMs: 30_000, pingMs: 5_000, answerMs: 30_000, openUs: 30_000_000 };
    const adapter = new KrakenMarketData(config, { times });
    try {
      const instruments = await adapter.instruments();
      const opened = await Promise.all(
        [...venue.books].map(async ([pair, book]) => {
          const symbol = pair.replace(/\bXBT\b/, 'BTC').replace('/', '-');
          const instrument = instruments.find((one) => one.symbol === symbol);
          if (instrument === undefined) throw new Error(`${symbol} is not listed`);
          const sink = new RecordingStreamSink();
          await adapter.open({ instrument, kind: 'book' }, sink);
          return { instrument, book, sink };
        }),
      );
      const given = (): number => opened.reduce((sum, { sink }) => sum + sink.items.length, 0);
      let told = opened.length;
      for (let played = venue.play(BATCH); played > 0; played = venue.play(BATCH)) {
        told += played;
        await eventually(() => given() === told, { timeoutMs: 30_000 });
      }
      expect([opened.length, told]).toEqual([10, 10 + 4_269]);
      for (const { instrument, book, sink } of opened) {
        expect(sink.states).toEqual(['LIVE']);
        expect(sink.counted('checksumFaults')).toBe(0);
        const kept = bookOf(sink.items);
        const text = (units: number, scale: number): string => trimDecimal(formatDecimal(units, scale));
        const levels = (side: 'bids' | 'asks'): string[][] =>
          kept[side]
            .levels(MAX_BOOK_LEVELS)
            .map(([price, quantity]) => [text(price, instrument.priceScale), text(quantity, instrument.qtyScale)]);
        const truth = (side: Map<string, string>, sign: 1 | -1): string[][] =>
          sorted(side, sign).map((level) => level.map((each) => trimDecimal(each)));
        expect({ symbol: instrument.symbol, bids: levels('bids'), asks: levels('asks') }).toEqual({
          symbol: instrument.symbol,
          bids: truth(book.bids, -1),
          asks: truth(book.asks, 1),
        });
      }
    } finally {
      await adapter.close();
      await venue.close();
    }
  }, 120_000);
});

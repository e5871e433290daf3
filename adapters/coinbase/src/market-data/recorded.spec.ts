import { beforeAll, expect, it } from '@jest/globals';
import { MAX_BOOK_LEVELS, OrderBook, type MarketDataEvent } from '@bourseworks/domain';
import type { RecordedEvent, RecordedFeed, RecordedMarket } from '@bourseworks/feeds';
import { describeWithData, exchangeRecording, type RecordedLine } from '@bourseworks/testkit';
import { coinbaseRecordings } from './recorded.js';

const FILES = ['COINBASE.0.gz', 'COINBASE.ws.28.0.gz'];
type Received = Extract<RecordedLine, { readonly kind: 'received' }>;

/** Units by text alone: the oracle trusts no number of ours. */
function units(text: string, scale: number): number {
  const [whole, fraction = ''] = text.split('.');
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`${text} at ${scale}`);
  return Number(BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')));
}

function micros(text: string): number {
  const [, seconds, fraction = ''] = /^(.*?)(?:\.(\d{1,6}))?Z$/.exec(text) ?? [];
  return Date.parse(`${seconds}Z`) * 1_000 + Number(fraction.padEnd(6, '0'));
}

const decimalsOf = (step: string): number => (step.includes('.') ? step.length - step.indexOf('.') - 1 : 0);
/** A field of a flat message, as its text. */
const field = (text: string, name: string): string => new RegExp(`"${name}":"?([^",}]+)`).exec(text)?.[1] ?? '';

describeWithData(
  'a recording of Coinbase Exchange',
  FILES.map((file) => `exchange-recordings/${file}`),
  () => {
    let market: RecordedMarket;
    let lines: Received[];
    let recorded: RecordedFeed;
    let events: RecordedEvent[];
    /** Decimals of price and quantity by product, as the answer tells them. */
    const scales = new Map<string, readonly [number, number]>();

    const linesOf = (type: string): Received[] => lines.filter(({ text }) => text.startsWith(`{"type":"${type}"`));
    const eventsOf = (kind: string): { symbol: string; event: MarketDataEvent }[] =>
      events
        .filter(({ event }) => event.kind === kind)
        .map(({ instrument, event }) => ({ symbol: instrument.symbol, event }));
    const price = (product: string, text: string): number => units(text, scales.get(product)?.[0] ?? -1);
    const quantity = (product: string, text: string): number => units(text, scales.get(product)?.[1] ?? -1);
    const common = ({ text, us, ns }: Received) => ({
      us: micros(field(text, 'time')),
      ns: 0,
      receivedUs: us,
      receivedNs: ns,
      venueSequence: Number(field(text, 'sequence')),
    });

    beforeAll(() => {
      const [answer] = [...exchangeRecording('COINBASE.0.gz')].filter(({ kind }) => kind === 'answer');
      const { url, text: body, us, ns } = answer as Extract<RecordedLine, { readonly kind: 'answer' }>;
      market = coinbaseRecordings.open([{ url, text: body, receivedUs: us, receivedNs: ns }]);
      for (const product of body.match(/\{"id".*?\}/g) ?? [])
        scales.set(field(product, 'id'), [
          decimalsOf(field(product, 'quote_increment')),
          decimalsOf(field(product, 'base_increment')),
        ]);
      lines = [...exchangeRecording('COINBASE.ws.28.0.gz')].filter(
        (line): line is Received => line.kind === 'received',
      );
      recorded = market.feed();
      events = lines.flatMap(({ text, us, ns }) => recorded.accept(text, us, ns));
    });

    it('lists 162 products', () => {
      expect(scales.size).toBe(162);
      expect(market.instruments.map(({ symbol, priceScale, qtyScale }) => [symbol, [priceScale, qtyScale]])).toEqual([
        ...scales,
      ]);
    });

    it('has a trade of each of 97 matches, whose aggressor is the other side', () => {
      const expected = linesOf('match').map((line) => {
        const [product, id] = [field(line.text, 'product_id'), field(line.text, 'trade_id')];
        const traded = {
          price: price(product, field(line.text, 'price')),
          quantity: quantity(product, field(line.text, 'size')),
        };
        const aggressor = field(line.text, 'side') === 'buy' ? 'SELL' : 'BUY';
        return { symbol: product, event: { kind: 'trade', ...common(line), ...traded, aggressor, tradeId: id } };
      });
      expect(expected).toHaveLength(97);
      expect(eventsOf('trade')).toEqual(expected);
    });

    it('has a quote of each of 107 tickers, which told no quantities then', () => {
      const expected = linesOf('ticker').map((line) => {
        const product = field(line.text, 'product_id');
        const [bidPrice, askPrice] = ['best_bid', 'best_ask'].map((name) => price(product, field(line.text, name)));
        const event = { kind: 'quote', ...common(line), bidPrice, bidQuantity: 0, askPrice, askQuantity: 0 };
        return { symbol: product, event };
      });
      expect(expected).toHaveLength(107);
      expect(eventsOf('quote')).toEqual(expected);
    });

    it('has ten books of 10 snapshots and 9 719 changes, equal to those that the texts make', () => {
      expect([linesOf('snapshot').length, linesOf('l2update').length]).toEqual([10, 9_719]);
      expect(recorded.faults).toEqual({ gap: 0, crossed: 0, levels: 0, checksum: 0 });
      expect([eventsOf('book-snapshot').length, eventsOf('book-delta').length]).toEqual([10, 9_719]);
      const books = new Map<string, OrderBook>();
      for (const { instrument, event } of events) apply(books, instrument.symbol, event);
      const truth = oracleBooks();
      expect([...books.keys()].sort()).toEqual([...truth.keys()].sort());
      for (const [symbol, book] of books) {
        const [bids, asks] = [book.bids, book.asks].map((side) => side.levels(MAX_BOOK_LEVELS));
        expect({ symbol, bids, asks }).toEqual({ symbol, ...truth.get(symbol) });
      }
    });

    it('is refused where a time or a number is none', () => {
      const { text } = linesOf('l2update')[0];
      const refusal = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;
      expect(() =>
        recorded.accept(text.replace(/"time":"[^"]+"/, '"time":"0001-01-01T00:00:00.000000Z"'), 0, 0),
      ).toThrow(refusal);
      expect(() => recorded.accept(text.replace(/"[\d.]+"\]\]/, '"0.-10000"]]'), 0, 0)).toThrow(refusal);
    });

    function apply(books: Map<string, OrderBook>, symbol: string, event: MarketDataEvent): void {
      const book = books.get(symbol) ?? new OrderBook();
      if (event.kind === 'book-snapshot') book.applySnapshot(event);
      else if (event.kind === 'book-delta') expect(book.applyDelta(event)).toBe('applied');
      else return;
      books.set(symbol, book);
    }

    /** Maps of texts, sorted in the end. */
    function oracleBooks(): Map<string, { bids: [number, number][]; asks: [number, number][] }> {
      const sides = new Map<string, Map<number, number>>();
      const set = (product: string, side: string, at: string, amount: string): void => {
        const levels = sides.get(`${product} ${side}`) ?? new Map<number, number>();
        sides.set(`${product} ${side}`, levels);
        if (/[1-9]/.test(amount)) levels.set(price(product, at), quantity(product, amount));
        else levels.delete(price(product, at));
      };
      for (const { text } of lines) {
        const product = field(text, 'product_id');
        for (const [, name, rows] of text.matchAll(/"(asks|bids)":\[(.*?\])\]/g))
          for (const [, at, amount] of rows.matchAll(/\["([\d.]+)","([\d.]+)"\]/g)) set(product, name, at, amount);
        for (const [, side, at, amount] of text.matchAll(/\["(buy|sell)","([\d.]+)","([\d.]+)"\]/g))
          set(product, side === 'buy' ? 'bids' : 'asks', at, amount);
      }
      const sorted = (key: string, sign: number): [number, number][] =>
        [...(sides.get(key) ?? [])].sort(([a], [b]) => sign * (a - b));
      const products = [...new Set([...sides.keys()].map((key) => key.split(' ')[0]))];
      return new Map(products.map((one) => [one, { bids: sorted(`${one} bids`, -1), asks: sorted(`${one} asks`, 1) }]));
    }
  },
);

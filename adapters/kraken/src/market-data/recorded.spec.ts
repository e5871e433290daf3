import { beforeAll, expect, it } from '@jest/globals';
import { OrderBook, type MarketDataEvent } from '@bourseworks/domain';
import type { RecordedMarket } from '@bourseworks/feeds';
import { describeWithData, exchangeRecording, type RecordedLine } from '@bourseworks/testkit';
import { krakenRecordings } from './recorded.js';

const FILES = ['KRAKEN.0.gz', 'KRAKEN.ws.48.0.gz', 'KRAKEN.ws.49.0.gz', 'KRAKEN.ws.50.0.gz'];
type Received = Extract<RecordedLine, { readonly kind: 'received' }>;

const received = (file: string): Received[] =>
  [...exchangeRecording(file)].filter((line): line is Received => line.kind === 'received');

/** Units by text alone: the oracle trusts no number of ours. */
function units(text: string, scale: number): number {
  const [whole, fraction = ''] = text.split('.');
  if (/[1-9]/.test(fraction.slice(scale))) throw new Error(`${text} at ${scale}`);
  return Number(BigInt(whole + fraction.slice(0, scale).padEnd(scale, '0')));
}

function micros(text: string): number {
  const [whole, fraction = ''] = text.split('.');
  return Number(whole + fraction.padEnd(6, '0'));
}

describeWithData(
  'recordings of Kraken',
  FILES.map((file) => `exchange-recordings/${file}`),
  () => {
    let market: RecordedMarket;
    /** Decimals of a price by the name of the pair, as the answer tells them. */
    const decimals = new Map<string, number>();
    const symbolOf = (pair: string): string => pair.replace('XBT', 'BTC').replace('/', '-');

    beforeAll(() => {
      const [answer] = [...exchangeRecording('KRAKEN.0.gz')].filter(({ kind }) => kind === 'answer');
      const { url, text: body, us, ns } = answer as Extract<RecordedLine, { readonly kind: 'answer' }>;
      market = krakenRecordings.open([{ url, text: body, receivedUs: us, receivedNs: ns }]);
      for (const [, pair, digits] of body.matchAll(/"wsname":"([^"]+)"[^{}]*?"pair_decimals":(\d+)/g))
        decimals.set(pair.replace('\\/', '/'), Number(digits));
    });

    const run = (file: string) => {
      const recorded = market.feed();
      const events = received(file).flatMap(({ text, us, ns }) => recorded.accept(text, us, ns));
      return { recorded, events };
    };

    it('list 293 pairs, without the 11 of dark pools', () => {
      const { instruments } = market;
      expect(instruments).toHaveLength(293);
      expect(decimals.size).toBe(293);
      for (const { symbol, priceScale, qtyScale } of instruments) {
        const names = symbol.split('-').map((name) => ({ BTC: 'XBT', DOGE: 'XDG' })[name] ?? name);
        const pair = names.join('/');
        expect([symbol, priceScale, qtyScale]).toEqual([symbol, decimals.get(pair), 8]);
      }
    });

    it('tell each trade with its price, quantity, side and time', () => {
      const expected = received('KRAKEN.ws.48.0.gz').flatMap(({ text, us, ns }) => {
        const pair = /"trade","([^"]+)"\]$/.exec(text)?.[1];
        if (pair === undefined) return [];
        return [...text.matchAll(/\["([\d.]+)","([\d.]+)","([\d.]+)","([bs])"/g)].map(
          ([, price, quantity, at, side]) => ({
            symbol: symbolOf(pair),
            event: {
              kind: 'trade',
              us: micros(at),
              ns: 0,
              receivedUs: us,
              receivedNs: ns,
              price: units(price, decimals.get(pair) ?? -1),
              quantity: units(quantity, 8),
              aggressor: side === 'b' ? 'BUY' : 'SELL',
            },
          }),
        );
      });
      const { events } = run('KRAKEN.ws.48.0.gz');
      expect(events.map(({ instrument, event }) => ({ symbol: instrument.symbol, event }))).toEqual(expected);
      expect(expected).toHaveLength(10);
    });

    it('tell each ticker as a quote of the moment in which it came', () => {
      const expected = received('KRAKEN.ws.49.0.gz').flatMap(({ text, us, ns }) => {
        const pair = /"ticker","([^"]+)"\]$/.exec(text)?.[1];
        if (pair === undefined) return [];
        const best = (side: string): [number, number] => {
          const [, price, quantity] = new RegExp(`"${side}":\\["([\\d.]+)",\\d+,"([\\d.]+)"`).exec(text) ?? [];
          return [units(price, decimals.get(pair) ?? -1), units(quantity, 8)];
        };
        const [[bidPrice, bidQuantity], [askPrice, askQuantity]] = [best('b'), best('a')];
        const time = { us, ns, receivedUs: us, receivedNs: ns };
        const event = { kind: 'quote', ...time, bidPrice, bidQuantity, askPrice, askQuantity };
        return [{ symbol: symbolOf(pair), event }];
      });
      const { events } = run('KRAKEN.ws.49.0.gz');
      expect(events.map(({ instrument, event }) => ({ symbol: instrument.symbol, event }))).toEqual(expected);
      expect(expected).toHaveLength(18);
    });

    it('make books whose 4 269 checksums all hold, equal to those that the texts make', () => {
      const { recorded, events } = run('KRAKEN.ws.50.0.gz');
      expect(recorded.faults).toEqual({ gap: 0, crossed: 0, levels: 0, checksum: 0 });
      const checked = events.filter(({ event }) => event.kind === 'book-delta' && event.checksum !== undefined);
      expect(checked).toHaveLength(4_269);
      const books = new Map<string, OrderBook>();
      for (const { instrument, event } of events) apply(books, instrument.symbol, event);
      const truth = oracleBooks();
      expect([...books.keys()].sort()).toEqual([...truth.keys()].sort());
      for (const [symbol, book] of books) {
        const { bids, asks } = book.snapshot();
        expect({ symbol, bids, asks }).toEqual({ symbol, ...truth.get(symbol) });
      }
      // Sums of orders, beyond what one order may have.
      const large = events.flatMap(({ event }) =>
        event.kind.startsWith('book') && 'asks' in event ? [...event.asks, ...event.bids] : [],
      );
      expect(large.filter(([, quantity]) => quantity > 2 ** 50)).toHaveLength(3);
    });

    it('have a checksum that fails when changes before it are left out', () => {
      const recorded = market.feed();
      let left = 0;
      for (const { text, us, ns } of received('KRAKEN.ws.50.0.gz')) {
        if (/"b":.*"book-1000","XMR\/USD"\]$/.test(text) && left++ < 20) continue;
        recorded.accept(text, us, ns);
      }
      expect(recorded.faults).toEqual({ gap: 0, crossed: 0, levels: 0, checksum: 1 });
    });

    function apply(books: Map<string, OrderBook>, symbol: string, event: MarketDataEvent): void {
      const book = books.get(symbol) ?? new OrderBook();
      books.set(symbol, book);
      if (event.kind === 'book-snapshot') book.applySnapshot(event);
      else if (event.kind === 'book-delta') expect(book.applyDelta(event)).toBe('applied');
    }

    /** Maps of texts, sorted in the end. */
    function oracleBooks(): Map<string, { bids: [number, number][]; asks: [number, number][] }> {
      const sides = new Map<string, Map<string, string>>();
      for (const { text } of received('KRAKEN.ws.50.0.gz')) {
        const pair = /"book-1000","([^"]+)"\]$/.exec(text)?.[1];
        if (pair === undefined) continue;
        for (const [, name, rows] of text.matchAll(/"([ab])s?":\[(.*?\])\]/g)) {
          const side = sides.get(`${pair} ${name}`) ?? new Map<string, string>();
          sides.set(`${pair} ${name}`, side);
          for (const [, price, quantity] of rows.matchAll(/\["([\d.]+)","([\d.]+)"/g)) {
            if (/[1-9]/.test(quantity)) side.set(price, quantity);
            else side.delete(price);
          }
        }
      }
      const pairs = [...new Set([...sides.keys()].map((key) => key.split(' ')[0]))];
      return new Map(
        pairs.map((pair) => {
          const sorted = (name: string, sign: number): [number, number][] =>
            [...(sides.get(`${pair} ${name}`) ?? [])]
              .map(([price, quantity]): [number, number] => [
                units(price, decimals.get(pair) ?? -1),
                units(quantity, 8),
              ])
              .sort(([a], [b]) => sign * (a - b))
              .slice(0, 1_000);
          return [symbolOf(pair), { bids: sorted('b', -1), asks: sorted('a', 1) }];
        }),
      );
    }
  },
);

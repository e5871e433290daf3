import { describe, expect, it } from '@jest/globals';
import type { BookFields, MarketMessage, QuoteFields } from '@bourseworks/dto/shapes';
import fc from 'fast-check';
import { MarketClient } from './market-client.js';
import { ASK_AGAIN_AFTER, mergeLevels } from './stream-state.js';
import { TickStore } from './tick-store.js';

const address = { venue: 'sim', symbol: 'BTCUSD' } as const;

type Step =
  | { readonly do: 'quote'; readonly field: 'bid' | 'ask' | 'bidSize' | 'askSize'; readonly value: number }
  | { readonly do: 'level'; readonly side: 'bids' | 'asks'; readonly price: number; readonly quantity: number }
  /** Sends what changed; whether it arrives. */
  | { readonly do: 'flush'; readonly arrives: boolean }
  | { readonly do: 'reconnect' };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('quote' as const),
        field: fc.constantFrom('bid', 'ask', 'bidSize', 'askSize'),
        value: fc.integer({ min: 0, max: 9 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('level' as const),
        side: fc.constantFrom('bids', 'asks'),
        price: fc.integer({ min: 1, max: 6 }),
        quantity: fc.integer({ min: 0, max: 3 }),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('flush' as const), arrives: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const) }) },
  ),
  { maxLength: 60 },
) as fc.Arbitrary<Step[]>;

/** Gateway's side of the protocol for one quote and one book, sequences as its streams have them. */
class Source {
  quote: QuoteFields = { time: 1, bid: 1, bidSize: 1, ask: 2, askSize: 1, mid: 1.5, spread: 1 };
  book: BookFields = { time: 1, bids: [[1, 1]], asks: [[2, 1]] };
  private seq = 1;
  private sent = { quote: 0, book: 0 };
  private sentQuote = this.quote;
  private sentBook = this.book;
  private wants = { quote: true, book: true };

  change(step: Step): void {
    this.seq++;
    if (step.do === 'quote') {
      const { mid: _mid, spread: _spread, ...next } = { ...this.quote, [step.field]: step.value };
      const both = next.bidSize > 0 && next.askSize > 0;
      this.quote = both ? { ...next, mid: (next.bid + next.ask) / 2, spread: next.ask - next.bid } : next;
    }
    if (step.do === 'level') {
      const changes: [number, number][] = [[step.price, step.quantity]];
      this.book = { ...this.book, [step.side]: mergeLevels(this.book[step.side], changes, step.side === 'bids') };
    }
  }

  snapshots(kind: 'quote' | 'book'): void {
    this.wants[kind] = true;
  }

  /** What the gateway sends now; what is lost on the way was sent all the same. */
  flush(): MarketMessage[] {
    const { seq } = this;
    const messages: MarketMessage[] = [
      this.wants.quote
        ? { id: 1, k: 'quote', seq, v: this.quote }
        : { id: 1, k: 'quote+', prev: this.sent.quote, seq, v: difference(this.sentQuote, this.quote) },
      this.wants.book
        ? { id: 2, k: 'book', seq, v: this.book }
        : { id: 2, k: 'book+', prev: this.sent.book, seq, v: bookDifference(this.sentBook, this.book) },
    ];
    this.wants = { quote: false, book: false };
    this.sent = { quote: seq, book: seq };
    this.sentQuote = this.quote;
    this.sentBook = this.book;
    return messages;
  }
}

function difference(before: QuoteFields, after: QuoteFields): Partial<QuoteFields> {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => before[key as keyof QuoteFields] !== value));
}

function bookDifference(before: BookFields, after: BookFields): BookFields {
  const side = (name: 'bids' | 'asks') => {
    const [old, now] = [new Map(before[name]), new Map(after[name])];
    const gone = [...old.keys()].filter((price) => !now.has(price)).map((price): [number, number] => [price, 0]);
    return [...gone, ...[...now].filter(([price, quantity]) => old.get(price) !== quantity)];
  };
  return { time: after.time, bids: side('bids'), asks: side('asks') };
}

function subscriptions() {
  const instrument = {} as never;
  return [
    { ...address, kind: 'quote' as const, id: 1, instrument },
    { ...address, kind: 'book' as const, id: 2, instrument },
  ];
}

describe('the client of the market streams', () => {
  it('ends in the state of the source, whatever is conflated, lost or reconnected', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (script) => {
        const source = new Source();
        const store = new TickStore((flush) => flush());
        const wire = {
          connected: true,
          request: async (event: string, body: unknown) => {
            if (event === 'subscribe') return { ok: true, subscriptions: subscriptions(), rejected: [] };
            if (event === 'resnapshot') source.snapshots((body as { id: number }).id === 1 ? 'quote' : 'book');
            return { ok: true };
          },
        };
        const client = new MarketClient(store, wire);
        const quote = store.entry({ ...address, kind: 'quote' });
        const book = store.entry({ ...address, kind: 'book' });
        client.retain(quote.address);
        client.retain(book.address);
        const settled = () => new Promise((resolve) => setImmediate(resolve));
        await settled();
        for (const step of script) {
          source.change(step);
          if (step.do === 'reconnect') {
            client.onDisconnect();
            source.snapshots('quote');
            source.snapshots('book');
            client.onConnect();
            await settled();
          }
          if (step.do === 'flush') {
            const m = source.flush();
            if (step.arrives) client.onFrame({ at: 1, m });
          }
        }
        // A gap shows with the next change, and the snapshot comes in the frame after it; one that was lost is asked for
        // again.
        for (let last = 0; last < ASK_AGAIN_AFTER + 2; last++) {
          client.onFrame({ at: 1, m: source.flush() });
          await settled();
        }
        expect(quote.state.quote).toEqual(source.quote);
        expect(book.state.book).toEqual(source.book);
        expect([quote.state.synced, book.state.synced]).toEqual([true, true]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps frames that overtake the answer which names their ids', async () => {
    const store = new TickStore((flush) => flush());
    let answer: (value: unknown) => void = () => undefined;
    const wire = { connected: true, request: () => new Promise<unknown>((resolve) => (answer = resolve)) };
    const client = new MarketClient(store, wire);
    client.retain({ ...address, kind: 'quote' });
    await Promise.resolve();
    const v = { time: 1, bid: 1, bidSize: 1, ask: 2, askSize: 1 };
    client.onFrame({ at: 1, m: [{ id: 1, k: 'quote', seq: 5, v }] });
    client.onFrame({ at: 2, m: [{ id: 1, k: 'quote+', prev: 5, seq: 7, v: { bid: 1.5 } }] });
    answer({ ok: true, subscriptions: subscriptions(), rejected: [] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(store.entry({ ...address, kind: 'quote' }).state.quote).toEqual({ ...v, bid: 1.5 });
  });

  it('says that trades were lost, and goes on', () => {
    const store = new TickStore((flush) => flush());
    const entry = store.entry({ ...address, kind: 'trade' });
    const trade = (time: number) => ({ time, price: 1, quantity: 1 });
    const apply = (prev: number, seq: number) =>
      store.apply(entry, { id: 1, k: 'trades', prev, seq, v: [trade(seq)] }, 1);
    expect([apply(7, 8), apply(8, 10), apply(11, 12), apply(12, 13)]).toEqual([
      'applied',
      'applied',
      'lost',
      'applied',
    ]);
    expect(entry.state.trades.map(({ time }) => time)).toEqual([13, 12, 10, 8]);
  });

  it('tells those who draw once for all that changed since they drew', () => {
    const due: (() => void)[] = [];
    const store = new TickStore((flush) => due.push(flush));
    const entry = store.entry({ ...address, kind: 'quote' });
    let told = 0;
    store.subscribe(entry.key, () => told++);
    for (let seq = 1; seq <= 5; seq++) {
      store.apply(entry, { id: 1, k: 'quote', seq, v: { time: seq, bid: seq, bidSize: 1, ask: 9, askSize: 1 } }, seq);
    }
    expect([told, due.length]).toEqual([0, 1]);
    due.pop()?.();
    expect(told).toBe(1);
  });
});

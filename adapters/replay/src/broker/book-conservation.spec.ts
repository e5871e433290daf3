import { describe, expect, it } from '@jest/globals';
import {
  defineInstrument,
  expectOk,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type ExecutionReport,
  type OrderTerms,
  type Quote,
  type Side,
} from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { PaperBroker } from './paper-broker.js';

const instrument = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'X',
    assetClass: 'crypto',
    currency: 'USDT',
    tickSize: '0.01',
    lotSize: '0.01',
  }),
);
const TIMES = ['GTC', 'DAY', 'IOC', 'FOK'] as const;
const EVENTS = 2_000;

/** A book kept plainly: what each level has left for us since the recording last stated it. */
class PlainBook {
  readonly left: Record<Side, Map<number, number>> = {
    BUY: new Map<number, number>(),
    SELL: new Map<number, number>(),
  };
  state: 'EMPTY' | 'LIVE' | 'GAP' = 'EMPTY';
  private readonly quoted = { BUY: '', SELL: '' };
  private shown = { BUY: new Set<number>(), SELL: new Set<number>() };

  apply(event: BookSnapshot | BookDelta): void {
    if (event.kind === 'book-snapshot') {
      this.left.BUY.clear();
      this.left.SELL.clear();
      this.shown = { BUY: new Set(), SELL: new Set() };
      this.state = 'LIVE';
    }
    if (this.state !== 'LIVE') return;
    for (const [side, levels] of [
      ['BUY', event.asks],
      ['SELL', event.bids],
    ] as const) {
      for (const [price, quantity] of levels) {
        if (quantity > 0) {
          this.left[side].set(price, quantity);
          this.shown[side].add(price);
        } else {
          this.left[side].delete(price);
          this.shown[side].delete(price);
        }
      }
    }
  }

  /** A quote says something new of the side that changed. */
  quote({ bidPrice, bidQuantity, askPrice, askQuantity }: Quote): void {
    this.state = 'LIVE';
    for (const [side, price, quantity] of [
      ['BUY', askPrice, askQuantity],
      ['SELL', bidPrice, bidQuantity],
    ] as const) {
      const now = quantity === 0 ? '' : `${price}x${quantity}`;
      if (now === this.quoted[side]) continue;
      this.quoted[side] = now;
      this.left[side] = new Map(quantity === 0 ? [] : [[price, quantity]]);
      this.shown[side] = new Set(this.left[side].keys());
    }
  }

  get usable(): boolean {
    if (this.shown.BUY.size + this.shown.SELL.size === 0) return false;
    return this.state === 'LIVE' && Math.max(...this.shown.SELL) <= Math.min(...this.shown.BUY);
  }

  /** Takes a fill, best price first; what it asks for beyond what is left. */
  take(side: Side, price: number, quantity: number): number {
    const prices = [...this.left[side].keys()].sort((a, b) => (side === 'BUY' ? a - b : b - a));
    let open = quantity;
    for (const level of prices) {
      if (open === 0 || (side === 'BUY' ? level > price : level < price)) break;
      const had = Math.min(open, this.left[side].get(level) ?? 0);
      this.left[side].set(level, (this.left[side].get(level) ?? 0) - had);
      open -= had;
    }
    return open;
  }
}

function randomEvent(rng: SeededRng, n: number, snapshot: boolean): BookSnapshot | BookDelta {
  const bids: BookLevel[] = [];
  const asks: BookLevel[] = [];
  for (let i = snapshot ? 8 : rng.integer(4); i >= 0; i--) {
    const quantity = !snapshot && rng.integer(3) === 0 ? 0 : 1 + rng.integer(20);
    // The middle wanders; now and then the sides overlap, and the book is crossed.
    const middle = 1_000 + Math.round(15 * Math.sin(n / 40));
    if (rng.integer(2) === 0) bids.push([middle - rng.integer(10), quantity]);
    else asks.push([middle + rng.integer(10), quantity]);
  }
  return { kind: snapshot ? 'book-snapshot' : 'book-delta', us: n, ns: 0, venueSequence: n, bids, asks };
}

function randomQuote(rng: SeededRng, n: number): Quote {
  const middle = 1_000 + Math.round(15 * Math.sin(n / 40));
  // Prices from few, so that quotes repeat themselves; now and then a side is empty, or the quote is crossed.
  const side = (sign: 1 | -1): [number, number] =>
    rng.integer(20) === 0
      ? [0, 0]
      : [middle + sign * (rng.integer(3) - (rng.integer(20) === 0 ? 2 : 0)), 1 + rng.integer(9)];
  const [bidPrice, bidQuantity] = side(-1);
  const [askPrice, askQuantity] = side(1);
  return { kind: 'quote', us: n, ns: 0, bidPrice, bidQuantity, askPrice, askQuantity };
}

function randomTerms(rng: SeededRng): OrderTerms {
  const type = rng.integer(3) === 0 ? 'MARKET' : 'LIMIT';
  return {
    side: rng.integer(2) === 0 ? 'BUY' : 'SELL',
    type,
    timeInForce: TIMES[rng.integer(4)],
    quantity: 1 + rng.integer(40),
    price: type === 'MARKET' ? 0 : 985 + rng.integer(30),
  };
}

async function check(
  seed: number,
  kind: 'book' | 'quote',
): Promise<{ fills: number; resting: number; immediate: number }> {
  const rng = new SeededRng(seed);
  const plain = new PlainBook();
  const orders = new Map<string, { terms: OrderTerms; filled: number; closed: boolean }>();
  const seen = { fills: 0, resting: 0, immediate: 0 };
  const broker = new PaperBroker({
    name: 'r',
    feeRate: '0',
    loadInstruments: () => Promise.resolve([instrument]),
    quotesFill: () => true,
  });
  const report = (said: ExecutionReport): void => {
    const order = orders.get(said.clOrdId);
    if (order === undefined) throw new Error(`a report about ${said.clOrdId}`);
    if (said.execType === 'Trade') {
      const { lastQty = 0, lastPx = 0 } = said;
      const { side, type, price, quantity } = order.terms;
      order.filled += lastQty;
      seen.fills++;
      if (type === 'LIMIT' && lastPx === price) seen.resting++;
      expect({ usable: plain.usable, positive: lastQty > 0 }).toEqual({ usable: true, positive: true });
      if (type === 'LIMIT') expect(side === 'BUY' ? lastPx - price : price - lastPx).toBeLessThanOrEqual(0);
      expect(plain.take(side, lastPx, lastQty)).toBe(0);
      expect([said.cumQty, said.leavesQty]).toEqual([order.filled, quantity - order.filled]);
      expect(order.filled).toBeLessThanOrEqual(quantity);
    }
    order.closed = said.ordStatus !== 'New' && said.ordStatus !== 'PartiallyFilled';
  };
  await broker.connect({ report, link: () => undefined });
  broker.onStreams([{ instrument, kind }]);
  let number = 0;
  for (let n = 1; n <= EVENTS; n++) {
    if (rng.integer(3) === 0) {
      const terms = randomTerms(rng);
      const id = `o${++number}`;
      orders.set(id, { terms, filled: 0, closed: false });
      broker.submit({ clOrdId: id, account: 'A', instrument, terms, sentUs: n });
    }
    if (kind === 'book' && rng.integer(100) === 0) {
      // Lost on the way: neither the broker nor the plain book sees it.
      if (plain.state === 'LIVE') plain.state = 'GAP';
      continue;
    }
    if (kind === 'book') {
      const event = randomEvent(rng, n, rng.integer(60) === 0);
      plain.apply(event);
      broker.onBook(instrument, event);
    } else {
      const quote = randomQuote(rng, n);
      plain.quote(quote);
      broker.onQuote(instrument, quote);
    }
    for (const [id, { terms, filled, closed }] of orders) {
      const immediate = terms.timeInForce === 'IOC' || terms.timeInForce === 'FOK';
      if (immediate && plain.usable) expect(closed).toBe(true);
      if (!closed) continue;
      if (immediate) seen.immediate++;
      if (terms.timeInForce === 'FOK') expect([0, terms.quantity]).toContain(filled);
      // Nothing more is heard of it: a report would find no order.
      orders.delete(id);
    }
  }
  return seen;
}

describe('PaperBroker and the recording', () => {
  it.each([
    ['book', 1],
    ['book', 2],
    ['quote', 3],
  ] as const)('%s: fills no more than was ordered and than was shown, never in a gap (seed %i)', async (kind, seed) => {
    const { fills, resting, immediate } = await check(seed, kind);
    expect(fills).toBeGreaterThan(500);
    expect(resting).toBeGreaterThan(50);
    expect(immediate).toBeGreaterThan(100);
  });
});

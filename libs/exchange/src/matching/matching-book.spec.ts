import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { BUY, MatchingBook, ORDER_FLAGS, SELL, type MatchSink, type SideCode } from '@bourseworks/exchange';
import { ReferenceBook } from '../../test/reference-book.js';

const OPERATIONS = Number(process.env.MATCHING_OPERATIONS ?? 220_000);
const SEED = Number(process.env.MATCHING_SEED ?? 7);
const TICK = 5;
const LOT = 10;
const MAX_TICKS = 4_096;

/** Notes events as text, with quantities kept for conservation. */
class Recorder implements MatchSink {
  readonly lines: string[] = [];
  live: number[] = [];
  taken = 0;
  traded = 0;
  canceledQuantity = 0;
  reduced = 0;
  private readonly leaves = new Map<number, number>();

  resting(): number {
    let sum = 0;
    for (const quantity of this.leaves.values()) sum += quantity;
    return sum;
  }

  accepted(id: number, side: SideCode, price: number, quantity: number, flags: number, tag: number): void {
    this.lines.push(`A ${id} ${side} ${price} ${quantity} ${flags} ${tag}`);
    this.leaves.set(id, quantity);
    this.live.push(id);
    this.taken += quantity;
  }

  rejected(code: number, id: number, tag: number): void {
    this.lines.push(`R ${code} ${id} ${tag}`);
  }

  trade(
    maker: number,
    taker: number,
    price: number,
    quantity: number,
    makerLeaves: number,
    takerLeaves: number,
    side: SideCode,
  ): void {
    this.lines.push(`T ${maker} ${taker} ${price} ${quantity} ${makerLeaves} ${takerLeaves} ${side}`);
    this.traded += quantity;
    this.set(maker, makerLeaves);
    this.set(taker, takerLeaves);
  }

  canceled(id: number, price: number, leaves: number, reason: number): void {
    this.lines.push(`C ${id} ${price} ${leaves} ${reason}`);
    this.canceledQuantity += leaves;
    this.leaves.delete(id);
  }

  replaced(id: number, old: number, price: number, quantity: number, leaves: number, kept: boolean): void {
    this.lines.push(`P ${id} ${old} ${price} ${quantity} ${leaves} ${kept}`);
    this.reduced += (this.leaves.get(id) ?? 0) - leaves;
    this.set(id, leaves);
  }

  private set(id: number, leaves: number): void {
    if (leaves === 0) this.leaves.delete(id);
    else this.leaves.set(id, leaves);
  }
}

function flagsOf(rng: SeededRng): number {
  const draw = rng.integer(100);
  if (draw < 70) return 0;
  if (draw < 76) return ORDER_FLAGS.MARKET;
  if (draw < 82) return ORDER_FLAGS.IOC;
  if (draw < 88) return ORDER_FLAGS.FOK;
  if (draw < 96) return ORDER_FLAGS.POST_ONLY;
  if (draw < 98) return ORDER_FLAGS.MARKET | ORDER_FLAGS.FOK;
  return rng.integer(20);
}

function priceOf(rng: SeededRng): number {
  const draw = rng.integer(200);
  if (draw === 0) return rng.integer(30) - 10;
  // Now and then far off, so that pages come and go.
  if (draw < 5) return (1 + rng.integer(MAX_TICKS + 5)) * TICK;
  return (2_030 + rng.integer(36)) * TICK;
}

function quantityOf(rng: SeededRng): number {
  const draw = rng.integer(300);
  if (draw === 0) return rng.integer(40) - 20;
  if (draw === 1) return 2 ** 50 + LOT;
  return (1 + rng.integer(40)) * LOT;
}

/** Mostly all is shown; a part of it may be off the lot, or not a part. */
function displayOf(rng: SeededRng, quantity: number): number {
  const draw = rng.integer(100);
  if (draw < 80) return 0;
  if (draw === 99) return rng.integer(60);
  return Math.max(1, Math.floor(quantity / LOT / (2 + rng.integer(6)))) * LOT;
}

function expectSameBook(book: MatchingBook, reference: ReferenceBook): void {
  for (const side of [BUY, SELL] as const) {
    const levels: [number, number][] = [];
    book.levels(side, Infinity, (price, quantity) => levels.push([price, quantity]));
    const wanted = reference.prices(side).map((price) => [price, reference.quantityAt(price)]);
    expect(levels).toEqual(wanted);
  }
  expect(book.bestBid).toBe(reference.prices(BUY).at(0) ?? 0);
  expect(book.bestAsk).toBe(reference.prices(SELL).at(0) ?? 0);
  expect(book.orders).toBe(reference.live.size);
}

describe('MatchingBook against the reference', () => {
  it(`gives the same events over ${OPERATIONS} operations`, () => {
    const rng = new SeededRng(SEED);
    const ours = new Recorder();
    const theirs = new Recorder();
    const book = new MatchingBook(ours, { tickSize: TICK, lotSize: LOT, maxTicks: MAX_TICKS });
    const reference = new ReferenceBook(theirs, TICK, LOT, MAX_TICKS * TICK);
    let lastId = 0;
    for (let n = 0; n < OPERATIONS; n++) {
      const draw = rng.integer(100);
      const pick = ours.live.length === 0 ? 12_345 : ours.live[rng.integer(ours.live.length)];
      if (draw < 50) {
        const side = rng.integer(2) as SideCode;
        const [flags, price, quantity] = [flagsOf(rng), priceOf(rng), quantityOf(rng)];
        const display = displayOf(rng, quantity);
        const id = book.submit(side, flags, price, quantity, n, display);
        if (id !== 0 && id <= lastId) throw new Error(`id ${id} after ${lastId} at operation ${n}`);
        lastId = id === 0 ? lastId : id;
        reference.submit(id, side, flags, price, quantity, n, display);
      } else if (draw < 80) {
        book.cancel(pick);
        reference.cancel(pick);
      } else {
        const old = reference.live.get(pick);
        const price = old !== undefined && rng.integer(2) === 0 ? old.price : priceOf(rng);
        const quantity = quantityOf(rng);
        const display = rng.integer(2) === 0 ? (old?.display ?? 0) : displayOf(rng, quantity);
        book.replace(pick, price, quantity, display);
        reference.replace(pick, price, quantity, display);
      }
      if (book.bestAsk !== 0 && book.bestBid >= book.bestAsk) throw new Error(`crossed at operation ${n}`);
      if (n % 1_000 === 0 || n === OPERATIONS - 1) {
        if (ours.lines.join() !== theirs.lines.join()) expect(ours.lines).toEqual(theirs.lines);
        expectSameBook(book, reference);
        // Every quantity taken is traded (twice: maker and taker), canceled, replaced away or still there.
        expect(ours.taken).toBe(2 * ours.traded + ours.canceledQuantity + ours.reduced + ours.resting());
        ours.lines.length = 0;
        theirs.lines.length = 0;
        ours.live = [...reference.live.keys(), ...ours.live.slice(-20)];
      }
    }
    expect(ours.traded).toBeGreaterThan(OPERATIONS);
  }, 60_000);
});

import { describe, expect, it } from '@jest/globals';
import { uniforms } from '../testing/sample.js';
import { MicropriceModel, type QuoteSeries } from './microprice.js';

const TICK = 0.01;

/** Quotes whose side with more quantity tends to be left standing: the mid moves away from the thin side. */
function market(length: number, seed: number): QuoteSeries {
  const next = uniforms(seed);
  const quotes = { bid: [] as number[], ask: [] as number[], bidQuantity: [] as number[], askQuantity: [] as number[] };
  let ticks = 10_000;
  let share = 0.42;
  let wide = false;
  for (let t = 0; t < length; t++) {
    quotes.bid.push(ticks * TICK);
    quotes.ask.push((ticks + (wide ? 2 : 1)) * TICK);
    quotes.bidQuantity.push(1 + share * 98);
    quotes.askQuantity.push(99 - share * 98);
    if (wide) {
      // One of the two sides is filled again.
      if (next() < share) ticks += 1;
      wide = false;
      share = next();
    } else if (next() < 0.1) {
      // The best level of one side is gone.
      if (next() >= share) ticks -= 1;
      wide = true;
    } else share = Math.min(0.99, Math.max(0.01, share + 0.2 * (next() - 0.5)));
  }
  return quotes;
}

/** The series of the paper, summed: G1 = (1 - Q)^-1 R1, then B^k G1 with B = (1 - Q)^-1 R2, of quotes and their mirror images. */
function published(quotes: QuoteSeries, imbalances: number, spreads: number): number[] {
  const size = imbalances * spreads;
  const stay = Array.from({ length: size }, () => new Float64Array(size));
  const leave = Array.from({ length: size }, () => new Float64Array(size));
  const moves = new Float64Array(size);
  const visits = new Float64Array(size);
  const stateAt = (t: number, mirrored: boolean): number => {
    const [a, b] = [quotes.bidQuantity[t], quotes.askQuantity[t]];
    const bucket = Math.floor((imbalances * a) / (a + b));
    const spread = Math.min(spreads, Math.round((quotes.ask[t] - quotes.bid[t]) / TICK)) - 1;
    return spread * imbalances + (mirrored ? imbalances - 1 - bucket : bucket);
  };
  for (let t = 1; t < quotes.bid.length; t++)
    for (const mirrored of [false, true]) {
      const [from, to] = [stateAt(t - 1, mirrored), stateAt(t, mirrored)];
      const move = (quotes.bid[t] + quotes.ask[t] - quotes.bid[t - 1] - quotes.ask[t - 1]) / 2;
      visits[from] += 1;
      if (Math.abs(move) < TICK / 4) stay[from][to] += 1;
      else {
        moves[from] += mirrored ? -move : move;
        leave[from][to] += 1;
      }
    }
  const mean = (counts: Float64Array, from: number, values: Float64Array): number =>
    counts.reduce((sum, count, to) => sum + (count / visits[from]) * values[to], 0);
  /** (1 - Q)^-1 by its series. */
  const untilMove = (start: Float64Array): Float64Array => {
    let total = start;
    for (let k = 0; k < 400; k++) total = start.map((value, from) => value + mean(stay[from], from, total));
    return total;
  };
  let term = untilMove(moves.map((value, from) => value / visits[from]));
  let sum = term;
  for (let k = 0; k < 60; k++) {
    const last = term;
    term = untilMove(last.map((_, from) => mean(leave[from], from, last)));
    sum = sum.map((value, from) => value + term[from]);
  }
  return Array.from(sum);
}

describe('MicropriceModel', () => {
  const quotes = market(20_000, 5);

  it('sums the series of the paper', () => {
    const { adjustments } = MicropriceModel.fit(quotes, { tick: TICK, imbalances: 6 });
    published(quotes, 6, 2).forEach((value, i) => expect(adjustments[Math.floor(i / 6)][i % 6]).toBeCloseTo(value, 9));
  });

  it('is nearer to the thin side, and as far for bids as for asks', () => {
    const model = MicropriceModel.fit(quotes, { tick: TICK });
    const up = model.price(100, 100.01, 90, 10) - 100.005;
    expect(up).toBeGreaterThan(0.0005);
    expect(up).toBeLessThan(0.02);
    expect(model.price(100, 100.01, 10, 90) - 100.005).toBeCloseTo(-up, 12);
    for (const row of model.adjustments) for (let i = 1; i < 10; i++) expect(row[i]).toBeGreaterThan(row[i - 1]);
  });

  it('tells the next mid better than the mid does', () => {
    const model = MicropriceModel.fit(quotes, { tick: TICK });
    const other = market(5000, 9);
    let [mine, middle] = [0, 0];
    for (let t = 0; t + 20 < 5000; t += 20) {
      const later = (other.bid[t + 20] + other.ask[t + 20]) / 2;
      const mid = (other.bid[t] + other.ask[t]) / 2;
      mine += (later - model.price(other.bid[t], other.ask[t], other.bidQuantity[t], other.askQuantity[t])) ** 2;
      middle += (later - mid) ** 2;
    }
    expect(mine).toBeLessThan(middle * 0.95);
  });

  it('has no opinion in the middle class of an odd number, nor in classes that it has not seen', () => {
    const model = MicropriceModel.fit(quotes, { tick: TICK, imbalances: 5, spreads: 4 });
    expect(model.price(100, 100.01, 50, 50)).toBeCloseTo(100.005, 12);
    expect(model.price(100, 100.04, 99, 1)).toBeCloseTo(100.02, 12);
    expect(MicropriceModel.fit(quotes, { tick: TICK }).price(100, 100.01, 7, 7)).toBeCloseTo(100.005, 12);
  });

  it('goes on from a snapshot, and takes no other', () => {
    const model = MicropriceModel.fit(quotes, { tick: TICK });
    const again = MicropriceModel.restore(JSON.parse(JSON.stringify(model.snapshot())));
    expect(again.price(100, 100.02, 30, 10)).toBe(model.price(100, 100.02, 30, 10));
    const refusal = (code: string) => expect.objectContaining({ code });
    expect(() => MicropriceModel.restore({ tick: 0, adjustments: [[0, 0]] })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => MicropriceModel.restore({ tick: 1, adjustments: [] })).toThrow(refusal('STATISTICS_RANGE'));
    expect(() => MicropriceModel.restore({ tick: 1, adjustments: [[0, 0], [0]] })).toThrow(refusal('STATISTICS_SHAPE'));
  });

  it.each<[string, Partial<QuoteSeries>, object]>([
    ['STATISTICS_RANGE', { ask: [1, 0.5] }, {}],
    ['STATISTICS_RANGE', { bidQuantity: [1, 0] }, {}],
    ['STATISTICS_NOT_FINITE', { bid: [1, NaN] }, {}],
    ['STATISTICS_SHAPE', { askQuantity: [1, 1, 1] }, {}],
    ['STATISTICS_TOO_SHORT', { bid: [1], ask: [1], bidQuantity: [1], askQuantity: [1] }, {}],
    ['STATISTICS_RANGE', {}, { imbalances: 1 }],
    ['STATISTICS_RANGE', {}, { spreads: 0 }],
    ['STATISTICS_RANGE', {}, { tick: 0 }],
    // Always more bids: what follows is never balanced.
    ['STATISTICS_SINGULAR', { bid: [1, 1, 1], ask: [2, 2, 2], bidQuantity: [9, 8, 9], askQuantity: [1, 2, 1] }, {}],
  ])('refuses with %s', (code, changed, settings) => {
    const good = { bid: [1, 1], ask: [2, 2], bidQuantity: [1, 1], askQuantity: [1, 1] };
    expect(() => MicropriceModel.fit({ ...good, ...changed }, { tick: 1, ...settings })).toThrow(
      expect.objectContaining({ code }),
    );
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FLAG, type Bar, type Trade } from '../market-data.js';
import { compareTime } from '../time.js';
import { BUILDERS } from './test/builders.js';

interface Arrival {
  readonly trade: Trade;
  readonly delayUs: number;
}

/** Trades in order of time, many at the same one, each with a delay of its arrival. */
const arrivals: fc.Arbitrary<Arrival[]> = fc
  .array(
    fc.record({
      stepUs: fc.integer({ min: 0, max: 6 }),
      ns: fc.integer({ min: 0, max: 2 }),
      price: fc.integer({ min: 90, max: 110 }),
      quantity: fc.integer({ min: 1, max: 9 }),
      delayUs: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 25 })),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((steps) => {
    let us = 1_000;
    return steps
      .map(({ stepUs, ns, price, quantity, delayUs }): Arrival => {
        us += stepUs;
        return { trade: { kind: 'trade', us, ns, price, quantity }, delayUs };
      })
      .toSorted((a, b) => compareTime(a.trade, b.trade));
  });

const arrived = (list: readonly Arrival[]): Trade[] =>
  list.toSorted((a, b) => a.trade.us + a.delayUs - (b.trade.us + b.delayUs)).map(({ trade }) => trade);

/** Keeps the bars told as BarBuilder says: by their start, or in place of those told last. */
function keep(kept: Bar[], told: readonly Bar[], byStart: boolean): void {
  const again = told.filter((bar) => bar.revision !== undefined).length;
  for (const [i, bar] of told.entries()) {
    const at = byStart
      ? kept.findIndex((old) => old.startUs === bar.startUs)
      : i < again
        ? kept.length - again + i
        : -1;
    const revision = at < 0 ? undefined : (kept[at].revision ?? 0) + 1;
    // Of thousands: `expect` would take most of the time.
    if (bar.revision !== revision) throw new Error(`revision ${bar.revision} of a bar that is revision ${revision}`);
    if (byStart && at >= 0) kept[at] = bar;
    else if (byStart) kept.push(bar);
  }
  if (byStart) kept.sort((a, b) => a.startUs - b.startUs);
  else kept.splice(kept.length - again, again, ...told.filter((bar) => bar.flags !== FLAG.CANCELLED));
}

const plain = ({ revision: _, ...bar }: Bar): Bar => bar;
const byTime = (trades: readonly Trade[]): Trade[] => trades.toSorted(compareTime);

describe.each(BUILDERS)('$name', ({ name, build, naive }) => {
  const byStart = name === 'time bars';

  it('are those of the definition, for trades in order', () => {
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 20 }), (list, lateUs) => {
        const trades = list.map(({ trade }) => trade);
        const builder = build(lateUs);
        const bars = [...trades.flatMap((trade) => builder.add(trade)), ...builder.flush(Infinity)];
        expect(bars).toEqual(naive(trades));
        expect(builder.ignored).toBe(0);
      }),
    );
  });

  it('after late trades are those of the trades sorted by time', () => {
    let revisions = 0;
    fc.assert(
      fc.property(arrivals, (list) => {
        const trades = arrived(list);
        const builder = build(25);
        const kept: Bar[] = [];
        for (const trade of trades) {
          const told = builder.add(trade);
          keep(kept, told, byStart);
          revisions += told.filter((bar) => bar.revision !== undefined).length;
        }
        kept.push(...builder.flush(Infinity));
        expect(kept.map(plain)).toEqual(naive(byTime(trades)));
        expect(builder.ignored).toBe(0);
      }),
    );
    // So that the law is not about trades in order only.
    expect(revisions).toBeGreaterThan(100);
  });

  it('hold every trade that is not told as ignored, however late it is', () => {
    let ignored = 0;
    fc.assert(
      fc.property(arrivals, fc.integer({ min: 0, max: 15 }), (list, lateUs) => {
        const builder = build(lateUs);
        const kept: Bar[] = [];
        let volume = 0;
        for (const trade of arrived(list)) {
          const before = builder.ignored;
          keep(kept, builder.add(trade), byStart);
          if (builder.ignored === before) volume += trade.quantity;
        }
        kept.push(...builder.flush(Infinity));
        expect(kept.reduce((sum, bar) => sum + bar.volume, 0)).toBe(volume);
        expect(kept.reduce((sum, bar) => sum + bar.trades, 0) + builder.ignored).toBe(list.length);
        ignored += builder.ignored;
      }),
    );
    expect(ignored).toBeGreaterThan(0);
  });

  it('are not touched by a trade that is refused', () => {
    const bad: Partial<Trade>[] = [
      { price: 2 ** 50 + 1 },
      { price: 100.5 },
      { price: NaN },
      { quantity: 2 ** 50 + 1 },
      { quantity: -1 },
      { us: NaN },
    ];
    fc.assert(
      fc.property(arrivals, fc.array(fc.nat(), { maxLength: 8 }), (list, places) => {
        const trades = arrived(list);
        const builder = build(25);
        const kept: Bar[] = [];
        for (const [i, trade] of trades.entries()) {
          if (places.some((place) => place % trades.length === i)) {
            const refused = { ...trade, ...bad[i % bad.length] };
            expect(() => builder.add(refused)).toThrow(expect.objectContaining({ code: 'NUMBER_RANGE' }));
          }
          keep(kept, builder.add(trade), byStart);
        }
        kept.push(...builder.flush(Infinity));
        expect(kept.map(plain)).toEqual(naive(byTime(trades)));
      }),
    );
  });

  it('leave out what takes back or corrects another trade', () => {
    const builder = build(0);
    const trade: Trade = { kind: 'trade', us: 5, ns: 0, price: 100, quantity: 1 };
    const flags = [undefined, FLAG.CANCELLED, FLAG.CORRECTION | FLAG.LATE, FLAG.ODD_LOT];
    const told = flags.flatMap((bits) => builder.add(bits === undefined ? trade : { ...trade, flags: bits }));
    const trades = [...told, ...builder.flush(Infinity)].reduce((sum, bar) => sum + bar.trades, 0);
    expect([trades, builder.ignored]).toEqual([2, 2]);
  });

  it('end with the data: nothing is counted after that', () => {
    const builder = build(25);
    const trade: Trade = { kind: 'trade', us: 5, ns: 0, price: 100, quantity: 1 };
    builder.add(trade);
    expect(builder.flush(1)).toEqual([]);
    expect(builder.flush(Infinity)).toHaveLength(1);
    expect(builder.add({ ...trade, us: 1e15 })).toEqual([]);
    expect([builder.flush(Infinity), builder.ignored]).toEqual([[], 1]);
  });
});

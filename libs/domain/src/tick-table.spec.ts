import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_UNITS } from './brand.js';
import { defineInstrument, type Instrument, type InstrumentSpec } from './instrument.js';
import { expectOk } from './result.js';
import { isOnTick, roundToTick, tickAt, type TickStepSpec } from './tick-table.js';

const spec: InstrumentSpec = {
  venue: 'usa',
  symbol: 'PENNY',
  assetClass: 'equity',
  currency: 'USD',
  tickSize: '0.0001',
  lotSize: '1',
};
const of = (tickTable: readonly TickStepSpec[], more: Partial<InstrumentSpec> = {}): Instrument =>
  expectOk(defineInstrument({ ...spec, ...more, tickTable }));

/** US shares: hundredths of a cent below a dollar, cents from there on (Regulation NMS, rule 612). */
const usa = of([{ from: '1', tickSize: '0.01' }]);

/** Steps of 1, 2 and 5, as in the tables of European and Asian exchanges. */
const staged = of([
  { from: '0.1', tickSize: '0.0002' },
  { from: '0.2', tickSize: '0.0005' },
  { from: '0.5', tickSize: '0.001' },
  { from: '10', tickSize: '0.02' },
  { from: '5000', tickSize: '5' },
]);

describe('ticks by price', () => {
  it.each([
    [0, 1],
    [9_999, 1],
    [10_000, 100],
    [MAX_UNITS, 100],
    [-9_999, 1],
    [-10_000, 100],
  ])('at %i units the tick is %i', (price, tick) => {
    expect(tickAt(usa, price)).toBe(tick);
  });

  it('tell which prices an order may have', () => {
    expect([9_999, 10_000, 10_001, 10_050, 10_100].map((price) => isOnTick(usa, price))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  it('round to either side, also below 0 and up to the next step', () => {
    const both = (price: number): number[] => [roundToTick(usa, price, 'down'), roundToTick(usa, price, 'up')];
    expect(both(10_001)).toEqual([10_000, 10_100]);
    expect(both(-10_001)).toEqual([-10_100, -10_000]);
    expect(both(9_999)).toEqual([9_999, 9_999]);
    expect(roundToTick(staged, 99_999, 'up')).toBe(100_000);
    expect(Object.is(roundToTick(of([], { tickSize: '0.01', priceScale: 4 }), -1, 'up'), 0)).toBe(true);
  });

  it('give the nearest prices that an order may have, over all steps', () => {
    const near = fc
      .constantFrom(0, 1_000, 2_000, 5_000, 100_000, 50_000_000)
      .chain((edge) => fc.integer({ min: -60_000, max: 60_000 }).map((off) => edge + off));
    fc.assert(
      fc.property(near, (price) => {
        let [low, high] = [price, price];
        while (!isOnTick(staged, low)) low -= 1;
        while (!isOnTick(staged, high)) high += 1;
        expect([roundToTick(staged, price, 'down'), roundToTick(staged, price, 'up')]).toEqual([low, high]);
      }),
    );
  });

  it('are the tick of the instrument where it has no table', () => {
    const plain = expectOk(defineInstrument(spec));
    expect(plain).not.toHaveProperty('tickTable');
    expect(tickAt(plain, 123_456)).toBe(1);
  });

  it('never allow what the smallest tick refuses', () => {
    const coarse = of([{ from: '1', tickSize: '0.05' }], { tickSize: '0.01', priceScale: 4 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (price) => {
        if (isOnTick(coarse, price)) expect(price % coarse.tickSize).toBe(0);
      }),
    );
  });
});

describe('a table of ticks', () => {
  it.each<[string, TickStepSpec[]]>([
    ['a step at 0', [{ from: '0', tickSize: '0.01' }]],
    ['steps that do not rise', [1, 1].map(() => ({ from: '1', tickSize: '0.01' }))],
    ['a tick of 0', [{ from: '1', tickSize: '0' }]],
    ['a negative tick', [{ from: '1', tickSize: '-0.01' }]],
    ['a price that is no number', [{ from: 'one', tickSize: '0.01' }]],
    ['a tick finer than the scale', [{ from: '1', tickSize: '0.00001' }]],
    ['a step that begins between its prices', [{ from: '1.005', tickSize: '0.01' }]],
    [
      'a step that begins between the prices below',
      [
        { from: '1', tickSize: '0.02' },
        { from: '1.05', tickSize: '0.05' },
      ],
    ],
    ['too many steps', Array.from({ length: 65 }, (_, n) => ({ from: String(n + 1), tickSize: '0.01' }))],
  ])('is refused with %s', (_name, tickTable) => {
    expect(defineInstrument({ ...spec, tickTable })).toMatchObject({
      ok: false,
      refusal: { code: 'INSTRUMENT_INVALID', details: { field: 'tickTable' } },
    });
  });

  it('is refused with a tick that is no multiple of the smallest', () => {
    const tickTable = [{ from: '0.15', tickSize: '0.0003' }];
    expect(defineInstrument({ ...spec, tickSize: '0.0002', tickTable })).toMatchObject({
      ok: false,
      refusal: { code: 'INSTRUMENT_INVALID' },
    });
  });
});

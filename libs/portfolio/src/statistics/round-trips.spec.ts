import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instrument } from '../testing/positions.js';
import { tripReturn, type RoundTrip } from './round-trip.js';
import { RoundTrips, type RoundTripOptions } from './round-trips.js';

const ibm = instrument('IBM');
const MONEY = 10n ** 18n;

function trips(method: RoundTripOptions['method']) {
  const found: RoundTrip[] = [];
  return { found, builder: new RoundTrips(ibm, { method, onTrip: (trip) => found.push(trip) }) };
}

describe('round trips', () => {
  it('first in, first out: one for every part of an entry that is closed, with its share of the fees', () => {
    const { found, builder } = trips('fifo');
    builder.fill(1, 10, 1_000, 10n * MONEY);
    builder.fill(2, 10, 1_100);
    builder.fill(3, -15, 1_200, 3n * MONEY);
    expect(found).toEqual([
      {
        entryUs: 1,
        exitUs: 3,
        quantity: 10,
        entryValue: 100n * MONEY,
        exitValue: 120n * MONEY,
        fees: 12n * MONEY,
        profit: 8n * MONEY,
      },
      {
        entryUs: 2,
        exitUs: 3,
        quantity: 5,
        entryValue: 55n * MONEY,
        exitValue: 60n * MONEY,
        fees: MONEY,
        profit: 4n * MONEY,
      },
    ]);
    expect(tripReturn(found[0])).toBeCloseTo(0.08, 12);
  });

  it('from flat to flat: one for all fills between, and a reversal starts the next', () => {
    const { found, builder } = trips('flat');
    builder.fill(1, -10, 1_000);
    builder.fill(2, 4, 900);
    builder.fill(3, 10, 800);
    builder.fill(4, -4, 850);
    expect(found.map(({ entryUs, exitUs, quantity, profit }) => [entryUs, exitUs, quantity, profit])).toEqual([
      [1, 3, -10, 16n * MONEY],
      [3, 4, 4, 2n * MONEY],
    ]);
  });

  it('lose nothing: profits of trips that end flat are the cash flow of the fills', () => {
    const fill = fc.record({
      quantity: fc.integer({ min: -50, max: 50 }).filter((q) => q !== 0),
      price: fc.integer({ min: 1, max: 9_999 }),
      fee: fc.bigInt({ min: -1_000n, max: 1_000n }),
    });
    fc.assert(
      fc.property(fc.array(fill, { maxLength: 40 }), fc.constantFrom('fifo', 'flat'), (fills, method) => {
        const { found, builder } = trips(method);
        let held = 0;
        let cash = 0n;
        const book = (us: number, quantity: number, price: number, fee: bigint): void => {
          builder.fill(us, quantity, price, fee);
          held += quantity;
          cash -= BigInt(quantity * price) * ibm.moneyFactor + fee;
        };
        for (const [us, { quantity, price, fee }] of fills.entries()) book(us, quantity, price, fee);
        if (held !== 0) book(fills.length, -held, 5_000, 7n);
        expect(found.reduce((sum, { profit }) => sum + profit, 0n)).toBe(cash);
      }),
      { numRuns: 300 },
    );
  });

  it('keep the latest only, and count all', () => {
    const builder = new RoundTrips(ibm, { method: 'fifo', capacity: 10 });
    for (let us = 0; us < 200; us++) builder.fill(us, us % 2 === 0 ? 1 : -1, 1_000);
    expect(builder.count).toBe(100);
    expect(builder.list().length).toBeLessThan(20);
    expect(builder.list().at(-1)).toMatchObject({ entryUs: 198, exitUs: 199 });
  });
});

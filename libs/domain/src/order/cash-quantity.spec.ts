import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { defineInstrument } from '../instrument.js';
import { expectOk } from '../result.js';
import { notionalMoney } from '../wide.js';
import { quantityForCash } from './cash-quantity.js';

const of = (lotSize: string, multiplier = 1) =>
  expectOk(
    defineInstrument({
      venue: 'v',
      symbol: 'X',
      assetClass: 'crypto',
      currency: 'USD',
      tickSize: '0.01',
      lotSize,
      multiplier,
    }),
  );

describe('a quantity by amount', () => {
  it('is the most whole lots that the amount pays for', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(of('1'), of('100'), of('0.00001'), of('1', 50)),
        fc.bigInt({ min: 0n, max: 10n ** 27n }),
        fc.integer({ min: 1, max: 9_000_000 }),
        (instrument, amount, price) => {
          const quantity = quantityForCash(instrument, amount, price);
          expect(quantity % instrument.lotSize).toBe(0);
          expect(notionalMoney(instrument, price, quantity) <= amount).toBe(true);
          expect(notionalMoney(instrument, price, quantity + instrument.lotSize) > amount).toBe(true);
        },
      ),
    );
  });
});

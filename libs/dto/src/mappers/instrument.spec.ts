import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type InstrumentSpec } from '@bourseworks/domain';
import { instrumentFromShape, instrumentToShape } from '@bourseworks/dto/shapes';
import fc from 'fast-check';

const decimalText = (units: number, scale: number): string => (units / 10 ** scale).toFixed(scale);

const specs = fc
  .record({
    priceScale: fc.integer({ min: 0, max: 8 }),
    qtyScale: fc.integer({ min: 0, max: 8 }),
    tick: fc.integer({ min: 1, max: 1_000 }),
    lot: fc.integer({ min: 1, max: 1_000 }),
    multiplier: fc.integer({ min: 1, max: 100 }),
  })
  .map(({ priceScale, qtyScale, tick, lot, multiplier }): InstrumentSpec => ({
    venue: 'coinbase',
    symbol: 'BTC/USD',
    assetClass: 'crypto',
    currency: 'USD',
    base: 'BTC',
    tickSize: decimalText(tick, priceScale),
    lotSize: decimalText(lot, qtyScale),
    priceScale,
    qtyScale,
    multiplier,
  }));

describe('instruments on the wire', () => {
  it('come back as they left', () => {
    fc.assert(
      fc.property(specs, (spec) => {
        const instrument = expectOk(defineInstrument(spec));
        const wire = JSON.parse(JSON.stringify(instrumentToShape(instrument)));
        expect(expectOk(instrumentFromShape(wire))).toEqual(instrument);
      }),
    );
  });

  it('are refused when a field is missing', () => {
    const { tickSize: _, ...rest } = instrumentToShape(
      expectOk(
        defineInstrument({
          venue: 'usa',
          symbol: 'SPY',
          assetClass: 'equity',
          currency: 'USD',
          tickSize: '0.01',
          lotSize: '1',
        }),
      ),
    );
    const read = instrumentFromShape(rest as Parameters<typeof instrumentFromShape>[0]);
    expect(read.ok ? '' : read.refusal.code).toBe('INSTRUMENT_INVALID');
  });
});

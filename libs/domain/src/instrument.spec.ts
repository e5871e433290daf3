import { describe, expect, it } from '@jest/globals';
import { defineInstrument, instrumentKey, orderQuantity, type InstrumentSpec } from './instrument.js';
import { expectOk } from './result.js';

const base: InstrumentSpec = {
  venue: 'sim',
  symbol: 'BTC-USD',
  assetClass: 'crypto',
  currency: 'USD',
  tickSize: '0.01',
  lotSize: '0.00000001',
};

describe('defineInstrument', () => {
  it('derives scales and the exact money factor', () => {
    const instrument = expectOk(
      defineInstrument({ ...base, base: 'BTC', multiplier: 5, minQuantity: '0.0001', maxQuantity: '100' }),
    );
    expect(instrument).toMatchObject({
      key: instrumentKey('sim', 'BTC-USD'),
      priceScale: 2,
      qtyScale: 8,
      tickSize: 1,
      lotSize: 1,
    });
    expect(instrument).toMatchObject({ minQuantity: 10_000, maxQuantity: 10_000_000_000, base: 'BTC' });
    expect(instrument.moneyFactor).toBe(5n * 10n ** 8n);
  });

  it('takes coarser ticks than its scale', () => {
    const instrument = expectOk(defineInstrument({ ...base, tickSize: '0.25', priceScale: 4 }));
    expect(instrument).toMatchObject({ priceScale: 4, tickSize: 2_500 });
  });

  const bad: [string, Partial<InstrumentSpec>][] = [
    ['an empty venue', { venue: '' }],
    ['an empty symbol', { symbol: '' }],
    ['a zero tick', { tickSize: '0' }],
    ['a negative lot', { lotSize: '-1' }],
    ['a tick finer than the scale', { tickSize: '0.001', priceScale: 2 }],
    ['a scale beyond 12', { priceScale: 13 }],
    ['a fraction of a scale', { qtyScale: 1.5 }],
    ['a multiplier of 0', { multiplier: 0 }],
    ['more than 18 digits in all', { priceScale: 10, qtyScale: 8, multiplier: 10 }],
    ['a minimum of 0', { minQuantity: '0' }],
    ['a maximum that is no number', { maxQuantity: 'much' }],
  ];
  it.each(bad)('refuses %s', (_name, change) => {
    expect(defineInstrument({ ...base, ...change })).toMatchObject({
      ok: false,
      refusal: { code: 'INSTRUMENT_INVALID' },
    });
  });
});

describe('the order of an amount', () => {
  const cents = expectOk(
    defineInstrument({ ...base, lotSize: '0.01', qtyScale: 3, minQuantity: '0.05', maxQuantity: '10.005' }),
  );

  it.each([
    ['whole lots below it', 1.239, 1_230],
    ['the lots that its decimals mean', 0.29, 290],
    ['the most of the instrument', 1e9, 10_000],
    ['nothing below the least', 0.0499, 0],
    ['nothing of nothing', 0, 0],
    ['nothing of less than nothing', -3, 0],
  ])('is %s', (_name, amount, quantity) => {
    expect(orderQuantity(cents, amount)).toBe(quantity);
  });
});

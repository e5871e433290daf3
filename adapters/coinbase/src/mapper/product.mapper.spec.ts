import { describe, expect, it } from '@jest/globals';
import { toInstrument } from './product.mapper.js';

const listed = {
  id: 'SKL-USD',
  base: 'SKL',
  quote: 'USD',
  tickSize: '0.00010000',
  lotSize: '0.1',
  minQuantity: '5',
};

describe('toInstrument', () => {
  it('keeps the name of the venue, its tick and its lot', () => {
    expect(toInstrument(listed)).toMatchObject({
      key: 'coinbase/SKL-USD',
      base: 'SKL',
      currency: 'USD',
      tickSize: 1,
      priceScale: 4,
      lotSize: 1,
      qtyScale: 1,
      minQuantity: 50,
    });
  });

  it('takes lots of whole units, and products that tell no smallest quantity', () => {
    expect(toInstrument({ ...listed, lotSize: '1', minQuantity: undefined })).toMatchObject({
      lotSize: 1,
      qtyScale: 0,
    });
  });

  it('leaves out what the ledger cannot hold, and what is no number', () => {
    expect(toInstrument({ ...listed, tickSize: '0.00000000001', lotSize: '0.00000001' })).toBeUndefined();
    expect(toInstrument({ ...listed, tickSize: 'fine' })).toBeUndefined();
  });
});

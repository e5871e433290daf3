import { describe, expect, it } from '@jest/globals';
import { toPair } from './pair.mapper.js';

const listed = {
  altname: 'XDGXBT',
  wsname: 'XDG/XBT',
  priceDecimals: 9,
  lotDecimals: 8,
  tickSize: undefined,
  minQuantity: '50.00000000',
};

describe('toPair', () => {
  it('spells symbols as everybody does, and keeps the names of the venue', () => {
    expect(toPair(listed)).toMatchObject({
      rest: 'XDGXBT',
      v1: 'XDG/XBT',
      v2: 'DOGE/BTC',
      written: { priceScale: 9, qtyScale: 8 },
      instrument: {
        key: 'kraken/DOGE-BTC',
        base: 'DOGE',
        currency: 'BTC',
        tickSize: 1,
        priceScale: 9,
        minQuantity: 5_000_000_000,
      },
    });
  });

  it('takes a tick that is coarser, or finer, than the decimals', () => {
    expect(toPair({ ...listed, tickSize: '0.00000050' })?.instrument).toMatchObject({ tickSize: 500, priceScale: 9 });
    expect(toPair({ ...listed, tickSize: '0.0000000001' })?.instrument).toMatchObject({ tickSize: 1, priceScale: 10 });
    expect(toPair({ ...listed, priceDecimals: 0, tickSize: undefined })?.instrument).toMatchObject({ tickSize: 1 });
  });

  it('leaves out what the ledger cannot hold, and what has no names', () => {
    expect(toPair({ ...listed, priceDecimals: 11 })).toBeUndefined();
    expect(toPair({ ...listed, wsname: 'XDG' })).toBeUndefined();
  });
});

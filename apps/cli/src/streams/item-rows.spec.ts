import { describe, expect, it } from '@jest/globals';
import { INSTRUMENT } from '../testing/fake-market-data.js';
import { ItemRows } from './item-rows.js';

const BAR = {
  start: '0',
  end: '60000000000',
  open: 100,
  high: 101.5,
  low: 99.999,
  close: 0.0000001,
  volume: 0.1 + 0.2,
};

describe('rows of market data', () => {
  it('are plain decimals with at least those of the tick and the lot, without binary noise', () => {
    const rows = new ItemRows('bar-1m', true);
    expect(rows.header()).toBe('start,end,open,high,low,close,volume,trades');
    expect(rows.row(BAR, { ...INSTRUMENT, priceScale: 8 })).toBe(
      '1970-01-01T00:00:00.000Z,1970-01-01T00:01:00.000Z,100.00,101.50,99.999,0.0000001,0.3000,',
    );
  });

  it('stand under their headers', () => {
    const rows = new ItemRows('quote', false);
    const quote = { time: '0', bid: 99.99, bidSize: 1, ask: 100.01, askSize: 12.5 };
    const [header, row] = [rows.header(), rows.row(quote, INSTRUMENT)];
    expect(row.indexOf('99.99') + '99.99'.length).toBe(header.indexOf('bid ') + 'bid'.length);
    expect(row.length).toBe(header.length);
  });

  it('quote what a comma-separated file would misread', () => {
    const rows = new ItemRows('trade', true);
    const trade = { time: '0', price: 1, quantity: 1, tradeId: 'a,"b"' };
    expect(rows.row(trade, INSTRUMENT)).toBe('1970-01-01T00:00:00.000Z,1.00,1.0000,,"a,""b"""');
  });
});

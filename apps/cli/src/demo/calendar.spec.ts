import { describe, expect, it } from '@jest/globals';
import { isDate, venueDay } from './calendar.js';

const iso = (us: number): string => new Date(us / 1_000).toISOString();

describe('venueDay', () => {
  it('is a UTC day for crypto', () => {
    const { fromUs, toUs } = venueDay('2017-09-03', 'coinbase');
    expect([iso(fromUs), iso(toUs)]).toEqual(['2017-09-03T00:00:00.000Z', '2017-09-04T00:00:00.000Z']);
  });

  it('is a New York day for US equities, in summer, in winter, and over the change', () => {
    expect(iso(venueDay('2013-10-07', 'usa').fromUs)).toBe('2013-10-07T04:00:00.000Z');
    expect(iso(venueDay('2013-12-31', 'usa').toUs)).toBe('2014-01-01T05:00:00.000Z');
    const change = venueDay('2013-11-03', 'usa');
    expect((change.toUs - change.fromUs) / 3_600_000_000).toBe(25);
  });

  it('knows a date', () => {
    expect(isDate('2017-09-03')).toBe(true);
    for (const text of ['2017-9-3', '2017-13-01', '2017-02-30', 'yesterday', '']) expect(isDate(text)).toBe(false);
  });
});

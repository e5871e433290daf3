import { describe, expect, it } from '@jest/globals';
import { isoOf, withIsoTimes } from './iso-time.js';

describe('times for people', () => {
  it.each([
    ['1700000000000000000', '2023-11-14T22:13:20.000Z'],
    ['1700000000123000000', '2023-11-14T22:13:20.123Z'],
    ['1700000000123456000', '2023-11-14T22:13:20.123456Z'],
    ['1700000000123456007', '2023-11-14T22:13:20.123456007Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
    ['not a time', 'not a time'],
  ])('%s is %s', (nanos, iso) => {
    expect(isoOf(nanos)).toBe(iso);
  });

  it('changes the times of a shape and nothing else', () => {
    const iso = '2023-11-14T22:13:20.000Z';
    const shape = {
      time: '1700000000000000000',
      received: '1700000000000000000',
      clOrdId: '1700000000000000000',
      price: 1.5,
      end: true,
      nested: { time: '0' },
    };
    expect(withIsoTimes(shape)).toEqual({ ...shape, time: iso, received: iso });
  });
});

import { describe, expect, it } from '@jest/globals';
import {
  brokerUrlArgument,
  countArgument,
  lagsArgument,
  decimalArgument,
  durationArgument,
  idArgument,
  limitArgument,
  readDuration,
  readTime,
  secondsArgument,
  sideArgument,
  strategyArgument,
  timeoutArgument,
} from './parsers.js';

const NOW_US = Date.UTC(2026, 0, 31, 9, 30) * 1_000;

describe('times', () => {
  it.each([
    ['2026-01-31T09:30:00Z', NOW_US],
    ['2026-01-31T09:30', NOW_US],
    ['2026-01-31T10:30:00+01:00', NOW_US],
    ['2026-01-31T09:30:00.000001Z', NOW_US + 1],
    ['2026-01-31T09:30:00.123456789Z', NOW_US + 123_456],
    ['2026-01-31', Date.UTC(2026, 0, 31) * 1_000],
    ['2h', NOW_US - 7_200_000_000],
    ['1d12h', NOW_US - 36 * 3_600_000_000],
    ['1.5s', NOW_US - 1_500_000],
    ['now', NOW_US],
    ['9000w', 0],
  ])('%s is read', (text, us) => {
    expect(readTime(text, NOW_US)).toBe(us);
  });

  it.each([
    '',
    'yesterday',
    '2026-02-31',
    '2026-13-01',
    '2026-01-31T25:00Z',
    '31.01.2026',
    '1960-01-01',
    '2h30',
    '-2h',
    '1e3s',
  ])('%p is none', (text) => {
    expect(readTime(text, NOW_US)).toBeUndefined();
  });

  it('a duration of nothing is none to wait for', () => {
    expect(readDuration('0s')).toBe(0);
    expect(() => durationArgument('0s')).toThrow('such as 30s');
  });

  it('a time-out is one that a timer can keep', () => {
    expect([timeoutArgument('1ms'), timeoutArgument('1d')]).toEqual([1_000, 86_400_000_000]);
    for (const text of ['0', '0s', '0.5ms', '2d', '30d']) expect(() => timeoutArgument(text)).toThrow(/duration/);
  });
});

describe('numbers', () => {
  it.each(['12.50', '0.00000001', '00012', '99999999999999999999.000000000000000001'])(
    'the decimal %s goes out as it is typed',
    (text) => {
      expect(decimalArgument(text)).toBe(text);
    },
  );

  it.each(['', '0', '0.000', '-1', '+1', '1e3', '1,5', '1.', '.5', ' 1', 'NaN', '0x10', '1_000', '1'.repeat(21)])(
    '%p is no decimal',
    (text) => {
      expect(() => decimalArgument(text)).toThrow('positive decimal');
    },
  );

  it('counts, limits and seconds have bounds', () => {
    expect([countArgument('5'), limitArgument('1000'), secondsArgument('1.5')]).toEqual([5, 1_000, 1.5]);
    for (const text of ['0', '-1', '1.5', 'x', '1e3']) expect(() => countArgument(text)).toThrow('from 1');
    expect([lagsArgument('0'), lagsArgument('7')]).toEqual([0, 7]);
    for (const text of ['-1', '1.5', '']) expect(() => lagsArgument(text)).toThrow('from 0');
    for (const text of ['0', '1001', 'NaN']) expect(() => limitArgument(text)).toThrow('1 to 1000');
    for (const text of ['0', '86401', 'x', '-1', 'Infinity']) expect(() => secondsArgument(text)).toThrow('86400');
  });
});

describe('names', () => {
  it('a side is taken in either case', () => {
    expect([sideArgument('buy'), sideArgument('SELL')]).toEqual(['BUY', 'SELL']);
    expect(() => sideArgument('hold')).toThrow('BUY or SELL');
  });

  it('ids become levels of a topic', () => {
    expect(idArgument('BTC/USD')).toBe('BTC/USD');
    for (const text of ['', 'a\nb', 'x'.repeat(65)]) expect(() => idArgument(text)).toThrow('64 characters');
    expect(strategyArgument('pts')).toBe('pts');
    for (const text of ['', 'a-b', 'Pts', '*']) expect(() => strategyArgument(text)).toThrow('a-z');
  });
});

describe('the address of a broker', () => {
  it.each(['tcp://127.0.0.1:55555', 'tcps://[::1]:55443', 'ws://broker:8008/x', 'tcp://a:1,tcp://b:2'])(
    '%s is one',
    (url) => {
      expect(brokerUrlArgument(url)).toBe(url);
    },
  );

  it.each(['', 'garbage', '127.0.0.1:55555', 'tcp://', 'tcp://127.0.0.1:abc', 'tcp://a:1,', 'ftp://a:1'])(
    '%p is none',
    (url) => {
      expect(() => brokerUrlArgument(url)).toThrow('tcp://HOST:PORT');
    },
  );
});

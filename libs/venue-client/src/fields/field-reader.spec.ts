import { describe, expect, it } from '@jest/globals';
import { formatDecimal } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { fieldReader } from './field-reader.js';

const fields = fieldReader({ adapter: 'here', venue: 'the venue' });
const refusal = expect.objectContaining({ code: 'DATA_FORMAT', details: { adapter: 'here' } }) as unknown as Error;

describe('fieldReader', () => {
  it.each([
    ['0', 2, 0],
    ['12.5', 2, 1250],
    ['12.500', 2, 1250],
    ['0.00001', 5, 1],
    ['7', 0, 7],
    ['7.', 1, 70],
    ['00012', 1, 120],
  ])('reads %s at scale %i as %i units', (text, scale, units) => {
    expect(fields.unitsOf(text, scale)).toBe(units);
    expect(fields.signedUnitsOf(`-${text}`, scale)).toBe(0 - units);
  });

  it.each([
    ['', 2],
    ['-1', 2],
    ['1e5', 2],
    ['.5', 2],
    ['1.2.3', 4],
    ['0.001', 2],
    ['12345678901234567', 0],
    [5, 0],
    [null, 0],
  ])('refuses %s as units', (text, scale) => expect(() => fields.unitsOf(text, scale)).toThrow(refusal));

  it('gives back what was formatted, as text and as JSON number', () => {
    const rng = new SeededRng(3);
    for (let n = 0; n < 20_000; n++) {
      const scale = rng.integer(9);
      const units = Math.floor(rng.next() * 10 ** (1 + rng.integer(14)));
      const text = formatDecimal(units, scale);
      expect(fields.unitsOf(text, scale)).toBe(units);
      expect(fields.roundedUnitsOf(Number(text), scale)).toBe(units);
    }
  });

  it('reads texts and JSON numbers up to a bound, to 2^53 exactly', () => {
    const max = Number.MAX_SAFE_INTEGER;
    const rng = new SeededRng(4);
    for (let n = 0; n < 2_000; n++) {
      const scale = rng.integer(9);
      const units = n === 0 ? max : max - Math.floor(rng.next() * max * rng.next());
      expect(fields.exactUnitsOf(formatDecimal(units, scale), scale, max)).toBe(units);
      expect(() => fields.exactUnitsOf(formatDecimal(units, scale), scale, units - 1)).toThrow(refusal);
    }
    for (const beyond of ['9007199254740992', '9007199254740993', '9'.repeat(400)]) {
      expect(() => fields.exactUnitsOf(beyond, 0, max)).toThrow(refusal);
    }
    expect(fields.exactUnitsOf(0.00027625, 8, max)).toBe(27_625);
    expect(fields.exactUnitsOf(1e-8, 8, max)).toBe(1);
    for (const wrong of ['', -1, Number.NaN, Infinity, null, {}, 0.001]) {
      expect(() => fields.exactUnitsOf(wrong, 2, max)).toThrow(refusal);
    }
  });

  it('rounds averages to the nearest unit', () => {
    expect(fields.roundedUnitsOf('101.2345', 2)).toBe(10_123);
    expect(fields.roundedUnitsOf('101.235', 2)).toBe(10_124);
    expect(fields.roundedUnitsOf('1.5', 0)).toBe(2);
    expect(fields.roundedUnitsOf(3.5e-7, 7)).toBe(4);
    expect(() => fields.roundedUnitsOf(1e21, 0)).toThrow(refusal);
  });

  it('reads money exactly, with a sign', () => {
    expect(fields.moneyOf('-0.000000000000000001')).toBe(-1n);
    expect(fields.moneyOf('100000.5')).toBe(100_000_500_000_000_000_000_000n);
    expect(() => fields.moneyOf(5)).toThrow(refusal);
  });

  it('doubts every field', () => {
    const raw = fields.parseObject('{"text":"a","count":3,"list":[1],"none":null,"minus":-1,"side":"buy"}');
    expect(fields.textOf(raw, 'text')).toBe('a');
    expect(fields.optionalText(raw, 'none')).toBeUndefined();
    expect(fields.countOf(raw, 'count')).toBe(3);
    expect(fields.listOf(raw, 'list')).toEqual([1]);
    expect(fields.oneOf(raw, 'side', ['buy', 'sell'])).toBe('buy');
    for (const wrong of [
      () => fields.parseObject('[]'),
      () => fields.parseObject('{'),
      () => fields.textOf(raw, 'count'),
      () => fields.optionalText(raw, 'count'),
      () => fields.countOf(raw, 'minus'),
      () => fields.listOf(raw, 'text'),
      () => fields.oneOf(raw, 'text', ['b']),
      () => fields.timeOf(raw, 'text'),
    ]) {
      expect(wrong).toThrow(refusal);
    }
  });

  it('reads times to the nanosecond, whatever their zone', () => {
    const time = fields.timeOf({ at: '2024-02-29T01:02:03.123456789+01:00' }, 'at');
    expect(time).toEqual({ us: Date.UTC(2024, 1, 29, 0, 2, 3) * 1_000 + 123_456, ns: 789 });
    for (const wrong of ['2023-02-29T00:00:00Z', '1969-12-31T23:59:59Z', '2256-01-01T00:00:00Z'])
      expect(() => fields.timeOf({ at: wrong }, 'at')).toThrow(refusal);
  });
});

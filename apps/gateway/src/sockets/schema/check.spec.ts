import { describe, expect, it } from '@jest/globals';
import { faultOf } from './check.js';
import { anyOf, exactly, flag, integer, list, number, object, oneOf, optional, pair, text } from './schema.js';

interface Sample {
  readonly name: string;
  readonly count?: number;
  readonly side: 'BUY' | 'SELL';
  readonly levels: readonly (readonly [number, number])[];
  readonly on: boolean;
}

const sample = object<Sample>('Sample', 'A sample.', {
  name: text({ minLength: 1, maxLength: 3, pattern: '^[a-z]+$' }),
  count: optional(integer({ minimum: 1, maximum: 9 })),
  side: oneOf(['BUY', 'SELL']),
  levels: list(pair(number(), number({ minimum: 0 })), { minItems: 1, maxItems: 2 }),
  on: flag(),
});

const good = { name: 'abc', side: 'BUY', levels: [[-1.5, 2]], on: true };

describe('faultOf', () => {
  it('finds nothing wrong with what fits', () => {
    expect(faultOf(sample.json, good)).toBeUndefined();
    expect(faultOf(sample.json, { ...good, count: 9 })).toBeUndefined();
  });

  it.each([
    [null, 'value must be an object'],
    [[good], 'value must be an object'],
    ['text', 'value must be an object'],
    [{ ...good, more: 1 }, 'value has a field that is not known'],
    [{ ...good, ['__proto__x']: 1 }, 'value has a field that is not known'],
    [{ side: 'BUY', levels: [[1, 1]], on: true }, 'value.name is missing'],
    [{ ...good, name: undefined }, 'value.name must be text'],
    [{ ...good, name: '' }, 'value.name must have 1 to 3 characters'],
    [{ ...good, name: 'AB' }, 'value.name does not match ^[a-z]+$'],
    [{ ...good, count: 1.5 }, 'value.count must be a whole number'],
    [{ ...good, count: 10 }, 'value.count must be 1 to 9'],
    [{ ...good, count: Number.NaN }, 'value.count must be a number'],
    [{ ...good, side: 'HOLD' }, 'value.side must be one of BUY, SELL'],
    [{ ...good, levels: [] }, 'value.levels must have 1 items or more'],
    [{ ...good, levels: [[1, 1, 1]] }, 'value.levels[0] must have at most 2 items'],
    [{ ...good, levels: [[1, -1]] }, 'value.levels[0][1] must be 0 to Infinity'],
    [{ ...good, levels: {} }, 'value.levels must be a list'],
    [{ ...good, on: 1 }, 'value.on must be true or false'],
  ])('says what is wrong with %j', (value, fault) => {
    expect(faultOf(sample.json, value)).toBe(fault);
  });

  it('takes any of several shapes, and constants as they are', () => {
    const either = anyOf<'a' | 'b'>('Either', 'One.', [exactly('a'), exactly('b')]);
    expect([faultOf(either.json, 'a'), faultOf(either.json, 'b')]).toEqual([undefined, undefined]);
    expect(faultOf(either.json, 'c')).toBe('value is none of the allowed shapes');
  });
});

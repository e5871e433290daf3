import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DomainError, formatDecimal, MAX_UNITS, parseDecimal } from '@bourseworks/domain';
import { END, JsonScanner, keyOf, LONG_NAME } from './json-scanner.js';

const scanner = (text: string): JsonScanner => {
  const scan = new JsonScanner();
  scan.begin(Buffer.from(text));
  return scan;
};

const coded = (work: () => unknown): string => {
  try {
    return JSON.stringify(work());
  } catch (error) {
    if (error instanceof DomainError) return error.code;
    throw error;
  }
};

describe('units of a decimal text', () => {
  it.each([
    ['"61837.63000000"', 2, 6_183_763],
    ['"0.00000000"', 8, 0],
    ['"7"', 3, 7_000],
    ['"11258999.06842624"', 8, MAX_UNITS],
    ['"0.10"', 0, 'DATA_FORMAT'],
    ['"11258999.06842625"', 8, 'DATA_FORMAT'],
    ['"99999999999999999999999999"', 0, 'DATA_FORMAT'],
    ['""', 2, 'DATA_FORMAT'],
    ['"."', 2, 'DATA_FORMAT'],
    ['".5"', 2, 'DATA_FORMAT'],
    ['"5."', 2, 'DATA_FORMAT'],
    ['"1.2.3"', 2, 'DATA_FORMAT'],
    ['"-1"', 2, 'DATA_FORMAT'],
    ['"1e3"', 2, 'DATA_FORMAT'],
    ['"1', 2, 'DATA_FORMAT'],
    ['1', 2, 'DATA_FORMAT'],
    ['', 2, 'DATA_FORMAT'],
  ])('%s at %i digits is %s', (text, scale, units) => {
    expect(coded(() => scanner(text).units(scale))).toBe(String(units));
  });

  it('agree with the general parser whatever the digits', () => {
    const digits = fc.stringMatching(/^[0-9]{0,12}\.?[0-9]{0,12}$/);
    fc.assert(
      fc.property(digits, fc.integer({ min: 0, max: 8 }), (text, scale) => {
        const general = parseDecimal(text, scale);
        const wellFormed = /^\d+(\.\d+)?$/.test(text);
        const expected = general.ok && wellFormed && general.value <= MAX_UNITS ? String(general.value) : 'DATA_FORMAT';
        expect(coded(() => scanner(`"${text}"`).units(scale))).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are those that were written, at every scale', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: MAX_UNITS }), fc.integer({ min: 0, max: 8 }), (units, scale) => {
        expect(scanner(`"${formatDecimal(units, scale)}"`).units(scale)).toBe(units);
      }),
    );
  });
});

/** Reads any object whose fields `n` are counts and whose fields `u` are units; all others are skipped. */
function readAll(text: string): Record<string, number[]> {
  const scan = scanner(text);
  const found: Record<string, number[]> = { n: [], u: [], long: [] };
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key === keyOf('n')) found['n'].push(scan.count());
    else if (key === keyOf('un')) found['u'].push(scan.units(2));
    else if (key === LONG_NAME && scan.named('long')) found['long'].push(scan.count());
    else scan.skip();
  }
  scan.finish();
  return found;
}

describe('the scanner', () => {
  it('passes over whatever else there is, in any order and with any white space', () => {
    const other = fc.dictionary(
      fc.string({ minLength: 5 }).filter((name) => name !== '__proto__'),
      fc.jsonValue(),
    );
    const count = fc.nat();
    fc.assert(
      fc.property(other, count, count, fc.constantFrom(undefined, 1, '\t'), (fields, n, units, space) => {
        const text = JSON.stringify({ ...fields, n, un: formatDecimal(units, 2), long: n }, undefined, space);
        expect(readAll(text)).toEqual({ n: [n], u: [units], long: [n] });
      }),
    );
  });

  it.each([
    '',
    '{',
    '{"n":1',
    '{"n":1,}',
    '{,"n":1}',
    '{"n"1}',
    '{"n":}',
    '{"n":1 "long":2}',
    '{"n":1.5}',
    '{"n":-1}',
    '{"n":99999999999999999999}',
    '{"n":"1"}',
    '{"n":null}',
    '{"x":[1,2}',
    '{"x":"',
    '{"x":{"y":"\\"}',
    '[]',
    '{} {}',
    '{"n":1}x',
  ])('refuses %s', (text) => {
    expect(coded(() => readAll(text))).toBe('DATA_FORMAT');
  });

  it('does not mind how deep unknown fields are', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    expect(readAll(`{"x":${deep},"n":3}`)).toEqual({ n: [3], u: [], long: [] });
  });

  it('refuses or reads whatever a message is changed to, and fails in no other way', () => {
    const message = '{"e":"trade","n":123,"un":"61837.63","long":7,"x":[["1","2"],{"y":null}],"m":true}';
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.nat(message.length - 1),
            fc.constantFrom('', '"', '{', '}', '[', ']', ',', ':', '0', '.', '\\', 'é'),
          ),
          {
            minLength: 1,
            maxLength: 4,
          },
        ),
        (changes) => {
          let text = message;
          for (const [at, put] of changes) text = text.slice(0, at) + put + text.slice(at + 1);
          expect(coded(() => readAll(text))).toMatch(/^DATA_FORMAT$|^\{/);
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

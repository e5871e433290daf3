import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { msgpackCodec } from './msgpack-codec.js';

const codec = msgpackCodec();
const roundTrip = (value: unknown): unknown => {
  const decoded = codec.decode(codec.encode(value));
  if (!decoded.ok) throw new Error(decoded.refusal.message);
  return decoded.value;
};
const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const codeOf = (bytes: Uint8Array): string => {
  const decoded = codec.decode(bytes);
  return decoded.ok ? 'ok' : decoded.refusal.code;
};

describe('the MessagePack codec', () => {
  it('gives back every value that JSON can hold', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
        const plain: unknown = JSON.parse(JSON.stringify(value));
        if (JSON.stringify(plain).includes('__proto__')) return;
        expect(roundTrip(plain)).toEqual(plain);
      }),
      { numRuns: 500 },
    );
    expect(roundTrip({ a: 2 ** 53 - 1, b: -(2 ** 53) + 1, c: 2 ** 32, d: 1e300 })).toEqual({
      a: 2 ** 53 - 1,
      b: -(2 ** 53) + 1,
      c: 2 ** 32,
      d: 1e300,
    });
    expect(roundTrip({ bytes: Buffer.from([1, 2]) })).toEqual({ bytes: Buffer.from([1, 2]) });
  });

  it('leaves out and rewrites what JSON does', () => {
    const value = { a: undefined, at: new Date(0), money: { toJSON: () => '1.50' }, list: [undefined] };
    expect(roundTrip(value)).toEqual({ at: '1970-01-01T00:00:00.000Z', money: '1.50', list: [null] });
  });

  it('throws on what cannot be encoded', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    let deep: unknown = 1;
    for (let level = 0; level < 100; level++) deep = [deep];
    for (const value of [undefined, () => 1, Symbol('s'), 2n ** 60n, circle, deep])
      expect(() => codec.encode(value)).toThrow(Error);
    expect(roundTrip({ fine: 1 })).toEqual({ fine: 1 });
  });

  it.each([
    ['nothing more where a value should be', '92 01'],
    ['a text longer than the message', 'd9 ff 61'],
    ['four billion elements', 'dd ff ff ff ff'],
    ['four billion pairs', 'df ff ff ff ff'],
    ['bytes behind the value', '01 02'],
    ['the type that never is', 'c1'],
    ['an extension', 'd4 01 00'],
    ['a date', 'd6 ff 00 00 00 00'],
    ['a key that is a number', '81 01 01'],
    ['a key __proto__', `81 a9 ${Buffer.from('__proto__').toString('hex')} 01`],
    ['an integer beyond 2^53', 'cf 00 20 00 00 00 00 00 00'],
    ['a negative one', 'd3 80 00 00 00 00 00 00 00'],
    ['a thousand levels', '91'.repeat(1_000) + '01'],
  ])('refuses %s', (_what, bytes) => {
    expect(codeOf(hex(bytes.replaceAll(' ', '')))).toBe('BAD_MESSAGE');
  });

  it('takes an empty body for nothing, and refuses more than it may', () => {
    expect(codec.decode(Buffer.alloc(0))).toEqual({ ok: true, value: undefined });
    const small = msgpackCodec({ maxBytes: 10 });
    expect(small.decode(small.encode('x'.repeat(20)))).toMatchObject({ ok: false, refusal: { code: 'BAD_MESSAGE' } });
  });

  it('never throws, whatever the bytes', () => {
    const seed = codec.encode({ a: [1, 'text', { b: null, c: 1.5 }], d: true });
    const mutated = fc.array(fc.tuple(fc.nat({ max: seed.length - 1 }), fc.nat({ max: 255 })), { maxLength: 4 });
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      mutated.map((changes) => {
        const copy = Uint8Array.from(seed);
        for (const [at, to] of changes) copy[at] = to;
        return copy;
      }),
    );
    fc.assert(
      fc.property(bytes, (given) => ['ok', 'BAD_MESSAGE'].includes(codeOf(given))),
      { numRuns: 5_000 },
    );
    expect(roundTrip({ fine: 1 })).toEqual({ fine: 1 });
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ByteRing } from '../byte-ring/byte-ring.js';
import { RingReader } from '../byte-ring/ring-reader.js';
import { RingWriter } from '../byte-ring/ring-writer.js';
import { RecordType } from '../record.js';
import { decodeJson, encodeJson } from './json.js';

describe('JSON payload', () => {
  it('goes through a ring unchanged', () => {
    const shared = ByteRing.create(65_536);
    const writer = new RingWriter(shared);
    const reader = new RingReader(shared);
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3, stringUnit: 'binary' }), (value) => {
        writer.tryWrite(RecordType.json, 1, encodeJson(value));
        reader.drain(1, (_type, _seq, memory, at, length) => {
          expect(JSON.stringify(decodeJson(memory, at, length))).toBe(JSON.stringify(value));
        });
      }),
    );
  });

  it('refuses what JSON cannot say', () => {
    expect(() => encodeJson(undefined)).toThrow(TypeError);
  });
});

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepAliveFrame, messageFrame } from '../testing/raw-frames.js';
import { FrameSplitter } from './frame-splitter.js';

const limits = { maxFrameBytes: 100_000 };

function split(chunks: readonly Buffer[]): { frames: string[]; refusal: string | null } {
  const splitter = new FrameSplitter(limits);
  const frames: string[] = [];
  for (const chunk of chunks) {
    const refusal = splitter.push(chunk, (bytes, start, end) => {
      frames.push(bytes.toString('hex', start, end));
      return true;
    });
    if (refusal !== null) return { frames, refusal: refusal.code };
  }
  return { frames, refusal: null };
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % bytes.length))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, index) => bytes.subarray(from, sorted[index] ?? bytes.length));
}

describe('FrameSplitter', () => {
  it('finds the same frames however the stream is cut', () => {
    const frame = fc.oneof(
      fc.constant(keepAliveFrame()),
      fc.uint8Array({ maxLength: 300 }).map((payload) => messageFrame('a/b', Buffer.from(payload))),
    );
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 12 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (frames, cuts) => {
          const { frames: found, refusal } = split(cut(Buffer.concat(frames), cuts));
          expect(refusal).toBeNull();
          expect(found).toEqual(frames.map((bytes) => bytes.toString('hex')));
        },
      ),
      { seed: 1, numRuns: 300 },
    );
  });

  it('hands whole frames over in place', () => {
    const chunk = Buffer.concat([messageFrame('a', 'x'), messageFrame('b', 'y')]);
    const seen: Buffer[] = [];
    new FrameSplitter(limits).push(chunk, (bytes) => seen.push(bytes) > 0);
    expect(seen.every((bytes) => bytes === chunk)).toBe(true);
  });

  it('stops when the handler says so', () => {
    let count = 0;
    new FrameSplitter(limits).push(Buffer.concat([keepAliveFrame(), keepAliveFrame()]), () => {
      count += 1;
      return false;
    });
    expect(count).toBe(1);
  });

  it.each([
    ['wrong version', '048b00020000000c0000000c', 'MALFORMED_FRAME'],
    ['header below 12 bytes', '038b00020000000b0000000c', 'MALFORMED_FRAME'],
    ['header above the whole', '038b00020000000d0000000c', 'MALFORMED_FRAME'],
    ['no length at all', '038b00020000000000000000', 'MALFORMED_FRAME'],
    ['too large', '038b00020000000c7fffffff', 'FRAME_TOO_BIG'],
  ])('refuses a header with %s, in one chunk and byte by byte', (_what, hex, code) => {
    const bytes = Buffer.from(hex, 'hex');
    expect(split([bytes])).toEqual({ frames: [], refusal: code });
    expect(split([...bytes].map((byte) => Buffer.from([byte])))).toEqual({ frames: [], refusal: code });
  });

  it('holds no more than the frame under way', () => {
    const splitter = new FrameSplitter(limits);
    const bytes = messageFrame('a', Buffer.alloc(1000));
    splitter.push(bytes.subarray(0, 500), () => true);
    expect(splitter.heldBytes).toBe(500);
    splitter.push(bytes.subarray(500), () => true);
    expect(splitter.heldBytes).toBe(0);
  });
});

import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { eventually, tempDir, VirtualClock } from '@bourseworks/testkit';
import { segmentsIn, writerInto } from '../test/recording.js';
import { memberLength } from './member.js';
import { SegmentReader } from './segment-reader.js';

/** Bytes of a segment of five members, each of one line, and where each ends. */
async function segment(): Promise<{ path: string; bytes: Buffer; lines: string[]; ends: number[] }> {
  const root = tempDir('segment');
  const clock = new VirtualClock();
  const writer = writerInto(root, 'trade', {}, clock);
  const lines = [1, 2, 3, 4, 5].map((sequence) => JSON.stringify({ epoch: 1, seq0: sequence, items: [{}] }));
  for (const [index, line] of lines.entries()) {
    const before = writer.bytes;
    writer.add(Buffer.from(line), { epoch: 1, sequence: index + 1 });
    clock.advance(1_000_000);
    await eventually(() => writer.bytes > before);
  }
  await writer.close();
  const [path] = segmentsIn(root);
  const bytes = readFileSync(path);
  const ends: number[] = [];
  for (let at = 0; at < bytes.length; at = ends.at(-1) ?? 0) ends.push(at + (memberLength(bytes.subarray(at)) ?? NaN));
  return { path, bytes, lines, ends };
}

async function read(path: string): Promise<{ lines: string[]; error?: unknown }> {
  const lines: string[] = [];
  try {
    for await (const some of new SegmentReader(path, 'the segment').lines()) lines.push(...some);
  } catch (error) {
    return { lines, error };
  }
  return { lines };
}

describe('a segment', () => {
  it('that is cut off reads to its last whole member, wherever the cut is', async () => {
    const { path, bytes, lines, ends } = await segment();
    const part = `${path}.part`;
    renameSync(path, part);
    for (let length = 0; length <= bytes.length; length++) {
      writeFileSync(part, bytes.subarray(0, length));
      expect(await read(part)).toEqual({ lines: lines.slice(0, ends.filter((end) => end <= length).length) });
    }
  });

  it('that has its final name must be whole', async () => {
    const { path, bytes, lines } = await segment();
    expect(await read(path)).toEqual({ lines });
    writeFileSync(path, bytes.subarray(0, -1));
    const { lines: good, error } = await read(path);
    expect(good).toEqual(lines.slice(0, 4));
    expect(error).toMatchObject({
      code: 'DATA_FORMAT',
      message: expect.stringContaining('the segment: the file breaks off'),
    });
  });

  it('that is damaged anywhere is read up to there, and told, also without its final name', async () => {
    const { path, bytes, lines, ends } = await segment();
    const part = `${path}.part`;
    for (let at = 0; at < bytes.length; at += 3) {
      const damaged = Buffer.from(bytes);
      damaged[at] ^= 0x55;
      writeFileSync(path, damaged);
      const { lines: good, error } = await read(path);
      expect({ at, good, code: (error as { code?: string }).code }).toEqual({
        at,
        good: lines.slice(0, ends.filter((end) => end <= at).length),
        code: 'DATA_FORMAT',
      });
    }
    const damaged = Buffer.from(bytes);
    damaged[ends[1] + 25] ^= 1;
    writeFileSync(part, damaged);
    expect((await read(part)).error).toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('that is something else is refused', async () => {
    const path = `${tempDir('segment')}/other.gz`;
    writeFileSync(path, 'not a recording, though it has many more bytes than a header');
    expect((await read(path)).error).toMatchObject({ code: 'DATA_FORMAT', details: { file: 'the segment' } });
  });
});

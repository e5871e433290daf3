import { writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { eventually, tempDir, VirtualClock } from '@bourseworks/testkit';
import { segmentsIn, streamOf, textOf, writerInto } from '../test/recording.js';
import { SegmentWriter } from './segment-writer.js';

const line = (sequence: number, epoch = 1): Buffer =>
  Buffer.from(JSON.stringify({ epoch, seq0: sequence, items: [{}] }));
const names = (root: string): string[] => segmentsIn(root).map((path) => basename(path));

describe('a recording', () => {
  it('is gzip of a header and the lines, byte for byte', async () => {
    const root = tempDir('recording');
    const writer = writerInto(root, 'trade');
    const lines = ['{"epoch":1,"seq0":5,"items":[{"a":1.0}]}', '{ "epoch":1, "seq0":6, "items":[{"ü":"€"}] } '];
    lines.forEach((text, index) => writer.add(Buffer.from(text), { epoch: 1, sequence: 5 + index }));
    await writer.close();
    const [path] = segmentsIn(root);
    const [header, ...rest] = textOf(path);
    const { topic, kind, instrument } = streamOf('trade');
    const { venue, symbol } = instrument;
    expect(JSON.parse(header)).toEqual({ recording: 1, topic, venue, symbol, kind, epoch: 1, instrument });
    expect(rest).toEqual(lines);
    expect([writer.segments, writer.bytes > 0]).toEqual([1, true]);
  });

  it('has its final name when it is whole, and another one before', async () => {
    const root = tempDir('recording');
    const clock = new VirtualClock();
    const writer = writerInto(root, 'trade', {}, clock);
    writer.add(line(7, 3), { epoch: 3, sequence: 7 });
    expect(segmentsIn(root)).toEqual([]);
    clock.advance(1_000_000);
    await eventually(() => segmentsIn(root).length === 1);
    const name = '0000000000000003-0000000000000007-1700000000000000.jsonl.gz';
    expect(names(root)).toEqual([`${name}.part`]);
    await eventually(() => textOf(segmentsIn(root)[0]).length === 2);
    await writer.close();
    expect(names(root)).toEqual([name]);
    expect(clock.pendingTimers).toBe(0);
  });

  it('goes on in another segment by age, by size and for another epoch', async () => {
    const root = tempDir('recording');
    const clock = new VirtualClock();
    const writer = writerInto(root, 'trade', { maxUs: 60_000_000, maxBytes: 1_000 }, clock);
    const add = (sequence: number, epoch: number, text = line(sequence, epoch)): boolean =>
      writer.add(text, { epoch, sequence });
    add(1, 1);
    add(1, 2);
    clock.advance(59_999_999);
    add(2, 2);
    clock.advance(1);
    add(3, 2);
    // More than what deflate makes 1 000 bytes of.
    add(4, 2, Buffer.from(JSON.stringify(Array.from({ length: 2_000 }, (_, index) => (index * 7919) % 10_007))));
    clock.advance(1_000_000);
    await eventually(() => writer.bytes > 2_000);
    add(5, 2);
    await writer.close();
    const sequences = names(root).map((name) => name.split('-').slice(0, 2).map(Number));
    expect(sequences).toEqual([
      [1, 1],
      [2, 1],
      [2, 3],
      [2, 5],
    ]);
    expect(segmentsIn(root).map((path) => textOf(path).length - 1)).toEqual([1, 2, 2, 1]);
  });

  it('refuses what a slow disk has no room for, and takes more when it has', async () => {
    const root = tempDir('recording');
    const writer = writerInto(root, 'trade');
    const text = Buffer.alloc(1024 * 1024, '1');
    const taken = Array.from({ length: 40 }, (_, index) => writer.add(text, { epoch: 1, sequence: index + 1 }));
    expect(taken).toEqual(taken.map((_, index) => index < 31));
    await eventually(() => writer.add(text, { epoch: 1, sequence: 41 }));
    await writer.close();
    expect(textOf(segmentsIn(root)[0])).toHaveLength(1 + 31 + 1);
  });

  it('tells once that the disk fails, and takes nothing any more', async () => {
    const root = join(tempDir('recording'), 'file');
    writeFileSync(root, '');
    const clock = new VirtualClock();
    const told: string[] = [];
    const writer = new SegmentWriter(root, streamOf('trade'), clock, (error) => told.push(error.message));
    expect(writer.add(line(1), { epoch: 1, sequence: 1 })).toBe(true);
    clock.advance(1_000_000);
    await eventually(() => told.length > 0);
    expect(writer.add(line(2), { epoch: 1, sequence: 2 })).toBe(false);
    await expect(writer.close()).rejects.toThrow('ENOTDIR');
    expect(told).toHaveLength(1);
  });
});

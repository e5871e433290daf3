import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { built, bytes, text, until } from './testing/built.js';

type Built = Awaited<ReturnType<typeof built>>;
let lib: Built;
beforeAll(async () => {
  lib = await built();
});

function open(directory: string) {
  const seen: { sequence: number; type: number; text: string }[] = [];
  const durable: number[] = [];
  const failures: Error[] = [];
  const journal = lib.Journal.open({
    directory,
    clock: new SystemClock(),
    onRecord: (r) => seen.push({ sequence: r.sequence, type: r.type, text: text(r.payload) }),
    onDurable: (sequence) => durable.push(sequence),
    onFailure: (error) => failures.push(error),
  });
  return { journal, seen, durable, failures };
}

describe('Journal', () => {
  it('replays what was durable, in order, under a higher epoch', async () => {
    const directory = tempDir();
    const first = open(directory);
    expect(first.journal.epoch).toBe(1);
    for (let i = 1; i <= 3_000; i++) first.journal.append(i, i % 7, bytes(`record ${i}`));
    // The number stands in shared memory before the word of it arrives.
    await until(() => first.durable.at(-1) === 3_000);
    expect(first.journal.durableSequence).toBe(3_000);
    expect([...first.durable].sort((a, b) => a - b)).toEqual(first.durable);
    await first.journal.close();

    const second = open(directory);
    expect(second.journal.epoch).toBe(2);
    expect(second.seen).toHaveLength(3_000);
    expect(second.seen.map((r) => r.sequence)).toEqual(Array.from({ length: 3_000 }, (_, i) => i + 1));
    expect(second.seen[41]).toEqual({ sequence: 42, type: 0, text: 'record 42' });
    second.journal.append(3_001, 1, bytes('next'));
    await second.journal.close();
    expect(second.failures).toEqual([]);
  });

  it('knows from its first life on that nothing was published; one of an older release that nobody told does not', async () => {
    const directory = tempDir();
    const first = open(directory);
    first.journal.append(1, 1, bytes('a'));
    await first.journal.close();
    const second = open(directory);
    expect([first.journal.publishedSequence, second.journal.publishedSequence]).toEqual([0, 0]);
    await second.journal.close();
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec(`DELETE FROM meta WHERE key = 'published'`);
    database.close();
    const third = open(directory);
    expect(third.journal.publishedSequence).toBeUndefined();
    await third.journal.close();
  });

  it('writes everything that was appended before a clean close', async () => {
    const directory = tempDir();
    const first = open(directory);
    for (let i = 1; i <= 5_000; i++) first.journal.append(i, 1, new Uint8Array(600).fill(i % 256));
    await first.journal.close();
    const second = open(directory);
    expect(second.seen).toHaveLength(5_000);
    await second.journal.close();
  });

  it('does not take a sequence out of turn or a payload beyond the bound', async () => {
    const { journal } = open(tempDir());
    journal.append(1, 1, bytes('a'));
    expect(() => journal.append(3, 1, bytes('b'))).toThrow('record 3 after 1');
    expect(() => journal.append(2, 1, new Uint8Array(256 * 1024 + 1))).toThrow(RangeError);
    await journal.close();
  });

  it('takes nothing more once it closes: it would vanish without a word', async () => {
    const { journal } = open(tempDir());
    journal.append(1, 1, bytes('a'));
    const closed = journal.close();
    expect(() => journal.append(2, 1, bytes('b'))).toThrow(expect.objectContaining({ code: 'JOURNAL_WRITE' }));
    await closed;
  });

  it('refuses to open when a durable record was changed, and says which', async () => {
    const directory = tempDir();
    const { journal } = open(directory);
    for (let i = 1; i <= 10; i++) journal.append(i, 1, bytes(`record ${i}`));
    await journal.close();
    const database = new DatabaseSync(join(directory, 'journal.db'));
    const row = database.prepare('SELECT records FROM batch WHERE first_sequence = 1').get() as { records: Uint8Array };
    row.records[12] = (row.records[12] ?? 0) ^ 1;
    database.prepare('UPDATE batch SET records = ? WHERE first_sequence = 1').run(row.records);
    database.close();
    expect(() => open(directory)).toThrow(expect.objectContaining({ code: 'JOURNAL_CORRUPT' }));
  });

  it('refuses to open when a row is missing in the middle', async () => {
    const directory = tempDir();
    const { journal } = open(directory);
    for (let i = 1; i <= 30; i++) {
      journal.append(i, 1, bytes(`record ${i}`));
      await until(() => journal.durableSequence === i);
    }
    await journal.close();
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.prepare('DELETE FROM batch WHERE first_sequence = 15').run();
    database.close();
    expect(() => open(directory)).toThrow(/records 15 to 15 are missing/);
  });
});

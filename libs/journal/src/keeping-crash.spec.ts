import { describe, expect, it } from '@jest/globals';
import { SeededRng, SystemClock } from '@bourseworks/ports';
import { eventually, startProcess, tempDir } from '@bourseworks/testkit';
import { listArchives } from './archive/archive-files.js';
import { JournalReader } from './reader/journal-reader.js';
import { Tally } from './testing/tally.js';
import { built } from './testing/built.js';
import { verifyJournal } from './verify/verify-journal.js';

function whole(directory: string): Tally {
  const tally = new Tally();
  const reader = new JournalReader(directory);
  for (const record of reader.records(0)) tally.onRecord(record);
  reader.close();
  return tally;
}

describe('kill -9 while snapshots and archives are made', () => {
  it('leaves every durable record once, and snapshots that give the state of all records', async () => {
    const directory = tempDir('keeping');
    const rng = new SeededRng(3);
    const clock = new SystemClock();
    let told = 0;
    let before: readonly number[] = [0, 0];
    for (let life = 1; life <= Number(process.env['JOURNAL_LIVES'] ?? 6); life++) {
      const child = startProcess({ entry: 'libs/journal/src/testing/keeper.js', args: [directory] });
      const opened = await child.waitFor((line) => typeof line['opened'] === 'number');
      // From a snapshot it came to what the records give from the first on.
      expect([opened['state'], opened['passed']]).toEqual([before, []]);
      let kept = 0;
      const line = await child.waitFor((l) => {
        if (typeof l['kept'] === 'number') kept += 1;
        return typeof l['durable'] === 'number' && l['durable'] > told + 300 && kept > 2;
      });
      told = line['durable'] as number;
      await new Promise((resolve) => clock.setTimer(rng.integer(30_000), () => resolve(undefined)));
      await child.kill();
      const tally = whole(directory);
      before = tally.state;
      expect(tally.count).toBeGreaterThanOrEqual(told);
      expect(verifyJournal(directory)).toMatchObject({ records: tally.count, firstSequence: 1, problems: [] });
    }
    expect(listArchives(directory).length).toBeGreaterThan(3);
    await restoredLast(directory);
  });
});

async function restoredLast(directory: string): Promise<void> {
  const lib = await built();
  const tally = new Tally();
  const journal = lib.Journal.open({
    directory,
    clock: new SystemClock(),
    snapshots: tally.use,
    onRecord: tally.onRecord,
    onDurable: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  expect(journal.restoredSequence).toBeGreaterThan(0);
  expect(tally.state).toEqual(whole(directory).state);
  // What a crash left in the file as well is deleted by the writer.
  const archived = listArchives(directory).at(-1)?.last ?? 0;
  await eventually(() => firstInFile(directory) > archived, { what: 'archived records to be deleted' });
  await journal.close();
  expect(verifyJournal(directory).problems).toEqual([]);
}

function firstInFile(directory: string): number {
  const reader = new JournalReader(directory);
  const first = reader.firstInFile;
  reader.close();
  return first;
}

import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { SystemClock } from '@bourseworks/ports';
import { tempDir } from '@bourseworks/testkit';
import { built, bytes, until } from './testing/built.js';

describe('Journal when the disk refuses', () => {
  it('says so once, calls nothing more durable and takes nothing more', async () => {
    const lib = await built();
    const directory = tempDir();
    const failures: { code: string; message: string }[] = [];
    const journal = lib.Journal.open({
      directory,
      clock: new SystemClock(),
      onRecord: () => undefined,
      onDurable: () => undefined,
      onFailure: (error) => failures.push(error),
    });
    journal.append(1, 1, bytes('good'));
    await until(() => journal.durableSequence === 1);
    // A trigger that refuses the row stands in for a full disk: the write of the row fails.
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec("CREATE TRIGGER full BEFORE INSERT ON batch BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
    database.close();
    journal.append(2, 1, bytes('lost'));
    await until(() => failures.length > 0);
    expect(failures).toHaveLength(1);
    expect(failures[0]?.code).toBe('JOURNAL_WRITE');
    expect(failures[0]?.message).toContain('disk is full');
    expect(journal.durableSequence).toBe(1);
    expect(journal.accepting).toBe(false);
    expect(() => journal.append(3, 1, bytes('no'))).toThrow(expect.objectContaining({ code: 'JOURNAL_WRITE' }));
    await journal.close();
  });

  it('tries no write again when the failure falls into a close', async () => {
    const lib = await built();
    const directory = tempDir();
    const failures: Error[] = [];
    const journal = lib.Journal.open({
      directory,
      clock: new SystemClock(),
      onRecord: () => undefined,
      onDurable: () => undefined,
      onFailure: (error) => failures.push(error),
    });
    journal.append(1, 1, bytes('good'));
    await until(() => journal.durableSequence === 1);
    // Refuses any one commit; what a second try made of several would pass.
    const database = new DatabaseSync(join(directory, 'journal.db'));
    database.exec(`CREATE TRIGGER full BEFORE INSERT ON batch WHEN NEW.last_sequence - NEW.first_sequence < 1200
      BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
    database.close();
    for (let i = 2; i <= 3_000; i++) journal.append(i, 1, bytes('lost'));
    await journal.close();
    expect(failures).toHaveLength(1);
    expect(journal.durableSequence).toBe(1);
  });
});

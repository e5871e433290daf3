import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock } from '@bourseworks/ports';
import { describeKeyValueContract, tempDir } from '@bourseworks/testkit';
import { setTimeout as sleep } from 'node:timers/promises';
import { SteppedClock } from '../../../test/stepped-clock.js';
import { SqliteKeyValue } from './sqlite-key-value.js';

const PATIENCE_US = { patient: 20_000_000, impatient: 200_000 };

const file = (label: string): string => join(tempDir(label), 'shared', 'key-value.db');

describeKeyValueContract('a file, with a clock that stands still', {
  controls: ['stepWall', 'restart', 'forget'],
  start: async () => {
    const clock = new SteppedClock();
    const path = file('key-value');
    return {
      clock,
      open: async (patience) => new SqliteKeyValue({ path, timeoutUs: PATIENCE_US[patience] }, clock),
      pass: async (us) => clock.advance(us),
      stepWall: async (us) => clock.step(us),
      restart: async () => clock.reboot(),
      forget: async () => {
        for (const end of ['', '-wal', '-shm']) rmSync(`${path}${end}`, { force: true });
      },
      close: async () => undefined,
    };
  },
});

describeKeyValueContract('a file', {
  controls: ['leave', 'comeBack'],
  start: async () => {
    const clock = new SystemClock();
    const path = file('key-value');
    let writer: DatabaseSync | undefined;
    return {
      clock,
      open: async (patience) => new SqliteKeyValue({ path, timeoutUs: PATIENCE_US[patience] }, clock),
      pass: (us) => sleep(us / 1_000),
      leave: async (how) => {
        if (how === 'gone') {
          for (const end of ['', '-wal', '-shm']) renameSync(`${path}${end}`, `${path}${end}.away`);
          mkdirSync(path);
          return;
        }
        writer = new DatabaseSync(path);
        writer.exec('BEGIN IMMEDIATE');
      },
      comeBack: async () => {
        if (writer === undefined) {
          rmSync(path, { recursive: true });
          for (const end of ['', '-wal', '-shm']) renameSync(`${path}${end}.away`, `${path}${end}`);
        }
        writer?.close();
        writer = undefined;
      },
      close: async () => undefined,
    };
  },
});

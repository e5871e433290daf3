import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SystemClock } from '@bourseworks/ports';
import { WRITER_FIELD, describeTimeSeriesContract, startProcess, tempDir } from '@bourseworks/testkit';
import { SqliteTimeSeries } from './sqlite-time-series.js';

const FILES = ['', '-wal', '-shm'];
const MAX_BYTES = 1_000_000_000;

describeTimeSeriesContract('a file', {
  controls: ['leave', 'comeBack', 'startWriter'],
  start: async () => {
    const clock = new SystemClock();
    const path = join(tempDir('time-series'), 'shared', 'time-series.db');
    const options = { path, timeoutUs: 1_000_000, maxBytes: MAX_BYTES };
    let writer: DatabaseSync | undefined;
    return {
      open: async () => new SqliteTimeSeries(options, clock),
      leave: async (how) => {
        if (how === 'gone') {
          for (const end of FILES) renameSync(`${path}${end}`, `${path}${end}.away`);
          mkdirSync(path);
          return;
        }
        writer = new DatabaseSync(path);
        writer.exec('BEGIN IMMEDIATE');
      },
      comeBack: async () => {
        if (writer === undefined) {
          rmSync(path, { recursive: true });
          for (const end of FILES) renameSync(`${path}${end}.away`, `${path}${end}`);
        }
        writer?.close();
        writer = undefined;
      },
      startWriter: async (plan) => {
        const store = { form: 'file', ...options };
        const entry = 'libs/storage/fixtures/series-writer.process.js';
        const writing = startProcess({ entry, args: [JSON.stringify({ store, field: WRITER_FIELD, ...plan })] });
        return {
          answered: async (writes) => {
            await writing.waitFor((line) => Number(line['writes']) >= writes);
          },
          kill: async () => {
            await writing.kill();
            return Math.max(0, ...writing.lines.map((line) => Number(line['writes'] ?? 0)));
          },
        };
      },
      close: async () => undefined,
    };
  },
});

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { SmfBrokerError } from '../../../errors.js';
import type { QueueDefinition } from '../../queue/queue-definition.js';
import type { SpoolContents } from '../spool.js';

const FORMAT = 1;
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS queue (queue_id INTEGER PRIMARY KEY, definition TEXT NOT NULL, mark INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS topic (
    queue_id INTEGER NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (queue_id, topic)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY,
    queue_id INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    eligible INTEGER NOT NULL,
    deliveries INTEGER NOT NULL,
    dead_reason TEXT NOT NULL,
    frame BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS publisher (
    name TEXT PRIMARY KEY, owner TEXT NOT NULL, last_id INTEGER NOT NULL, used_at INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
`;

/**
 * Makes the folder its holder's alone until it is closed or the process ends, however that is. A file of its own: the
 * messages' file has two connections, one for each thread.
 */
export function lockFolder(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = new DatabaseSync(join(directory, 'broker.lock.db'), { timeout: 0 });
  try {
    // With a journal in a file the lock would need room on a disk that may be full.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    throw error;
  }
  return lock;
}

/** A connection to the file with the messages, for whoever has the lock. */
export function openDatabase(directory: string): DatabaseSync {
  const database = new DatabaseSync(join(directory, 'broker.db'), { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864');
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

/** Makes the tables when they are missing. Throws when the file is another version's. */
export function prepareDatabase(database: DatabaseSync): void {
  database.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT`);
  const format = database.prepare(`SELECT value FROM meta WHERE key = 'format'`).get()?.['value'];
  if (format !== undefined && format !== FORMAT) throw new Error(`format ${String(format)}, expected ${FORMAT}`);
  database.prepare(`INSERT OR IGNORE INTO meta VALUES ('format', ?)`).run(FORMAT);
}

export function contentsOf(database: DatabaseSync): SpoolContents {
  const queues = database.prepare('SELECT * FROM queue ORDER BY queue_id').all();
  const topics = database.prepare('SELECT * FROM topic ORDER BY queue_id, topic').all();
  const messages = database
    .prepare(
      'SELECT id, queue_id, expires_at, eligible, deliveries, dead_reason, length(frame) AS bytes FROM message ORDER BY id',
    )
    .all();
  const publishers = database.prepare('SELECT * FROM publisher').all();
  const lastId = database.prepare(`SELECT value FROM meta WHERE key = 'lastId'`).get()?.['value'];
  return {
    queues: queues.map((row) => ({
      queueId: Number(row['queue_id']),
      definition: JSON.parse(String(row['definition'])) as QueueDefinition,
    })),
    topics: topics.map((row) => ({ queueId: Number(row['queue_id']), topic: String(row['topic']) })),
    messages: messages.map((row) => ({
      id: Number(row['id']),
      queueId: Number(row['queue_id']),
      expiresAt: Number(row['expires_at']),
      deadMessageEligible: row['eligible'] === 1,
      deliveries: Number(row['deliveries']),
      deadReason: String(row['dead_reason']),
      bytes: Number(row['bytes']),
    })),
    marks: new Map(queues.map((row) => [Number(row['queue_id']), Number(row['mark'])])),
    publishers: publishers.map((row) => ({
      name: String(row['name']),
      owner: String(row['owner']),
      lastId: Number(row['last_id']),
      usedAt: Number(row['used_at']),
    })),
    lastId: Number(lastId ?? 0),
  };
}

const SQLITE_BUSY = 5;

/** What a system or SQLite calls it, and what it means. */
const PROBLEMS: readonly { readonly codes: readonly string[]; readonly sqlite: readonly number[]; text: string }[] = [
  { codes: ['ENOSPC', 'EDQUOT'], sqlite: [13], text: 'the disk is full' },
  { codes: ['EACCES', 'EPERM', 'EROFS'], sqlite: [3, 8], text: 'this user may not write there' },
];

export function asBrokerError(error: unknown, directory: string): SmfBrokerError {
  const { code = '', errcode = 0, message } = error as { code?: string; errcode?: number; message: string };
  // The upper bits of SQLite's number only tell details.
  const sqlite = errcode & 0xff;
  if (sqlite === SQLITE_BUSY) {
    return new SmfBrokerError('SPOOL_LOCKED', `another broker has the spool in ${directory}`);
  }
  const known = PROBLEMS.find((problem) => problem.codes.includes(code) || problem.sqlite.includes(sqlite));
  return new SmfBrokerError('SPOOL_FAILED', `cannot write to ${directory}: ${known?.text ?? message}`);
}

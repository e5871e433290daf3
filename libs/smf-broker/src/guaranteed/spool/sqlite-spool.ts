import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { StatementSync } from 'node:sqlite';
import { DatabaseSync } from 'node:sqlite';
import { SmfBrokerError } from '../../errors.js';
import type { QueueDefinition } from '../queue/queue-definition.js';
import type { PublisherRecord, SpoolChange, SpoolContents } from './spool.js';
import { Spool } from './spool.js';

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

/** A statement for each kind of change, prepared once. */
const STATEMENTS = {
  queue: 'INSERT INTO queue VALUES (?, ?, 0) ON CONFLICT DO UPDATE SET definition = excluded.definition',
  queueGone: 'DELETE FROM queue WHERE queue_id = ?',
  topicsGone: 'DELETE FROM topic WHERE queue_id = ?',
  messagesGone: 'DELETE FROM message WHERE queue_id = ?',
  topic: 'INSERT OR IGNORE INTO topic VALUES (?, ?)',
  topicGone: 'DELETE FROM topic WHERE queue_id = ? AND topic = ?',
  message: 'INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?)',
  messageGone: 'DELETE FROM message WHERE id = ?',
  renamed: 'UPDATE message SET id = ?, deliveries = ? WHERE id = ?',
  returned: 'UPDATE message SET deliveries = ? WHERE id = ?',
  mark: 'UPDATE queue SET mark = ? WHERE queue_id = ?',
  publisher: `INSERT INTO publisher VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET owner = excluded.owner, last_id = excluded.last_id, used_at = excluded.used_at`,
  publisherGone: 'DELETE FROM publisher WHERE name = ?',
  lastId: `INSERT INTO meta VALUES ('lastId', ?) ON CONFLICT DO UPDATE SET value = excluded.value`,
} as const;

type StatementName = keyof typeof STATEMENTS;

/** Keeps everything in one SQLite file: what was committed survives the end of the process and of the machine. */
export class SqliteSpool extends Spool {
  readonly lasting = true;
  private database: DatabaseSync | null = null;
  private statements = new Map<StatementName, StatementSync>();
  private readStatement: StatementSync | null = null;

  /** `directory` is made when it is missing; nothing is opened before `load`. */
  constructor(private readonly directory: string) {
    super();
  }

  /** Throws `SmfBrokerError` SPOOL_LOCKED or SPOOL_FAILED. */
  load(): SpoolContents {
    try {
      this.database = open(this.directory);
      return contentsOf(this.database);
    } catch (error) {
      this.close();
      throw asBrokerError(error, this.directory);
    }
  }

  commit(changes: readonly SpoolChange[]): void {
    const database = this.opened;
    database.exec('BEGIN IMMEDIATE');
    try {
      // Of a publisher's numbers the last one is enough.
      const publishers = new Map<string, PublisherRecord>();
      for (const change of changes) {
        if (change.kind === 'publisher') publishers.set(change.publisher.name, change.publisher);
        else if (change.kind === 'publisherGone') publishers.delete(change.name);
        if (change.kind !== 'publisher') this.apply(change);
      }
      for (const { name, owner, lastId, usedAt } of publishers.values()) {
        this.run('publisher', name, owner, lastId, usedAt);
      }
      database.exec('COMMIT');
    } catch (error) {
      // A full disk rolls back by itself, and then there is nothing to roll back any more.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  read(id: number): Buffer | null {
    this.readStatement ??= this.opened.prepare('SELECT frame FROM message WHERE id = ?');
    const frame = this.readStatement.get(id)?.['frame'];
    return frame instanceof Uint8Array ? Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength) : null;
  }

  sizeBytes(): number {
    const pages = Number(this.opened.prepare('PRAGMA page_count').get()?.['page_count'] ?? 0);
    return pages * Number(this.opened.prepare('PRAGMA page_size').get()?.['page_size'] ?? 0);
  }

  close(): void {
    this.statements.clear();
    this.readStatement = null;
    this.database?.close();
    this.database = null;
  }

  private get opened(): DatabaseSync {
    if (this.database === null) throw new Error('the spool is not open');
    return this.database;
  }

  private run(name: StatementName, ...values: (number | string | Uint8Array)[]): void {
    let statement = this.statements.get(name);
    if (statement === undefined) {
      statement = this.opened.prepare(STATEMENTS[name]);
      this.statements.set(name, statement);
    }
    statement.run(...values);
  }

  private apply(change: Exclude<SpoolChange, { kind: 'publisher' }>): void {
    switch (change.kind) {
      case 'queue':
        return this.run('queue', change.queue.queueId, JSON.stringify(change.queue.definition));
      case 'queueGone':
        for (const name of ['topicsGone', 'messagesGone', 'queueGone'] as const) this.run(name, change.queueId);
        return;
      case 'topic':
        return this.run('topic', change.queueId, change.topic);
      case 'topicGone':
        return this.run('topicGone', change.queueId, change.topic);
      case 'message': {
        const { id, queueId, expiresAt, deadMessageEligible, deliveries, deadReason, frame } = change.message;
        return this.run('message', id, queueId, expiresAt, deadMessageEligible ? 1 : 0, deliveries, deadReason, frame);
      }
      case 'messageGone':
        return this.run('messageGone', change.id);
      case 'renamed':
        return this.run('renamed', change.newId, change.deliveries, change.id);
      case 'returned':
        return this.run('returned', change.deliveries, change.id);
      case 'mark':
        return this.run('mark', change.id, change.queueId);
      case 'publisherGone':
        return this.run('publisherGone', change.name);
      case 'lastId':
        return this.run('lastId', change.id);
    }
  }
}

function open(directory: string): DatabaseSync {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(directory, 'broker.db'), { timeout: 0 });
  try {
    // One broker a file: the lock goes with the process, however it ends.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    database.exec('PRAGMA journal_size_limit = 67108864');
    database.exec(`BEGIN EXCLUSIVE; ${SCHEMA} COMMIT`);
    const format = database.prepare(`SELECT value FROM meta WHERE key = 'format'`).get()?.['value'];
    if (format !== undefined && format !== FORMAT) throw new Error(`format ${String(format)}, expected ${FORMAT}`);
    database.prepare(`INSERT OR IGNORE INTO meta VALUES ('format', ?)`).run(FORMAT);
  } catch (error) {
    database.close();
    throw error;
  }
  return database;
}

function contentsOf(database: DatabaseSync): SpoolContents {
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

function asBrokerError(error: unknown, directory: string): SmfBrokerError {
  const { code = '', errcode = 0, message } = error as { code?: string; errcode?: number; message: string };
  // The upper bits of SQLite's number only tell details.
  const sqlite = errcode & 0xff;
  if (sqlite === SQLITE_BUSY) {
    return new SmfBrokerError('SPOOL_LOCKED', `another broker has the spool in ${directory}`);
  }
  const known = PROBLEMS.find((problem) => problem.codes.includes(code) || problem.sqlite.includes(sqlite));
  return new SmfBrokerError('SPOOL_FAILED', `cannot write to ${directory}: ${known?.text ?? message}`);
}

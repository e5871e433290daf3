import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { SpoolChange } from '../spool.js';
import { openDatabase } from './database.js';

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

/** Stores changes in the file of the messages. */
export class SqliteWriter {
  private database: DatabaseSync | null = null;
  private readonly statements = new Map<StatementName, StatementSync>();

  /** Nothing is opened before the first commit: a file that cannot be opened is a commit that failed. */
  constructor(private readonly directory: string) {}

  /** All changes or none. On return they are on the disk. */
  commit(changes: Iterable<SpoolChange>): void {
    const database = (this.database ??= openDatabase(this.directory));
    database.exec('BEGIN IMMEDIATE');
    try {
      for (const change of changes) this.apply(change);
      database.exec('COMMIT');
    } catch (error) {
      // A full disk rolls back by itself, and then there is nothing to roll back any more.
      if (database.isTransaction) database.exec('ROLLBACK');
      throw error;
    }
  }

  close(): void {
    this.statements.clear();
    this.database?.close();
    this.database = null;
  }

  private run(name: StatementName, ...values: (number | string | Uint8Array)[]): void {
    let statement = this.statements.get(name);
    if (statement === undefined) {
      statement = this.database!.prepare(STATEMENTS[name]);
      this.statements.set(name, statement);
    }
    statement.run(...values);
  }

  private apply(change: SpoolChange): void {
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
      case 'publisher': {
        const { name, owner, lastId, usedAt } = change.publisher;
        return this.run('publisher', name, owner, lastId, usedAt);
      }
      case 'publisherGone':
        return this.run('publisherGone', change.name);
      case 'lastId':
        return this.run('lastId', change.id);
    }
  }
}

import { randomUUID } from 'node:crypto';
import { checkpointMac, GENESIS_HASH, rowHash } from '@bourseworks/audit';
import type { Clock, EventLog } from '@bourseworks/ports';
import type { Db, Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { clean, detailsText, type AuditEntry } from './audit-entry.js';

export interface AuditOptions {
  /** Key of the checkpoints, at least 32 bytes. Whoever has it can forge the log: keep it out of the database. */
  readonly key: Uint8Array;
  /** Rows between two checkpoints, 1 to 1 000 000: that many at the end rest on the plain chain alone. */
  readonly checkpointEvery?: number;
}

type Checkpoint = Row<'audit_checkpoints'>;
type Position = Pick<Row<'audit_log'>, 'sequence' | 'hash'>;

const DEFAULT_EVERY = 256;
const SMALLEST_KEY = 32;

/**
 * Every action, as rows of which each holds the hash of the one before. Rows are only ever added, and only here. Appends are
 * serialised by the database: the transaction that reads the last row holds the write lock (SQLite), and the sequence is the
 * primary key, so that two writers can collide but never fork the chain.
 */
export class AuditLog {
  private readonly every: number;
  /** Sequence of the last checkpoint that the event log was told of. */
  private announced = 0;
  /** Transactions that made a checkpoint: until they are committed it is not announced. */
  private readonly marked = new WeakSet<Tx>();

  constructor(
    private readonly db: Db,
    private readonly clock: Clock,
    private readonly log: EventLog,
    private readonly options: AuditOptions,
  ) {
    this.every = options.checkpointEvery ?? DEFAULT_EVERY;
    if (options.key.length < SMALLEST_KEY) throw new RangeError(`the audit key must have ${SMALLEST_KEY} bytes`);
    if (!Number.isSafeInteger(this.every) || this.every < 1 || this.every > 1_000_000) {
      throw new RangeError('checkpointEvery must be 1 to 1000000');
    }
  }

  /**
   * Adds a row, in the caller's transaction when given: then the action and its row are kept together or not at all. Without
   * one, it is on the disk when this resolves.
   */
  async append(entry: AuditEntry, tx?: Tx): Promise<void> {
    if (tx === undefined) {
      await this.db.transaction((own) => this.append(entry, own));
      return;
    }
    const last = await lastRow(tx);
    const row = this.chained(entry, last);
    await tx.insertInto('audit_log').values(row).execute();
    const before = await lastCheckpoint(tx);
    if (before !== undefined && !this.marked.has(tx)) this.announce(before);
    const checkpoint = before ?? (await this.mark(tx, { sequence: 0, hash: GENESIS_HASH }, ''));
    if (row.sequence >= checkpoint.due) await this.mark(tx, row, checkpoint.mac);
  }

  /** Puts a checkpoint on the last row, if it has none; done at the end of the service. */
  async checkpoint(): Promise<void> {
    const made = await this.db.transaction(async (tx) => {
      const last = await lastRow(tx);
      const before = await lastCheckpoint(tx);
      if (before === undefined || before.sequence === last.sequence) return before;
      return this.mark(tx, last, before.mac);
    });
    if (made !== undefined) this.announce(made);
  }

  /** Says a committed checkpoint in another store than the database: by it a log is known that was cut short with its checkpoints. */
  private announce({ sequence, mac }: Checkpoint): void {
    if (sequence <= this.announced) return;
    this.announced = sequence;
    this.log.info({ event: 'audit.checkpoint', sequence, mac });
  }

  private chained(entry: AuditEntry, last: Position): Row<'audit_log'> {
    const row = {
      sequence: last.sequence + 1,
      id: randomUUID(),
      user_id: entry.userId,
      action: clean(entry.action, 64),
      resource: clean(entry.resource, 64),
      resource_id: cleanOrNull(entry.resourceId, 128),
      details: detailsText(entry.details),
      ip_address: cleanOrNull(entry.ipAddress, 45),
      time: this.nowMs(),
      previous_hash: last.hash,
    };
    return { ...row, hash: rowHash(row) };
  }

  private async mark(tx: Tx, { sequence, hash }: Position, before: string): Promise<Checkpoint> {
    const fields = { sequence, hash, time: this.nowMs(), due: sequence + this.every };
    const checkpoint = { ...fields, mac: checkpointMac(this.options.key, fields, before) };
    await tx.insertInto('audit_checkpoints').values(checkpoint).execute();
    this.marked.add(tx);
    return checkpoint;
  }

  private nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }
}

function cleanOrNull(text: string | undefined, max: number): string | null {
  // An empty text says nothing, and the column takes none.
  return text === undefined || text === '' ? null : clean(text, max);
}

async function lastRow(tx: Tx): Promise<Position> {
  const query = tx.selectFrom('audit_log').select(['sequence', 'hash']);
  // By max() and not by LIMIT, which SQL Server does not have.
  const last = query.where('sequence', '=', (all) =>
    all.selectFrom('audit_log').select((of) => of.fn.max('sequence').as('last')),
  );
  return (await last.executeTakeFirst()) ?? { sequence: 0, hash: GENESIS_HASH };
}

async function lastCheckpoint(tx: Tx): Promise<Checkpoint | undefined> {
  const query = tx.selectFrom('audit_checkpoints').selectAll();
  return query
    .where('sequence', '=', (all) =>
      all.selectFrom('audit_checkpoints').select((of) => of.fn.max('sequence').as('last')),
    )
    .executeTakeFirst();
}

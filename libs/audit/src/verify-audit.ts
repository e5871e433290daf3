import { checkpointMac, GENESIS_HASH, rowHash } from './audit-chain.js';
import type { AuditCheckpoint, AuditRow } from './audit-rows.js';

export interface AuditKeys {
  /** The key that the service's checkpoints were made with. */
  readonly key: Uint8Array;
  /** A checkpoint known from elsewhere (`audit.checkpoint` in the service's log): the log must still contain it. */
  readonly anchor?: Pick<AuditCheckpoint, 'sequence' | 'mac'>;
}

export interface AuditSource extends AuditKeys {
  /** In the order of their sequence. */
  readonly rows: Iterable<AuditRow> | AsyncIterable<AuditRow>;
  /** In the order of their sequence. */
  readonly checkpoints: readonly AuditCheckpoint[];
}

export type AuditVerdict =
  | {
      readonly ok: true;
      /** Rows read, which is the last sequence too. */
      readonly rows: number;
      /** Last sequence under a checkpoint; rows after it rest on the plain chain alone. */
      readonly sealed: number;
    }
  | {
      readonly ok: false;
      /** First sequence at which the log is not what was written. */
      readonly sequence: number;
      readonly problem: string;
    };

const bad = (sequence: number, problem: string): AuditVerdict => ({ ok: false, sequence, problem });

/** Follows the checkpoints beside the rows. */
class Seals {
  last: AuditCheckpoint | undefined;
  private next = 0;

  constructor(private readonly source: Pick<AuditSource, 'key' | 'checkpoints'>) {}

  /** Sequence of the first checkpoint that is not reached yet. */
  get ahead(): number | undefined {
    return this.source.checkpoints[this.next]?.sequence;
  }

  /** The problem of the row at hand, if any. */
  check({ sequence, hash }: Pick<AuditRow, 'sequence' | 'hash'>): string | undefined {
    const checkpoint = this.source.checkpoints.at(this.next);
    if (checkpoint === undefined || checkpoint.sequence > sequence) {
      if (this.last === undefined) return 'the first checkpoint is missing';
      return sequence >= this.last.due ? 'the checkpoint that is due here is missing' : undefined;
    }
    if (checkpoint.sequence < sequence) return 'a checkpoint is out of its order';
    if (checkpoint.hash !== hash) return 'the checkpoint covers another row than this';
    const mac = checkpointMac(this.source.key, checkpoint, this.last?.mac ?? '');
    if (mac !== checkpoint.mac) return 'the checkpoint was not made with this key, or was changed';
    this.last = checkpoint;
    this.next += 1;
    return undefined;
  }
}

function rowProblem(row: AuditRow, sequence: number, before: string): string | undefined {
  if (row.sequence !== sequence) return `row ${sequence} is missing or out of its order`;
  if (row.previous_hash !== before) return 'the row does not follow from the one before it';
  if (rowHash(row) !== row.hash) return 'the row was changed';
  return undefined;
}

/**
 * Reads an audit log from its first row and names the first sequence at which it is not what was written: a changed,
 * removed, added or moved row, and a cut anywhere up to the last checkpoint. Rows after the last checkpoint could be
 * rewritten by somebody who knows the scheme; a log cut together with all later checkpoints is known by the anchor only.
 */
export async function verifyAudit(source: AuditSource): Promise<AuditVerdict> {
  const seals = new Seals(source);
  const empty = source.checkpoints.length === 0;
  const start = empty ? undefined : seals.check({ sequence: 0, hash: GENESIS_HASH });
  if (start !== undefined) return bad(1, start);
  let count = 0;
  let before = GENESIS_HASH;
  let anchored = source.anchor === undefined || isAnchor(seals.last, source.anchor);
  for await (const row of source.rows) {
    const problem = rowProblem(row, count + 1, before) ?? seals.check(row);
    if (problem !== undefined) return bad(count + 1, problem);
    count += 1;
    before = row.hash;
    if (source.anchor !== undefined) anchored ||= isAnchor(seals.last, source.anchor);
  }
  if (seals.ahead !== undefined) return bad(count + 1, `rows up to ${seals.ahead} were cut off`);
  if (!anchored) return bad(Math.min(count + 1, source.anchor?.sequence ?? 0), 'the anchor is not in the log');
  return { ok: true, rows: count, sealed: seals.last?.sequence ?? 0 };
}

function isAnchor(checkpoint: AuditCheckpoint | undefined, anchor: Pick<AuditCheckpoint, 'sequence' | 'mac'>): boolean {
  return checkpoint?.sequence === anchor.sequence && checkpoint.mac === anchor.mac;
}

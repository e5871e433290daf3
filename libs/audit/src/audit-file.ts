import { DatabaseSync, type SQLOutputValue } from 'node:sqlite';
import type { AuditCheckpoint, AuditRow } from './audit-rows.js';
import { verifyAudit, type AuditKeys, type AuditVerdict } from './verify-audit.js';

type Stored = Readonly<Record<string, SQLOutputValue>>;

/** Half of a character pair, and a number below every other: values that the service never writes, and so no hash covers. */
const NEVER_TEXT = '\uD800';
const NEVER_NUMBER = -1;

/** SQLite's word for a file whose pages contradict each other. */
const CORRUPT = 11;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Texts come as their bytes and their type: what SQLite hands out as text could be another one in the file, which a decoder
 * has mended, or a number.
 */
const textColumns = (names: readonly string[]): string =>
  names.map((name) => `CAST(${name} AS BLOB) AS ${name}, typeof(${name}) AS ${name}_type`).join(', ');

function text(row: Stored, name: string): string {
  const bytes = row[name];
  if (row[`${name}_type`] !== 'text') return NEVER_TEXT;
  if (bytes === null) return '';
  try {
    return utf8.decode(bytes as Uint8Array);
  } catch {
    return NEVER_TEXT;
  }
}

const textOrNull = (row: Stored, name: string): string | null =>
  row[`${name}_type`] === 'null' ? null : text(row, name);

/** Integers come as BigInt: one beyond 2^53 would be an error in the middle of the log and not a row that was changed. */
function integer(row: Stored, name: string): number {
  const value = row[name];
  const number = typeof value === 'bigint' ? Number(value) : NEVER_NUMBER;
  return Number.isSafeInteger(number) ? number : NEVER_NUMBER;
}

const ROW_TEXTS = [
  'id',
  'user_id',
  'action',
  'resource',
  'resource_id',
  'details',
  'ip_address',
  'previous_hash',
  'hash',
] as const;

const rowOf = (row: Stored): AuditRow => ({
  sequence: integer(row, 'sequence'),
  id: text(row, 'id'),
  user_id: textOrNull(row, 'user_id'),
  action: text(row, 'action'),
  resource: text(row, 'resource'),
  resource_id: textOrNull(row, 'resource_id'),
  details: textOrNull(row, 'details'),
  ip_address: textOrNull(row, 'ip_address'),
  time: integer(row, 'time'),
  previous_hash: text(row, 'previous_hash'),
  hash: text(row, 'hash'),
});

const checkpointOf = (row: Stored): AuditCheckpoint => ({
  sequence: integer(row, 'sequence'),
  hash: text(row, 'hash'),
  time: integer(row, 'time'),
  due: integer(row, 'due'),
  mac: text(row, 'mac'),
});

function* stored(database: DatabaseSync, sql: string): Generator<Stored> {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  yield* statement.iterate();
}

/**
 * Verifies the audit log of a database file, which a running service may be writing: it is opened for reading only, and read
 * from one snapshot with flat memory (checkpoints aside). A file that contradicts itself is a log that was changed.
 * @throws Error of `node:sqlite` when it cannot be opened, or is no database with an audit log
 */
export async function verifyAuditFile(path: string, keys: AuditKeys): Promise<AuditVerdict> {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
  let last = 0;
  function* rows(): Generator<AuditRow> {
    const sql = `SELECT sequence, time, ${textColumns(ROW_TEXTS)} FROM audit_log ORDER BY sequence`;
    for (const row of stored(database, sql)) {
      yield rowOf(row);
      last += 1;
    }
  }
  try {
    database.exec('BEGIN');
    const sql = `SELECT sequence, time, due, ${textColumns(['hash', 'mac'])} FROM audit_checkpoints ORDER BY sequence`;
    const checkpoints = [...stored(database, sql)].map(checkpointOf);
    return await verifyAudit({ ...keys, checkpoints, rows: rows() });
  } catch (error) {
    const { errcode, message } = error as Error & { errcode?: number };
    if (errcode === undefined || (errcode & 0xff) !== CORRUPT) throw error;
    return { ok: false, sequence: last + 1, problem: `the file is damaged (${message})` };
  } finally {
    database.close();
  }
}

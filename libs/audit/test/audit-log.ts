import { DatabaseSync } from 'node:sqlite';
import { checkpointMac, GENESIS_HASH, rowHash } from '../src/audit-chain.js';
import type { AuditCheckpoint, AuditRow } from '../src/audit-rows.js';

/** An audit log as the gateway writes one. */
export interface WrittenLog {
  readonly rows: AuditRow[];
  readonly checkpoints: AuditCheckpoint[];
}

const START_MS = 1_795_305_600_000;

const uuid = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

/** `count` rows with a checkpoint on every `every`-th. */
export function writtenLog(key: Uint8Array, count: number, every: number): WrittenLog {
  const rows: AuditRow[] = [];
  const checkpoints: AuditCheckpoint[] = [];
  const mark = ({ sequence, hash }: Pick<AuditRow, 'sequence' | 'hash'>): void => {
    const fields = { sequence, hash, time: START_MS + sequence, due: sequence + every };
    checkpoints.push({ ...fields, mac: checkpointMac(key, fields, checkpoints.at(-1)?.mac ?? '') });
  };
  mark({ sequence: 0, hash: GENESIS_HASH });
  for (let n = 1; n <= count; n += 1) {
    const row = {
      sequence: n,
      id: uuid(n),
      user_id: n % 3 === 0 ? null : uuid(0),
      action: 'act',
      resource: 'thing',
      resource_id: n % 2 === 0 ? `r${n}` : null,
      details: n % 2 === 0 ? JSON.stringify({ n, text: 'é"x\u{FFFD}' }) : null,
      ip_address: n % 2 === 0 ? '10.0.0.1' : null,
      time: START_MS + n * 1_000,
      previous_hash: rows.at(-1)?.hash ?? GENESIS_HASH,
    };
    rows.push({ ...row, hash: rowHash(row) });
    if (n % every === 0) mark(rows[n - 1]);
  }
  return { rows, checkpoints };
}

function insert(database: DatabaseSync, table: string, entries: readonly object[]): void {
  for (const entry of entries) {
    const names = Object.keys(entry);
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`;
    database.prepare(sql).run(...(Object.values(entry) as (string | number | null)[]));
  }
}

/** The log in a database file, with the columns of the gateway's. @returns the open database */
export function auditDatabase(path: string, { rows, checkpoints }: WrittenLog): DatabaseSync {
  const database = new DatabaseSync(path);
  database.exec(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE audit_log (
      sequence INTEGER PRIMARY KEY NOT NULL, id TEXT NOT NULL, user_id TEXT, action TEXT NOT NULL, resource TEXT NOT NULL,
      resource_id TEXT, details TEXT, ip_address TEXT, time INTEGER NOT NULL, previous_hash TEXT NOT NULL, hash TEXT NOT NULL
    );
    CREATE TABLE audit_checkpoints (
      sequence INTEGER PRIMARY KEY NOT NULL, hash TEXT NOT NULL, time INTEGER NOT NULL, due INTEGER NOT NULL, mac TEXT NOT NULL
    );
  `);
  insert(database, 'audit_log', rows);
  insert(database, 'audit_checkpoints', checkpoints);
  return database;
}

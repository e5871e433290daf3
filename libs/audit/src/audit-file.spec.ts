import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { tempDir } from '@bourseworks/testkit';
import { auditDatabase, writtenLog } from '../test/audit-log.js';
import { verifyAuditFile } from './audit-file.js';
import type { AuditVerdict } from './verify-audit.js';

const KEY = Buffer.alloc(32, 7);
const ROWS = 12;
const LOG = writtenLog(KEY, ROWS, 4);
const WHOLE: AuditVerdict = { ok: true, rows: ROWS, sealed: ROWS };

type Table = 'audit_log' | 'audit_checkpoints';
type Value = string | number | null;

/** Every way to change one byte of a text, and some that a decoder would mend, as expressions of SQL. */
function otherTexts(value: string): string[] {
  const bytes = Buffer.from(value);
  const literal = (changed: Buffer): string => `CAST(x'${changed.toString('hex')}' AS TEXT)`;
  const flipped = [...bytes].map((byte, at) => {
    const copy = Buffer.from(bytes);
    copy[at] = byte ^ (1 << (at % 8));
    return literal(copy);
  });
  const longer = [' ', '\0', '\u{FEFF}'].flatMap((extra) => [
    literal(Buffer.concat([bytes, Buffer.from(extra)])),
    literal(Buffer.concat([Buffer.from(extra), bytes])),
  ]);
  // Cut within a character: a decoder puts U+FFFD there, which is what the text holds already.
  const mended = [...bytes.keys()].filter((at) => bytes[at] === 0xbd).map((at) => literal(without(bytes, at)));
  return [...flipped, ...longer, ...mended, literal(bytes.subarray(1)), `x'${bytes.toString('hex')}'`];
}

const without = (bytes: Buffer, at: number): Buffer => Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);

function otherValues(value: Value): string[] {
  if (value === null) return [`'x'`, `''`, '0'];
  if (typeof value === 'string') return otherTexts(value);
  const bits = Array.from({ length: 48 }, (_, bit) => (BigInt(value) ^ (1n << BigInt(bit))).toString());
  return [...bits, '9007199254740993', '-9223372036854775808', `'x'`, '0.5'];
}

describe('verifyAuditFile', () => {
  let folder: string;
  let whole: string;
  let copy: string;

  beforeAll(() => {
    folder = tempDir('audit');
    whole = join(folder, 'whole.db');
    copy = join(folder, 'copy.db');
    const database = auditDatabase(whole, LOG);
    // One file, which can be copied.
    database.exec('PRAGMA journal_mode = DELETE');
    database.close();
  });

  const verify = (path = copy): Promise<AuditVerdict> => verifyAuditFile(path, { key: KEY });

  async function after(sql: string): Promise<AuditVerdict> {
    copyFileSync(whole, copy);
    const database = new DatabaseSync(copy);
    database.exec(`PRAGMA ignore_check_constraints = ON; ${sql}`);
    database.close();
    return verify();
  }

  it('accepts what was written', async () => {
    expect(await verify(whole)).toEqual(WHOLE);
    expect(await after('')).toEqual(WHOLE);
  });

  it.each<[Table, readonly object[], readonly number[]]>([
    ['audit_log', LOG.rows, [0, 5, 11]],
    ['audit_checkpoints', LOG.checkpoints, [0, 1, 3]],
  ])(
    'finds any change of any byte of any column of %s',
    async (table, entries, indexes) => {
      for (const index of indexes) {
        const entry = entries[index] as Readonly<Record<string, Value>>;
        for (const [column, value] of Object.entries(entry)) {
          // The key of the table takes integers alone, and each once.
          const taken = new Set(entries.map((one) => String((one as { sequence: number }).sequence)));
          const others = otherValues(value).filter(
            (other) => column !== 'sequence' || (/^-?\d+$/.test(other) && !taken.has(other)),
          );
          for (const other of others) {
            const sql = `UPDATE ${table} SET ${column} = ${other} WHERE sequence = ${entry['sequence']}`;
            const { ok } = await after(sql);
            expect({ sql, ok }).toEqual({ sql, ok: false });
          }
        }
      }
    },
    120_000,
  );

  it('finds rows that were removed, added or put in the place of others', async () => {
    for (const [sql, sequence] of [
      ['DELETE FROM audit_log WHERE sequence = 6', 6],
      ['DELETE FROM audit_log WHERE sequence > 10', 11],
      ['DELETE FROM audit_log', 1],
      ['DELETE FROM audit_checkpoints', 1],
      ['DELETE FROM audit_checkpoints WHERE sequence = 8', 8],
      ['UPDATE audit_log SET sequence = -sequence; UPDATE audit_log SET sequence = 13 + sequence', 1],
      [
        'INSERT INTO audit_log SELECT 13, id, user_id, action, resource, resource_id, details, ip_address, time, hash, hash FROM audit_log WHERE sequence = 12',
        13,
      ],
    ] as const)
      expect({ sql, ...(await after(sql)) }).toMatchObject({ sql, ok: false, sequence });
  });

  it('never takes a file of which a byte was changed for another log, and ends with every one', async () => {
    const bytes = readFileSync(whole);
    const outcomes = { same: 0, found: 0, unreadable: 0 };
    for (let at = 0; at < bytes.length; at += 11) {
      const changed = Buffer.from(bytes);
      changed[at] = changed[at] ^ 0x55;
      writeFileSync(copy, changed);
      try {
        const verdict = await verify();
        if (verdict.ok) expect(verdict).toEqual(WHOLE);
        outcomes[verdict.ok ? 'same' : 'found'] += 1;
      } catch (error) {
        expect((error as { code?: string }).code).toBe('ERR_SQLITE_ERROR');
        outcomes.unreadable += 1;
      }
    }
    // Most of a page is empty; what is not empty is found.
    expect(outcomes.found).toBeGreaterThan(150);
  }, 120_000);

  it('reads one moment of a file that is being written', async () => {
    const path = join(folder, 'live.db');
    const writer = auditDatabase(path, LOG);
    writer.exec(`BEGIN IMMEDIATE; UPDATE audit_log SET action = 'other'`);
    expect(await verify(path)).toEqual(WHOLE);
    writer.exec('COMMIT');
    expect(await verify(path)).toMatchObject({ ok: false, sequence: 1 });
    writer.close();
  });

  it('writes nothing and makes nothing', async () => {
    const before = readFileSync(whole);
    await verify(whole);
    expect(readFileSync(whole).equals(before)).toBe(true);
    await expect(verify(join(folder, 'none.db'))).rejects.toThrow('unable to open');
  });
});

import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { writtenLog } from '../test/audit-log.js';
import { GENESIS_HASH, rowHash } from './audit-chain.js';
import type { AuditCheckpoint, AuditRow } from './audit-rows.js';
import { verifyAudit, type AuditVerdict } from './verify-audit.js';

const AUDIT_KEY = Buffer.alloc(32, 7);
const ROWS = 22;
const EVERY = 5;
const SEALED = 20;

describe('verifyAudit', () => {
  let rows: AuditRow[];
  let checkpoints: AuditCheckpoint[];

  beforeAll(() => void ({ rows, checkpoints } = writtenLog(AUDIT_KEY, ROWS, EVERY)));

  const verify = async (change: { rows?: AuditRow[]; checkpoints?: AuditCheckpoint[] } = {}): Promise<AuditVerdict> =>
    verifyAudit({ rows, checkpoints, key: AUDIT_KEY, ...change });

  /** Another value of the same type, one byte away where it is text. */
  function flipped(value: string | number | null, place: number): string | number {
    if (value === null) return 'x';
    if (typeof value === 'number') return value + 1;
    if (value === '') return 'x';
    const at = place % value.length;
    const other = value[at] === 'a' ? 'b' : 'a';
    return `${value.slice(0, at)}${other}${value.slice(at + 1)}`;
  }

  const changed = <T extends object>(list: T[], index: number, field: string, place: number): T[] =>
    list.map((row, at) =>
      at === index ? { ...row, [field]: flipped(row[field as keyof T] as string | number | null, place) } : row,
    );

  it('accepts what was written', async () => {
    expect(await verify()).toEqual({ ok: true, rows: ROWS, sealed: SEALED });
    expect(await verify({ rows: [], checkpoints: [] })).toEqual({ ok: true, rows: 0, sealed: 0 });
  });

  it('names the row of any change of any byte of any field', async () => {
    for (let index = 0; index < ROWS; index += 1) {
      for (const field of Object.keys(rows[index])) {
        expect(await verify({ rows: changed(rows, index, field, index * 7) })).toMatchObject({
          ok: false,
          sequence: index + 1,
        });
      }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.nat(ROWS - 1),
        fc.constantFrom(...Object.keys(rows[0])),
        fc.nat(),
        async (index, field, at) => {
          const verdict = await verify({ rows: changed(rows, index, field, at) });
          expect(verdict).toMatchObject({ ok: false, sequence: index + 1 });
        },
      ),
    );
  });

  it('finds a change of any byte of any field of a checkpoint', async () => {
    for (let index = 0; index < checkpoints.length; index += 1) {
      for (const field of Object.keys(checkpoints[index])) {
        const verdict = await verify({ checkpoints: changed(checkpoints, index, field, index) });
        expect(verdict.ok).toBe(false);
      }
    }
  });

  it('names the place of a row that is gone, doubled, moved or made up', async () => {
    for (let index = 0; index < SEALED; index += 1) {
      const without = rows.toSpliced(index, 1);
      expect(await verify({ rows: without })).toMatchObject({ ok: false, sequence: index + 1 });
      expect(await verify({ rows: rows.toSpliced(index, 0, rows[index]) })).toMatchObject({
        ok: false,
        sequence: index + 2,
      });
      const swapped = rows.with(index, rows[index + 1]).with(index + 1, rows[index]);
      expect(await verify({ rows: swapped })).toMatchObject({ ok: false, sequence: index + 1 });
    }
  });

  it('finds a cut anywhere up to the last checkpoint', async () => {
    for (let length = 0; length < SEALED; length += 1) {
      expect(await verify({ rows: rows.slice(0, length) })).toEqual({
        ok: false,
        sequence: length + 1,
        problem: expect.stringMatching(/cut off/),
      });
    }
  });

  it('finds a cut of the checkpoints too while rows are left that are due one', async () => {
    for (let kept = 0; kept < checkpoints.length - 1; kept += 1) {
      const first = kept === 0 ? 1 : checkpoints[kept].sequence;
      expect(await verify({ checkpoints: checkpoints.slice(0, kept) })).toMatchObject({ ok: false, sequence: first });
    }
    for (let index = 1; index < checkpoints.length; index += 1) {
      expect((await verify({ checkpoints: checkpoints.toSpliced(index, 1) })).ok).toBe(false);
    }
  });

  it('finds a chain that was made anew without the key', async () => {
    let previous_hash = GENESIS_HASH;
    const forged = rows.map((row) => {
      const fields = { ...row, action: row.sequence === 3 ? 'other' : row.action, previous_hash };
      previous_hash = rowHash(fields);
      return { ...fields, hash: previous_hash };
    });
    expect(await verify({ rows: forged })).toMatchObject({ ok: false, sequence: EVERY });
    const hashes = new Map(forged.map((row) => [row.sequence, row.hash]));
    const moved = checkpoints.map((one) => ({ ...one, hash: hashes.get(one.sequence) ?? one.hash }));
    expect(await verify({ rows: forged, checkpoints: moved })).toMatchObject({ ok: false, sequence: EVERY });
  });

  it('finds the wrong key at the first row', async () => {
    const verdict = await verifyAudit({ rows, checkpoints, key: Buffer.alloc(32, 8) });
    expect(verdict).toMatchObject({ ok: false, sequence: 1 });
  });

  it('finds by the anchor a log that was cut together with its checkpoints', async () => {
    const cut = { rows: rows.slice(0, 12), checkpoints: checkpoints.slice(0, 3), key: AUDIT_KEY };
    expect(await verifyAudit(cut)).toEqual({ ok: true, rows: 12, sealed: 10 });
    const [anchor] = checkpoints.slice(-1);
    expect(await verifyAudit({ ...cut, anchor })).toMatchObject({ ok: false, sequence: 13 });
    expect(await verifyAudit({ rows, checkpoints, key: AUDIT_KEY, anchor })).toMatchObject({ ok: true });
  });
});

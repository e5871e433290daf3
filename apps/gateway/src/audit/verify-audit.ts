import { verifyAudit, type AuditKeys, type AuditVerdict } from '@bourseworks/audit';
import type { Db } from '../database/db.js';

/** Verifies the log of an open database, from one snapshot and with flat memory (checkpoints aside). Holds its connection. */
export async function verifyAuditDb(db: Db, keys: AuditKeys): Promise<AuditVerdict> {
  return db.snapshot(async (tx) => {
    const checkpoints = await tx.selectFrom('audit_checkpoints').selectAll().orderBy('sequence').execute();
    const rows = tx.selectFrom('audit_log').selectAll().orderBy('sequence').stream(500);
    return verifyAudit({ ...keys, checkpoints, rows });
  });
}

import { createHash, createHmac } from 'node:crypto';
import type { AuditCheckpoint, AuditRow } from './audit-rows.js';

/** What stands before the first row. */
export const GENESIS_HASH = '0'.repeat(64);

type HashedRow = Omit<AuditRow, 'hash'>;
type MarkedCheckpoint = Omit<AuditCheckpoint, 'mac'>;

/**
 * The one text that a set of fields has: JSON, keys sorted, no spaces. Values are texts, safe integers and nulls only, so
 * that JSON writes each of them in one way.
 */
function canonical(fields: Readonly<Record<string, string | number | null>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(fields).toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/**
 * SHA-256 over the row, the hash of the row before it included. Fields are named one by one: a column that is added later
 * must not change what older rows hash to. `details` counts as the text that is stored.
 */
export function rowHash(row: HashedRow): string {
  const { sequence, id, user_id, action, resource, resource_id, details, ip_address, time, previous_hash } = row;
  const fields = { sequence, id, user_id, action, resource, resource_id, details, ip_address, time, previous_hash };
  return createHash('sha256').update(canonical(fields)).digest('hex');
}

/** HMAC-SHA-256 over a checkpoint and the mac of the one before it (empty text before the first). */
export function checkpointMac(
  key: Uint8Array,
  { sequence, hash, time, due }: MarkedCheckpoint,
  before: string,
): string {
  return createHmac('sha256', key).update(canonical({ sequence, hash, time, due, before })).digest('hex');
}

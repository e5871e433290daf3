import { createHash } from 'node:crypto';

/** SHA-256 of what was asked for, whatever the order of its fields: fields sorted, those that were left out left out. */
export function bodyHash(body: object): string {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  const text = JSON.stringify(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return createHash('sha256').update(text).digest('hex');
}

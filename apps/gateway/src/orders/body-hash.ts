import { createHash } from 'node:crypto';

type Entries = readonly (readonly [string, unknown])[];

/** Objects as the sorted lists of their fields, at any depth; fields that were left out left out. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  return typeof value === 'object' && value !== null ? entriesOf(value) : value;
}

function entriesOf(body: object): Entries {
  const fields = Object.entries(body).filter(([, value]) => value !== undefined);
  return fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, canonical(value)]);
}

/** SHA-256 of what was asked for, whatever the order of its fields. */
export function bodyHash(body: object): string {
  return createHash('sha256')
    .update(JSON.stringify(entriesOf(body)))
    .digest('hex');
}

import { createHash } from 'node:crypto';

type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

const byCode = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1);

/** JSON with the names of every object in the order of their code units. */
function canonical(value: Json): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.entries(value).toSorted(byCode);
  return `{${fields.map(([name, field]) => `${JSON.stringify(name)}:${canonical(field)}`).join(',')}}`;
}

/**
 * SHA-256 (base64url) over the body of a command as it travels: canonical JSON, what is undefined left out, the claim
 * itself left out. The same for the object that is sent and the object that its receiver reads.
 */
export function bodyDigest(body: object): string {
  const { claim: _, ...wire } = JSON.parse(JSON.stringify(body)) as Record<string, Json>;
  return createHash('sha256').update(canonical(wire)).digest('base64url');
}

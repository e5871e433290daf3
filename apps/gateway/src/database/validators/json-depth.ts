/** Levels that JSON of a client may nest: no real layout comes near. */
export const MAX_JSON_DEPTH = 32;

/** Whether a value nests deeper than `limit`. Walks with a list of its own: recursion would overflow on what it looks for. */
export function deeperThan(value: unknown, limit: number): boolean {
  const open: [unknown, number][] = [[value, 0]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [inner, depth] = next;
    if (typeof inner !== 'object' || inner === null) continue;
    if (depth >= limit) return true;
    for (const child of Object.values(inner)) open.push([child, depth + 1]);
  }
  return false;
}

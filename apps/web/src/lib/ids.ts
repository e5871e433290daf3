/** Ids of commands and of orders: 1-64 characters of [A-Za-z0-9_.-], unique for ever. */
export function newId(prefix: string): string {
  return `${prefix}-${crypto.randomUUID()}`;
}

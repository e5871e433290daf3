export type JsonObject = Readonly<Record<string, unknown>>;

/** A JSON column as an object. The column's CHECK holds it to JSON; anything but an object is a fault of the program. */
export function parseStored(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (isObject(value)) return value;
  throw new Error('a stored JSON text is not an object');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

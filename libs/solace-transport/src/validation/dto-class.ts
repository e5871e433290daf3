/** A class whose decorated properties describe a message. */
export type DtoClass = abstract new () => object;

/** Classes that JSON values have anyway: they describe nothing that could be checked. */
const NATIVE: readonly unknown[] = [Object, String, Number, Boolean, Array, Function, Date, Map, Set, Promise, Symbol];

export function isDtoClass(value: unknown): value is DtoClass {
  return typeof value === 'function' && !NATIVE.includes(value);
}

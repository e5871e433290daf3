export type Bound = string | number | null;

/**
 * What may stand for a `?`. Everything else is refused here: the driver would store NULL for a Date, and a fraction or a
 * number beyond 2^53 would come back as another one. The schema holds decimals as text.
 *
 * @throws TypeError
 */
export function bind(parameters: readonly unknown[]): Bound[] {
  return parameters.map((value, index) => {
    if (value === null || typeof value === 'string') return value;
    if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
    const kind = typeof value === 'number' ? `number ${value}` : typeof value;
    throw new TypeError(`parameter ${index + 1} must be text, null or a safe integer, not ${kind}`);
  });
}

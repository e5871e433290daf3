/** Units of a sample: few, so that most samples end before anything is collected. */
const SAMPLE = 100;

/**
 * Bytes that `step` leaves on the heap for one of `count` units, whether they stay or are garbage at once. A sample that a
 * collection fell into is left out where it shows. Needs --expose-gc.
 */
export function allocatedBytes(step: (unit: number) => void, count: number): number {
  globalThis.gc?.();
  let bytes = 0;
  let units = 0;
  for (let from = 0; from + SAMPLE <= count; from += SAMPLE) {
    const before = process.memoryUsage().heapUsed;
    for (let unit = from; unit < from + SAMPLE; unit++) step(unit);
    const used = process.memoryUsage().heapUsed - before;
    if (used < 0) continue;
    bytes += used;
    units += SAMPLE;
  }
  return bytes / units;
}

import { PricingError } from '../errors.js';

/** Most nodes of one curve: a curve is solved by a dense system in the number of its nodes. */
export const MAX_NODES = 512;

/** Checks ascending positive times with a finite value each. Throws PRICING_INPUT. */
export function checkNodes(times: readonly number[], values: readonly number[]): void {
  if (times.length === 0 || times.length > MAX_NODES || times.length !== values.length) {
    throw new PricingError('PRICING_INPUT', `a curve has 1 to ${MAX_NODES} times with a value each`);
  }
  let before = 0;
  for (let i = 0; i < times.length; i++) {
    if (!(times[i] > before) || !Number.isFinite(times[i]) || !Number.isFinite(values[i])) {
      throw new PricingError('PRICING_INPUT', `node ${i} is not after the one before, or not finite: ${times[i]}`);
    }
    before = times[i];
  }
}

/** Index i of the interval with nodes[i] <= t < nodes[i + 1], held within the first and the last interval. */
export function intervalOf(nodes: ArrayLike<number>, t: number): number {
  let low = 0;
  let high = nodes.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (nodes[middle] <= t) low = middle;
    else high = middle;
  }
  return low;
}

import { expect } from '@jest/globals';

/** That every value is as expected to so many significant digits. */
export function expectNear(values: ArrayLike<number>, expected: readonly number[], digits: number): void {
  expect(values).toHaveLength(expected.length);
  const wrong = expected.filter((value, i) => !(Math.abs(values[i] - value) <= Math.abs(value) * 10 ** -digits));
  if (wrong.length > 0) expect(Array.from(values)).toEqual(expected);
}

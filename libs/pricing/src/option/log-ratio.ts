/** ln(a / b) of positive numbers, exact to the last digits also where they are nearly the same or far apart. */
export function logRatio(a: number, b: number): number {
  const ratio = a / b;
  // The difference of numbers within a factor of two is exact.
  if (ratio > 0.5 && ratio < 2) return Math.log1p((a - b) / b);
  return ratio > 0 && ratio < Infinity ? Math.log(ratio) : Math.log(a) - Math.log(b);
}

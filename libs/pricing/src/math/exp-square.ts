/**
 * exp(-x^2 / 2). The square of x is rounded, an error that its exponential would make x^2 / 2 times as large; so x is split into
 * sixteenths, whose square is exact, and a small rest (Cody 1969).
 */
export function expHalfSquare(x: number): number {
  // Further out it is below the smallest number there is.
  if (Math.abs(x) > 39) return 0;
  const head = Math.trunc(x * 16) / 16;
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (x - head) * (x + head));
}

// The square of x is rounded, an error that its exponential would make x^2 times as large. So x is split into sixteenths,
// whose square is exact, and a small rest (Cody 1969).

const sixteenths = (x: number): number => Math.trunc(x * 16) / 16;

/** exp(-x^2 / 2). */
export function expHalfSquare(x: number): number {
  // Further out it is below the smallest number there is.
  if (Math.abs(x) > 39) return 0;
  const head = sixteenths(x);
  return Math.exp(-0.5 * head * head) * Math.exp(-0.5 * (x - head) * (x + head));
}

/** exp(-x^2). */
export function expMinusSquare(x: number): number {
  if (Math.abs(x) > 27.5) return 0;
  const head = sixteenths(x);
  return Math.exp(-head * head) * Math.exp(-(x - head) * (x + head));
}

/** exp(x^2). */
export function expSquare(x: number): number {
  if (Math.abs(x) > 26.7) return Infinity;
  const head = sixteenths(x);
  return Math.exp(head * head) * Math.exp((x - head) * (x + head));
}

/** Halvings alone would take about sixty to reach the last digit of a double. */
const MAX_STEPS = 200;

/**
 * The root of a continuous function between two points where its signs differ, to the last digits; undefined where they do not.
 * Secants with a weight on the side that stays (the Illinois method), and a halving wherever they do not shrink the bracket.
 */
export function rootBetween(f: (x: number) => number, low: number, high: number): number | undefined {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa === 0) return a;
  if (fb === 0) return b;
  if (!(fa * fb < 0)) return undefined;
  for (let step = 0; step < MAX_STEPS; step++) {
    const width = b - a;
    const secant = b - (fb * width) / (fb - fa);
    // Every third step halves, so that the bracket is sure to close.
    const x = step % 3 === 2 || !(secant > Math.min(a, b) && secant < Math.max(a, b)) ? a + width / 2 : secant;
    const fx = f(x);
    if (fx === 0 || Math.abs(width) <= 4e-16 * Math.max(Math.abs(a), Math.abs(b))) return x;
    if (fx * fb < 0) {
      [a, fa] = [b, fb];
    } else {
      fa /= 2;
    }
    [b, fb] = [x, fx];
  }
  return b;
}

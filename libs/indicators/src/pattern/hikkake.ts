import type { PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

/** 1 or -1 where the pattern is complete at the candle of that age, else 0. */
type Trap = (c: Candles, age: number) => number;

const isInside = (c: Candles, age: number): boolean => c.high(age) < c.high(age + 1) && c.low(age) > c.low(age + 1);

/** 1 where both high and low are lower than those before, -1 where both are higher, else 0. */
function breakOut(c: Candles, age: number): number {
  if (c.high(age) < c.high(age + 1) && c.low(age) < c.low(age + 1)) return 1;
  return c.high(age) > c.high(age + 1) && c.low(age) > c.low(age + 1) ? -1 : 0;
}

const plain: Trap = (c, age) => (isInside(c, age + 1) ? breakOut(c, age) : 0);

/** With a second candle inside the first; the second closes near the end at which the prices break out. */
const modified: Trap = (c, age) => {
  if (!isInside(c, age + 1) || !isInside(c, age + 2)) return 0;
  const way = breakOut(c, age);
  const second = age + 2;
  const distance = way > 0 ? c.close(second) - c.low(second) : c.high(second) - c.close(second);
  return distance <= c.near(second) ? way : 0;
};

const isConfirmed = (c: Candles, at: number, age: number, way: number): boolean =>
  way > 0 ? c.close(at) > c.high(age + 1) : c.close(at) < c.low(age + 1);

/** The pattern, or the first confirmation of the last one within three candles. */
function found(c: Candles, trap: Trap): number {
  const now = trap(c, 0);
  if (now !== 0) return 100 * now;
  for (let age = 1; age <= 3; age++) {
    const way = trap(c, age);
    if (way === 0) continue;
    for (let at = age - 1; at > 0; at--) if (isConfirmed(c, at, age, way)) return 0;
    return isConfirmed(c, 0, age, way) ? 200 * way : 0;
  }
  return 0;
}

const MEANING = '100 bullish, -100 bearish, 200 and -200 where it is confirmed, 0 none';

/** Inside bars with a false start, by the measures of TA-Lib. */
export const HIKKAKES: readonly PatternRow[] = [
  {
    name: 'hikkake',
    title: 'Hikkake',
    candles: 6,
    formula:
      'a candle within the one before, then one with both high and low lower (100) or higher (-100); 200 or -200 where one of the next three is the first to close beyond the high, or low, of the inner candle',
    meaning: MEANING,
    source: 'D. Chesler, Active Trader (2004); TA-Lib CDLHIKKAKE',
    match: (c) => found(c, plain),
  },
  {
    name: 'modified-hikkake',
    title: 'Modified hikkake',
    candles: 7,
    formula:
      'two candles, each within the one before, the first of them closing near its low (100) or high (-100), then as hikkake',
    meaning: MEANING,
    source: 'D. Chesler, Active Trader (2004); TA-Lib CDLHIKKAKEMOD',
    match: (c) => found(c, modified),
  },
];

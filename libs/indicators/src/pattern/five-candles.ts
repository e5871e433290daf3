import { where, type PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

/** Whether the bodies of the second to fourth candle are short. */
const areShort = (c: Candles): boolean => c.isShort(3) && c.isShort(2) && c.isShort(1);

/** Whether the body reaches into the range of another candle. */
const overlaps = (c: Candles, age: number, other: number): boolean =>
  c.bottom(age) < c.high(other) && c.top(age) > c.low(other);

/** Whether the body ends within the upper half of the first candle, a white one. */
const holds = (c: Candles, age: number): boolean =>
  c.bottom(age) < c.close(4) && c.bottom(age) > c.close(4) - 0.5 * c.body(4);

const NISON = 'S. Nison, Japanese Candlestick Charting Techniques (1991)';
const BULKOWSKI = 'T. Bulkowski, Encyclopedia of Candlestick Charts (2008)';

/** Five candles, by the measures of TA-Lib. */
export const FIVE_CANDLES: readonly PatternRow[] = [
  {
    name: 'breakaway',
    title: 'Breakaway',
    candles: 5,
    formula:
      '100: long black, a black body below it, two candles with lower highs and lows, the second black, a white one that closes in the gap; -100 the reverse',
    source: `${BULKOWSKI}; TA-Lib CDLBREAKAWAY`,
    match: (c) => {
      const way = c.colour(0);
      const areAlike = c.colour(4) === -way && c.colour(3) === -way && c.colour(1) === -way;
      if (!areAlike || !c.isLong(4) || !(way > 0 ? c.isBelow(3, 4) : c.isAbove(3, 4))) return 0;
      for (let age = 2; age >= 1; age--) {
        if (way * (c.high(age) - c.high(age + 1)) >= 0 || way * (c.low(age) - c.low(age + 1)) >= 0) return 0;
      }
      return where(way * (c.close(0) - c.open(3)) > 0 && way * (c.close(0) - c.close(4)) < 0, way);
    },
  },
  {
    name: 'ladder-bottom',
    title: 'Ladder bottom',
    candles: 5,
    formula:
      '100: three black candles, opens and closes falling, a black one with an upper shadow, a white one that opens above its open and closes above its high',
    source: `${NISON}; TA-Lib CDLLADDERBOTTOM`,
    match: (c) => {
      const areBlack = !c.isWhite(4) && !c.isWhite(3) && !c.isWhite(2) && !c.isWhite(1);
      const areOpensFalling = c.open(4) > c.open(3) && c.open(3) > c.open(2);
      const areClosesFalling = c.close(4) > c.close(3) && c.close(3) > c.close(2);
      const isTurn = c.isWhite(0) && c.open(0) > c.open(1) && c.close(0) > c.high(1);
      const isBottom = areBlack && areOpensFalling && areClosesFalling && isTurn;
      return where(isBottom && c.upper(1) > 0.1 * c.usualRange(1), 1);
    },
  },
  {
    name: 'three-methods',
    title: 'Rising, falling three methods',
    candles: 5,
    formula:
      '100: long white, three short black bodies within its range, closes falling, a long white one that opens above the last close and closes above the first; -100 the reverse',
    source: `${NISON}; TA-Lib CDLRISEFALL3METHODS`,
    match: (c) => {
      const way = c.colour(4);
      const isTurned = c.colour(3) === -way && c.colour(2) === -way && c.colour(1) === -way && c.colour(0) === way;
      if (!isTurned || !c.isLong(4) || !c.isLong(0) || !areShort(c)) return 0;
      if (!overlaps(c, 3, 4) || !overlaps(c, 2, 4) || !overlaps(c, 1, 4)) return 0;
      const isBack = way * (c.close(2) - c.close(3)) < 0 && way * (c.close(1) - c.close(2)) < 0;
      return where(isBack && way * (c.open(0) - c.close(1)) > 0 && way * (c.close(0) - c.close(4)) > 0, way);
    },
  },
  {
    name: 'mat-hold',
    title: 'Mat hold',
    candles: 5,
    formula:
      '100: long white, a black body above it, two bodies that reach down into its upper half, all three short and their upper ends falling, a white one that opens above the last close and closes above the highs of the three',
    source: `${NISON}; TA-Lib CDLMATHOLD with penetration 0.5`,
    match: (c) => {
      const isGap = c.isWhite(4) && c.isLong(4) && !c.isWhite(3) && c.isAbove(3, 4) && areShort(c);
      const areFalling = c.top(2) < c.open(3) && c.top(1) < c.top(2);
      const highest = Math.max(c.high(3), c.high(2), c.high(1));
      const isUp = c.isWhite(0) && c.open(0) > c.close(1) && c.close(0) > highest;
      return where(isGap && holds(c, 2) && holds(c, 1) && areFalling && isUp, 1);
    },
  },
];

import { compute, findIndicator, pattern } from '@bourseworks/indicators';
import { describe, expect, it } from '@jest/globals';
import { candlesOf, coarseBars, mirrored, QUIET, shaken, type Candle, type Prices } from './candles.js';

/** Oldest first; the last one is that at which the pattern is found. */
type Test = (...last: Candle[]) => boolean;

interface Case {
  readonly name: string;
  /** What it is where the test holds: one of the two, or 100 and for the candles upside down -100. */
  readonly value: 100 | -100 | 'both';
  readonly test: Test;
  /** After quiet candles of a body of 1 and a range of 3. */
  readonly example: readonly Prices[];
  readonly found?: number;
}

const long = (x: Candle): boolean => x.body > x.meanBody;
const doji = (x: Candle): boolean => x.body <= 0.1 * x.meanRange;
const noUpper = (x: Candle): boolean => x.upper < 0.1 * x.meanRange;
const noLower = (x: Candle): boolean => x.lower < 0.1 * x.meanRange;
const black = (...all: Candle[]): boolean => all.every((x) => !x.white);
const white = (...all: Candle[]): boolean => all.every((x) => x.white);
const near = (x: Candle): number => 0.2 * x.meanRange5;
const equal = (a: number, b: number, x: Candle): boolean =>
  a <= b + 0.05 * x.meanRange5 && a >= b - 0.05 * x.meanRange5;
const shaven = (x: Candle): boolean => noUpper(x) && noLower(x);

const LONG_BLACK: Prices = [103, 103.5, 99.5, 100];
const LONG_WHITE: Prices = [100, 103.5, 99.5, 103];

const ONE: readonly Case[] = [
  { name: 'doji', value: 100, test: doji, example: [[100, 101, 99, 100.1]] },
  {
    name: 'dragonfly-doji',
    value: 100,
    test: (x) => doji(x) && noUpper(x) && x.lower > 0.1 * x.meanRange,
    example: [[100, 100.1, 97, 100]],
  },
  {
    name: 'gravestone-doji',
    value: 100,
    test: (x) => doji(x) && noLower(x) && x.upper > 0.1 * x.meanRange,
    example: [[100, 103, 99.9, 100]],
  },
  {
    name: 'long-legged-doji',
    value: 100,
    test: (x) => doji(x) && Math.max(x.upper, x.lower) > x.body,
    example: [[100, 102, 98, 100]],
  },
  {
    name: 'rickshaw-man',
    value: 100,
    test: (x) =>
      doji(x) &&
      Math.min(x.upper, x.lower) > x.body &&
      x.bottom <= (x.h + x.l) / 2 + near(x) &&
      x.top >= (x.h + x.l) / 2 - near(x),
    example: [[100, 102, 98, 100]],
  },
  {
    name: 'takuri',
    value: 100,
    test: (x) => doji(x) && noUpper(x) && x.lower > 2 * x.body,
    example: [[100, 100.1, 97, 100]],
  },
  {
    name: 'spinning-top',
    value: 'both',
    test: (x) => x.white && x.body < x.meanBody && x.upper > x.body && x.lower > x.body,
    example: [[100, 101.5, 99, 100.5]],
  },
  {
    name: 'high-wave',
    value: 'both',
    test: (x) => x.white && x.body < x.meanBody && x.upper > 2 * x.body && x.lower > 2 * x.body,
    example: [[100, 102.5, 98, 100.5]],
  },
  { name: 'marubozu', value: 'both', test: (x) => x.white && long(x) && shaven(x), example: [[100, 102.1, 99.9, 102]] },
  {
    name: 'closing-marubozu',
    value: 'both',
    test: (x) => x.white && long(x) && noUpper(x),
    example: [[100, 102, 99, 102]],
  },
  { name: 'belt-hold', value: 'both', test: (x) => x.white && long(x) && noLower(x), example: [[100, 103, 100, 102]] },
  {
    name: 'long-line',
    value: 'both',
    test: (x) => x.white && long(x) && x.upper < x.meanShadow && x.lower < x.meanShadow,
    example: [[100, 102.4, 99.6, 102]],
  },
  {
    name: 'short-line',
    value: 'both',
    test: (x) => x.white && x.body < x.meanBody && x.upper < x.meanShadow && x.lower < x.meanShadow,
    example: [[100, 100.9, 99.6, 100.5]],
  },
  {
    name: 'hammer',
    value: 100,
    test: (x, y) => y.body < y.meanBody && y.lower > y.body && noUpper(y) && y.bottom - x.l <= near(x),
    example: [[99, 99.6, 97, 99.5]],
  },
  {
    name: 'hanging-man',
    value: -100,
    test: (x, y) => y.body < y.meanBody && y.lower > y.body && noUpper(y) && x.h - y.bottom <= near(x),
    example: [[101.5, 102.1, 99, 102]],
  },
  {
    name: 'inverted-hammer',
    value: 100,
    test: (x, y) => y.body < y.meanBody && y.upper > y.body && noLower(y) && y.top < x.bottom,
    example: [[99, 101.5, 98.9, 99.5]],
  },
  {
    name: 'shooting-star',
    value: -100,
    test: (x, y) => y.body < y.meanBody && y.upper > y.body && noLower(y) && y.bottom > x.top,
    example: [[102, 104, 101.9, 102.5]],
  },
];

const TWO: readonly Case[] = [
  {
    name: 'engulfing',
    value: 'both',
    test: (x, y) => black(x) && white(y) && ((y.c >= x.o && y.o < x.c) || (y.c > x.o && y.o <= x.c)),
    example: [
      [101, 101.5, 99.5, 100],
      [99.5, 102, 99, 101.5],
    ],
  },
  {
    name: 'harami',
    value: 'both',
    test: (x, y) =>
      black(x) &&
      long(x) &&
      y.body <= y.meanBody &&
      ((y.top < x.o && y.bottom >= x.c) || (y.top <= x.o && y.bottom > x.c)),
    example: [LONG_BLACK, [101, 102, 100.5, 101.5]],
  },
  {
    name: 'harami-cross',
    value: 'both',
    test: (x, y) =>
      black(x) && long(x) && doji(y) && ((y.top < x.o && y.bottom >= x.c) || (y.top <= x.o && y.bottom > x.c)),
    example: [LONG_BLACK, [101, 102, 100.5, 101.1]],
  },
  {
    name: 'doji-star',
    value: 'both',
    test: (x, y) => black(x) && long(x) && doji(y) && y.top < x.c,
    example: [LONG_BLACK, [99, 99.5, 98, 99.1]],
  },
  {
    name: 'piercing',
    value: 100,
    test: (x, y) => black(x) && long(x) && white(y) && long(y) && y.o < x.l && y.c > (x.o + x.c) / 2 && y.c < x.o,
    example: [LONG_BLACK, [99, 102.5, 98.5, 102]],
  },
  {
    name: 'dark-cloud-cover',
    value: -100,
    test: (x, y) => white(x) && long(x) && black(y) && y.o > x.h && y.c < (x.o + x.c) / 2 && y.c > x.o,
    example: [LONG_WHITE, [104, 104.5, 100.5, 101]],
  },
  {
    name: 'on-neck',
    value: -100,
    test: (x, y) => black(x) && long(x) && white(y) && y.o < x.l && equal(y.c, x.l, x),
    example: [LONG_BLACK, [98, 100, 97.5, 99.5]],
  },
  {
    name: 'in-neck',
    value: -100,
    test: (x, y) => black(x) && long(x) && white(y) && y.o < x.l && y.c >= x.c && equal(y.c, x.c, x),
    example: [LONG_BLACK, [98, 100.5, 97.5, 100.1]],
  },
  {
    name: 'thrusting',
    value: -100,
    test: (x, y) =>
      black(x) && long(x) && white(y) && y.o < x.l && y.c > x.c + 0.05 * x.meanRange5 && y.c <= (x.o + x.c) / 2,
    example: [LONG_BLACK, [98, 101.5, 97.5, 101]],
  },
  {
    name: 'counterattack',
    value: 'both',
    test: (x, y) => black(x) && long(x) && white(y) && long(y) && equal(y.c, x.c, x),
    example: [LONG_BLACK, [97, 100.5, 96.5, 100.1]],
  },
  {
    name: 'separating-lines',
    value: 'both',
    test: (x, y) => black(x) && white(y) && equal(y.o, x.o, x) && long(y) && noLower(y),
    example: [
      [101, 101.5, 99.5, 100],
      [101, 103.5, 100.9, 103],
    ],
  },
  {
    name: 'homing-pigeon',
    value: 100,
    test: (x, y) => black(x, y) && long(x) && y.body <= y.meanBody && y.o < x.o && y.c > x.c,
    example: [LONG_BLACK, [102, 102.5, 101, 101.5]],
  },
  {
    name: 'matching-low',
    value: 100,
    test: (x, y) => black(x, y) && equal(y.c, x.c, x),
    example: [LONG_BLACK, [101, 101.5, 99.8, 100.1]],
  },
  {
    name: 'kicking',
    value: 'both',
    test: (x, y) => black(x) && white(y) && long(x) && long(y) && shaven(x) && shaven(y) && y.l > x.h,
    example: [
      [102, 102.1, 99.9, 100],
      [103, 105.6, 102.9, 105.5],
    ],
  },
  {
    name: 'kicking-by-length',
    value: 'both',
    test: (x, y) => {
      const [lower, upper] = y.l > x.h ? [x, y] : [y, x];
      const areAway = upper.l > lower.h && (x === lower ? black(x) && white(y) : white(x) && black(y));
      const longer = y.body > x.body ? y : x;
      return areAway && long(x) && long(y) && shaven(x) && shaven(y) && white(longer);
    },
    example: [
      [104, 104.1, 99.9, 100],
      [105, 107.1, 104.9, 107],
    ],
    found: -100,
  },
];

const starIn = (x: Candle, z: Candle): boolean =>
  black(x) && long(x) && white(z) && long(z) && z.c > x.c + 0.3 * x.body;

const THREE: readonly Case[] = [
  {
    name: 'morning-star',
    value: 100,
    test: (x, y, z) => starIn(x, z) && y.body <= y.meanBody && y.top < x.bottom,
    example: [
      [105, 105.5, 101, 101.5],
      [101, 101.3, 100, 100.5],
      [101, 104.5, 100.8, 104],
    ],
  },
  {
    name: 'evening-star',
    value: -100,
    test: (x, y, z) =>
      white(x) &&
      long(x) &&
      y.body <= y.meanBody &&
      y.bottom > x.top &&
      black(z) &&
      long(z) &&
      z.c < x.c - 0.3 * x.body,
    example: [
      [100, 104, 99.5, 103.5],
      [104, 105, 103.7, 104.5],
      [104, 104.3, 100.5, 101],
    ],
  },
  {
    name: 'morning-doji-star',
    value: 100,
    test: (x, y, z) => starIn(x, z) && doji(y) && y.top < x.bottom,
    example: [
      [105, 105.5, 101, 101.5],
      [101, 101.3, 100, 100.9],
      [101, 104.5, 100.8, 104],
    ],
  },
  {
    name: 'evening-doji-star',
    value: -100,
    test: (x, y, z) =>
      white(x) && long(x) && doji(y) && y.bottom > x.top && black(z) && long(z) && z.c < x.c - 0.3 * x.body,
    example: [
      [100, 104, 99.5, 103.5],
      [104, 105, 103.7, 104.1],
      [104, 104.3, 100.5, 101],
    ],
  },
  {
    name: 'abandoned-baby',
    value: 'both',
    test: (x, y, z) => starIn(x, z) && doji(y) && y.h < x.l && y.h < z.l,
    example: [
      [105, 105.5, 101, 101.5],
      [100, 100.5, 99, 100.1],
      [101, 104.5, 100.8, 104],
    ],
  },
  {
    name: 'three-inside',
    value: 'both',
    test: (x, y, z) =>
      black(x) && long(x) && y.body <= y.meanBody && y.top < x.o && y.bottom > x.c && white(z) && z.c > x.o,
    example: [LONG_BLACK, [101, 102, 100.5, 101.5], [101.5, 104, 101, 103.5]],
  },
  {
    name: 'three-outside',
    value: 'both',
    test: (x, y, z) => black(x) && white(y) && y.c > x.o && y.o < x.c && z.c > y.c,
    example: [
      [101, 101.5, 99.5, 100],
      [99.5, 102, 99, 101.5],
      [101.5, 103, 101, 102.5],
    ],
  },
  {
    name: 'three-white-soldiers',
    value: 100,
    test: (x, y, z) =>
      white(x, y, z) &&
      [x, y, z].every(noUpper) &&
      z.c > y.c &&
      y.c > x.c &&
      y.o > x.o &&
      y.o <= x.c + near(x) &&
      z.o > y.o &&
      z.o <= y.c + near(y) &&
      y.body > x.body - 0.6 * x.meanRange5 &&
      z.body > y.body - 0.6 * y.meanRange5 &&
      long(z),
    example: [
      [100, 102.1, 99.5, 102],
      [101.5, 103.6, 101, 103.5],
      [103, 105.1, 102.5, 105],
    ],
  },
  {
    name: 'three-black-crows',
    value: -100,
    test: (w, x, y, z) =>
      white(w) &&
      black(x, y, z) &&
      [x, y, z].every(noLower) &&
      y.o < x.o &&
      y.o > x.c &&
      z.o < y.o &&
      z.o > y.c &&
      w.h > x.c &&
      x.c > y.c &&
      y.c > z.c,
    example: [
      [100, 103, 99.5, 102.5],
      [102, 102.5, 99.9, 100],
      [101, 101.5, 98.9, 99],
      [100, 100.5, 96.9, 97],
    ],
  },
  {
    name: 'identical-three-crows',
    value: -100,
    test: (x, y, z) =>
      black(x, y, z) && [x, y, z].every(noLower) && x.c > y.c && y.c > z.c && equal(y.o, x.c, x) && equal(z.o, y.c, y),
    example: [
      [104, 104.5, 101.9, 102],
      [102, 102.5, 99.9, 100],
      [100, 100.5, 97.9, 98],
    ],
  },
  {
    name: 'two-crows',
    value: -100,
    test: (x, y, z) =>
      white(x) && long(x) && black(y, z) && y.c > x.c && z.o < y.o && z.o > y.c && z.c > x.o && z.c < x.c,
    example: [LONG_WHITE, [105, 105.5, 103.5, 104], [104.5, 105, 101.5, 102]],
  },
  {
    name: 'upside-gap-two-crows',
    value: -100,
    test: (x, y, z) =>
      white(x) && long(x) && black(y, z) && y.body <= y.meanBody && y.c > x.c && z.o > y.o && z.c < y.c && z.c > x.c,
    example: [LONG_WHITE, [104.5, 105, 103.5, 104], [105, 105.5, 103.2, 103.5]],
  },
  {
    name: 'tri-star',
    value: 'both',
    test: (x, y, z) =>
      [x, y, z].every((one) => one.body <= 0.1 * x.meanRange) && y.top < x.bottom && z.bottom > y.bottom,
    example: [
      [100, 101, 99, 100.1],
      [102, 103, 101, 102.1],
      [101, 102, 100, 101.1],
    ],
    found: -100,
  },
  {
    name: 'stick-sandwich',
    value: 100,
    test: (x, y, z) => black(x, z) && white(y) && y.l > x.c && equal(z.c, x.c, x),
    example: [LONG_BLACK, [100.6, 103, 100.5, 102.5], [102.8, 103, 99.8, 100.1]],
  },
  {
    name: 'unique-three-river',
    value: 100,
    test: (x, y, z) =>
      black(x, y) && long(x) && y.c > x.c && y.o <= x.o && y.l < x.l && white(z) && z.body < z.meanBody && z.o > y.l,
    example: [
      [104, 104.5, 99.5, 100],
      [103, 103.2, 98, 101],
      [99, 100, 98.5, 99.5],
    ],
  },
  {
    name: 'tasuki-gap',
    value: 'both',
    test: (x, y, z) =>
      white(y) &&
      y.o > x.top &&
      black(z) &&
      z.o < y.c &&
      z.o > y.o &&
      z.c < y.o &&
      z.c > x.top &&
      Math.abs(y.body - z.body) < near(y),
    example: [
      [100, 101.5, 99.5, 101],
      [102, 104.5, 101.8, 104],
      [103, 103.5, 101, 101.5],
    ],
  },
  {
    name: 'gap-three-methods',
    value: 'both',
    test: (x, y, z) => white(x, y) && y.o > x.c && black(z) && z.o < y.c && z.o > y.o && z.c < x.c && z.c > x.o,
    example: [
      [100, 101.5, 99.5, 101],
      [102, 104.5, 101.8, 104],
      [103, 103.5, 100, 100.5],
    ],
  },
  {
    name: 'three-line-strike',
    value: 'both',
    test: (w, x, y, z) =>
      white(w, x, y) &&
      black(z) &&
      x.o >= w.o - near(w) &&
      x.o <= w.c + near(w) &&
      y.o >= x.o - near(x) &&
      y.o <= x.c + near(x) &&
      y.c > x.c &&
      x.c > w.c &&
      z.o > y.c &&
      z.c < w.o,
    example: [
      [100, 102, 99.5, 101.5],
      [101, 103, 100.5, 102.5],
      [102, 104, 101.5, 103.5],
      [104, 104.5, 99, 99.5],
    ],
  },
  {
    name: 'three-stars-in-the-south',
    value: 100,
    test: (x, y, z) =>
      black(x, y, z) &&
      long(x) &&
      x.lower > x.body &&
      y.body < x.body &&
      y.o > x.c &&
      y.o <= x.h &&
      y.l < x.c &&
      y.l >= x.l &&
      y.lower > 0.1 * y.meanRange &&
      z.body < z.meanBody &&
      shaven(z) &&
      z.l > y.l &&
      z.h < y.h,
    example: [
      [105, 105.5, 98, 102],
      [103, 103.5, 99.5, 102.5],
      [102, 102.1, 101.4, 101.5],
    ],
  },
  {
    name: 'stalled-pattern',
    value: -100,
    test: (x, y, z) =>
      white(x, y, z) &&
      z.c > y.c &&
      y.c > x.c &&
      long(x) &&
      long(y) &&
      noUpper(y) &&
      y.o > x.o &&
      y.o <= x.c + near(x) &&
      z.body < z.meanBody &&
      z.o >= y.c - z.body - near(y),
    example: [
      [100, 102.5, 99.5, 102],
      [101, 104.1, 100.5, 104],
      [103.8, 105, 103.5, 104.3],
    ],
  },
  {
    name: 'advance-block',
    value: -100,
    test: (x, y, z) => {
      const isAdvance = white(x, y, z) && z.c > y.c && y.c > x.c && y.o > x.o && y.o <= x.c + near(x) && z.o > y.o;
      const weaknesses = [
        y.body < x.body - 0.6 * x.meanRange5 && z.body < y.body + near(y),
        z.body < y.body - 0.6 * y.meanRange5,
        z.body < y.body && y.body < x.body && (z.upper > z.meanShadow || y.upper > y.meanShadow),
        z.body < y.body && z.upper > z.body,
      ];
      return isAdvance && z.o <= y.c + near(y) && long(x) && x.upper < x.meanShadow && weaknesses.some(Boolean);
    },
    example: [
      [100, 102.5, 99.5, 102],
      [101.5, 104, 101, 103],
      [102.8, 105.5, 102.5, 103.5],
    ],
  },
  {
    name: 'concealing-baby-swallow',
    value: 100,
    test: (w, x, y, z) =>
      black(w, x, y, z) &&
      shaven(w) &&
      shaven(x) &&
      y.o < x.c &&
      y.upper > 0.1 * y.meanRange &&
      y.h > x.c &&
      z.h > y.h &&
      z.l < y.l,
    example: [
      [110, 110.1, 106.9, 107],
      [107, 107.1, 103.9, 104],
      [103, 105, 101.5, 102],
      [105.5, 106, 100, 101],
    ],
  },
];

const within = (x: Candle, first: Candle): boolean => x.bottom < first.h && x.top > first.l;

const FIVE: readonly Case[] = [
  {
    name: 'breakaway',
    value: 'both',
    test: (v, w, x, y, z) =>
      black(v, w, y) &&
      long(v) &&
      w.o < v.c &&
      x.h < w.h &&
      x.l < w.l &&
      y.h < x.h &&
      y.l < x.l &&
      white(z) &&
      z.c > w.o &&
      z.c < v.c,
    example: [
      [110, 110.5, 104.5, 105],
      [104, 104.3, 102.5, 103],
      [103, 103.5, 101.5, 102],
      [102, 102.5, 100.5, 101],
      [101, 105, 100.8, 104.5],
    ],
  },
  {
    name: 'ladder-bottom',
    value: 100,
    test: (v, w, x, y, z) =>
      black(v, w, x, y) &&
      w.o < v.o &&
      x.o < w.o &&
      w.c < v.c &&
      x.c < w.c &&
      y.upper > 0.1 * y.meanRange &&
      white(z) &&
      z.o > y.o &&
      z.c > y.h,
    example: [
      [110, 110.5, 107.5, 108],
      [109, 109.5, 106.5, 107],
      [108, 108.5, 105.5, 106],
      [106, 107.5, 104.5, 105],
      [106.5, 109, 106, 108.5],
    ],
  },
  {
    name: 'three-methods',
    value: 'both',
    test: (v, w, x, y, z) =>
      white(v, z) &&
      black(w, x, y) &&
      long(v) &&
      long(z) &&
      [w, x, y].every((one) => one.body < one.meanBody && within(one, v)) &&
      x.c < w.c &&
      y.c < x.c &&
      z.o > y.c &&
      z.c > v.c,
    example: [
      [100, 105.5, 99.5, 105],
      [104, 104.5, 103, 103.5],
      [103.5, 104, 102.5, 103],
      [103, 103.5, 102, 102.5],
      [103, 107, 102.8, 106.5],
    ],
  },
  {
    name: 'mat-hold',
    value: 100,
    test: (v, w, x, y, z) =>
      white(v, z) &&
      black(w) &&
      long(v) &&
      [w, x, y].every((one) => one.body < one.meanBody && z.c > one.h) &&
      w.c > v.c &&
      [x, y].every((one) => one.bottom < v.c && one.bottom > (v.o + v.c) / 2) &&
      x.top < w.o &&
      y.top < x.top &&
      z.o > y.c,
    example: [
      [100, 105.5, 99.5, 105],
      [106.5, 107, 105.8, 106],
      [105.2, 105.6, 104.3, 104.7],
      [104.8, 105, 104, 104.4],
      [105, 108.5, 104.8, 108],
    ],
  },
];

const SIDE: Prices[] = [
  [100, 101.5, 99.5, 101],
  [102, 104, 101.8, 103.5],
  [102.1, 104, 101.9, 103.5],
];

const BARS = coarseBars(4_000, 11);
const CANDLES = candlesOf(BARS);
const UPSIDE_DOWN = CANDLES.map(mirrored);

function valuesOf(name: string, bars: readonly Prices[]): Float64Array {
  const series = [0, 1, 2, 3].map((k) => Float64Array.from(bars, (bar) => bar[k]));
  return compute(findIndicator(name), series)['value'];
}

/** Where the values are not those of a function of the place. */
function wrongIn(name: string, expected: (index: number) => number, bars = BARS): unknown[] {
  const values = valuesOf(name, bars);
  const warmup = findIndicator(name).warmup({}) ?? 0;
  return [...values].flatMap((got, i) => {
    const value = i + 1 < warmup ? NaN : expected(i);
    return Object.is(got, value) ? [] : [{ i, got, value, bars: bars.slice(i - 4, i + 1) }];
  });
}

/** What a case says of each place. */
function saidOf(
  { test, value }: Case,
  candles: readonly Candle[],
  upsideDown: readonly Candle[] = candles.map(mirrored),
): number[] {
  const { length } = test;
  return candles.map((_, i) => {
    if (i + 1 < length) return 0;
    if (test(...candles.slice(i + 1 - length, i + 1))) return value === 'both' ? 100 : value;
    return value === 'both' && test(...upsideDown.slice(i + 1 - length, i + 1)) ? -100 : 0;
  });
}

const lastOf = (name: string, example: readonly Prices[]): number | undefined =>
  valuesOf(name, [...QUIET, ...example]).at(-1);

const CASES = [...ONE, ...TWO, ...THREE, ...FIVE];
const SPECIAL = ['side-by-side-white-lines', 'hikkake', 'modified-hikkake'];

it('has a second definition of each pattern that is not of Tulip', () => {
  const names = pattern.map((definition) => definition.name).filter((name) => !name.startsWith('tulip-'));
  expect(new Set([...CASES.map((one) => one.name), ...SPECIAL])).toEqual(new Set(names));
});

describe.each(CASES)('$name', (one) => {
  const { name, value, example, found } = one;

  it('is found in an example and not in the quiet before it', () => {
    expect(lastOf(name, example)).toBe(found ?? (value === 'both' ? 100 : value));
    expect(lastOf(name, [])).toBe(0);
  });

  it('is where its words say over random candles', () => {
    const expected = saidOf(one, CANDLES, UPSIDE_DOWN);
    expect(wrongIn(name, (i) => expected[i]).slice(0, 3)).toEqual([]);
  });

  it('is where its words say over candles that are nearly the example', () => {
    const bars = Array.from({ length: 80 }, (_, seed) => [...QUIET, ...shaken(example, seed)]).flat();
    const expected = saidOf(one, candlesOf(bars));
    const ends = expected.filter((_, i) => (i + 1) % (QUIET.length + example.length) === 0);
    expect(ends.filter((end) => end !== 0).length).toBeGreaterThan(2);
    expect(ends.filter((end) => end === 0).length).toBeGreaterThan(2);
    expect(wrongIn(name, (i) => expected[i], bars).slice(0, 3)).toEqual([]);
  });
});

describe('side-by-side-white-lines', () => {
  it('is found in an example', () => {
    expect(lastOf('side-by-side-white-lines', SIDE)).toBe(100);
    const below = SIDE.map(([o, h, l, c], k): Prices => (k === 0 ? [o + 10, h + 10, l + 10, c + 10] : [o, h, l, c]));
    expect(lastOf('side-by-side-white-lines', below)).toBe(-100);
  });

  it('is where its words say over random candles', () => {
    const wrong = wrongIn('side-by-side-white-lines', (i) => {
      const [x, y, z] = CANDLES.slice(i - 2, i + 1);
      const alike = Math.abs(z.body - y.body) <= near(y) && equal(z.o, y.o, y);
      if (!white(y, z) || !alike) return 0;
      if (y.bottom > x.top && z.bottom > x.top) return 100;
      return y.top < x.bottom && z.top < x.bottom ? -100 : 0;
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

/** A pattern that is remembered for three candles and confirmed by the first close beyond the candle before its last. */
function remembered(test: (i: number) => number): number[] {
  const expected: number[] = [];
  let since = -9;
  let way = 0;
  for (let i = 0; i < BARS.length; i++) {
    const now = i < 3 ? 0 : test(i);
    expected.push(100 * now);
    if (now !== 0) {
      way = now;
      since = i;
    } else if (i <= since + 3) {
      const inner = CANDLES[since - 1];
      if (way > 0 ? CANDLES[i].c <= inner.h : CANDLES[i].c >= inner.l) continue;
      expected[i] = 200 * way;
      since = -9;
    }
  }
  return expected;
}

/** Of the last candles before `i`, oldest first: whether the last but one is inside, and how the last leaves it. */
function leaves(i: number): number {
  const [x, y, z] = CANDLES.slice(i - 2, i + 1);
  if (!(y.h < x.h && y.l > x.l)) return 0;
  if (z.h < y.h && z.l < y.l) return 1;
  return z.h > y.h && z.l > y.l ? -1 : 0;
}

describe('hikkake', () => {
  const EXAMPLE: readonly Prices[] = [
    [100, 104, 98, 101],
    [100, 102, 99, 101],
    [100, 101, 98, 100],
  ];

  it('is found in an example, and confirmed once', () => {
    const values = valuesOf('hikkake', [...QUIET, ...EXAMPLE, [100, 103, 99.5, 102.5], [102.5, 104, 99.4, 103]]);
    expect([...values.subarray(-5)]).toEqual([0, 0, 100, 200, 0]);
  });

  it('is where its words say over random candles', () => {
    const expected = remembered(leaves);
    expect(expected.filter((value) => Math.abs(value) === 200).length).toBeGreaterThan(20);
    expect(wrongIn('hikkake', (i) => expected[i]).slice(0, 3)).toEqual([]);
  });
});

describe('modified-hikkake', () => {
  const EXAMPLE: readonly Prices[] = [
    [100, 106, 96, 101],
    [100, 104, 98, 98.2],
    [99, 103, 98.5, 100],
    [99, 101, 98, 99],
  ];

  it('is found in an example, and confirmed', () => {
    const values = valuesOf('modified-hikkake', [...QUIET, ...EXAMPLE, [100, 104, 99, 103.5]]);
    expect([...values.subarray(-5)]).toEqual([0, 0, 0, 100, 200]);
  });

  it('is where its words say over random candles', () => {
    const expected = remembered((i) => {
      const [w, x] = CANDLES.slice(i - 3, i - 1);
      const way = leaves(i);
      if (!(x.h < w.h && x.l > w.l)) return 0;
      return (way > 0 ? x.c <= x.l + near(x) : x.c >= x.h - near(x)) ? way : 0;
    });
    expect(expected.filter((value) => Math.abs(value) === 100).length).toBeGreaterThan(1);
    expect(wrongIn('modified-hikkake', (i) => expected[i]).slice(0, 3)).toEqual([]);
  });
});

import { where, type PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

/** Whether one body is within another that is not the same. */
function isWithin(c: Candles, inner: number, outer: number): boolean {
  const isNotWider = c.top(inner) <= c.top(outer) && c.bottom(inner) >= c.bottom(outer);
  return isNotWider && c.body(inner) < c.body(outer);
}

const isTurned = (c: Candles): boolean => c.colour(0) !== c.colour(1);
const isMarubozu = (c: Candles, age: number): boolean => c.isLong(age) && c.isShaven(age) && c.isShavenBelow(age);

/** Two marubozu away from each other. */
const isKick = (c: Candles): boolean =>
  isTurned(c) && isMarubozu(c, 1) && isMarubozu(c, 0) && c.gap(0, 1) === c.colour(0);

/** A long black candle, then a white one that opens below its low. */
const isThrust = (c: Candles): boolean => !c.isWhite(1) && c.isLong(1) && c.isWhite(0) && c.open(0) < c.low(1);

const NISON = 'S. Nison, Japanese Candlestick Charting Techniques (1991)';
const BULKOWSKI = 'T. Bulkowski, Encyclopedia of Candlestick Charts (2008)';

/** A candle and the one before, by the measures of TA-Lib. */
export const TWO_CANDLES: readonly PatternRow[] = [
  {
    name: 'engulfing',
    title: 'Engulfing',
    candles: 2,
    formula: '100 white after black, -100 black after white: the body holds that before, one end may be the same',
    source: `${NISON}; TA-Lib CDLENGULFING (which has 80 where an end is the same)`,
    match: (c) => where(isTurned(c) && isWithin(c, 1, 0), c.colour(0)),
  },
  {
    name: 'harami',
    title: 'Harami',
    candles: 2,
    formula: 'a short body within the long one before, one end may be the same; 100 after black, -100 after white',
    source: `${NISON}; TA-Lib CDLHARAMI (which has 80 where an end is the same)`,
    match: (c) => where(c.isLong(1) && c.body(0) <= c.usualBody(0) && isWithin(c, 0, 1), -c.colour(1)),
  },
  {
    name: 'harami-cross',
    title: 'Harami cross',
    candles: 2,
    formula: 'a doji within the long body before, one end may be the same; 100 after black, -100 after white',
    source: `${NISON}; TA-Lib CDLHARAMICROSS (which has 80 where an end is the same)`,
    match: (c) => where(c.isLong(1) && c.isDoji(0) && isWithin(c, 0, 1), -c.colour(1)),
  },
  {
    name: 'doji-star',
    title: 'Doji star',
    candles: 2,
    formula: 'long body, then a doji beyond it: 100 below a black one, -100 above a white one',
    source: `${NISON}; TA-Lib CDLDOJISTAR`,
    match: (c) => {
      const isBeyond = c.isWhite(1) ? c.isAbove(0, 1) : c.isBelow(0, 1);
      return where(c.isLong(1) && c.isDoji(0) && isBeyond, -c.colour(1));
    },
  },
  {
    name: 'piercing',
    title: 'Piercing line',
    candles: 2,
    formula: '100: long black, long white that opens below low[t-1] and closes within the upper half of its body',
    source: `${NISON}; TA-Lib CDLPIERCING`,
    match: (c) => {
      const isPiercing = c.close(0) > c.close(1) + 0.5 * c.body(1) && c.close(0) < c.open(1);
      return where(isThrust(c) && c.isLong(0) && isPiercing, 1);
    },
  },
  {
    name: 'dark-cloud-cover',
    title: 'Dark cloud cover',
    candles: 2,
    formula: '-100: long white, black that opens above high[t-1] and closes within the lower half of its body',
    source: `${NISON}; TA-Lib CDLDARKCLOUDCOVER with penetration 0.5`,
    match: (c) => {
      const isCloud = c.isWhite(1) && c.isLong(1) && !c.isWhite(0) && c.open(0) > c.high(1);
      return where(isCloud && c.close(0) > c.open(1) && c.close(0) < c.close(1) - 0.5 * c.body(1), -1);
    },
  },
  {
    name: 'on-neck',
    title: 'On-neck',
    candles: 2,
    formula: '-100: long black, white that opens below low[t-1] and closes equal to it',
    source: `${NISON}; TA-Lib CDLONNECK`,
    match: (c) => where(isThrust(c) && c.isEqual(c.close(0), c.low(1), 1), -1),
  },
  {
    name: 'in-neck',
    title: 'In-neck',
    candles: 2,
    formula: '-100: long black, white that opens below low[t-1] and closes equal to close[t-1], not below it',
    source: `${NISON}; TA-Lib CDLINNECK`,
    match: (c) => where(isThrust(c) && c.close(0) >= c.close(1) && c.isEqual(c.close(0), c.close(1), 1), -1),
  },
  {
    name: 'thrusting',
    title: 'Thrusting line',
    candles: 2,
    formula: '-100: long black, white that opens below low[t-1] and closes above close[t-1], not above the middle',
    source: `${NISON}; TA-Lib CDLTHRUSTING`,
    match: (c) => {
      const isAbove = c.close(0) > c.close(1) && !c.isEqual(c.close(0), c.close(1), 1);
      return where(isThrust(c) && isAbove && c.close(0) <= c.close(1) + 0.5 * c.body(1), -1);
    },
  },
  {
    name: 'counterattack',
    title: 'Counterattack lines',
    candles: 2,
    formula: '100 white after black, -100 black after white: both long, closes equal',
    source: `${NISON}; TA-Lib CDLCOUNTERATTACK`,
    match: (c) => {
      const isMet = c.isLong(1) && c.isLong(0) && c.isEqual(c.close(0), c.close(1), 1);
      return where(isMet && isTurned(c), c.colour(0));
    },
  },
  {
    name: 'separating-lines',
    title: 'Separating lines',
    candles: 2,
    formula: '100 white after black, -100 black after white: opens equal, the second a belt hold',
    source: `${NISON}; TA-Lib CDLSEPARATINGLINES`,
    match: (c) => {
      const isBeltHold = c.isLong(0) && (c.isWhite(0) ? c.isShavenBelow(0) : c.isShaven(0));
      return where(isBeltHold && isTurned(c) && c.isEqual(c.open(0), c.open(1), 1), c.colour(0));
    },
  },
  {
    name: 'homing-pigeon',
    title: 'Homing pigeon',
    candles: 2,
    formula: '100: long black, then a short black one within its body',
    source: `${BULKOWSKI}; TA-Lib CDLHOMINGPIGEON`,
    match: (c) => {
      const isHome = c.isLong(1) && c.body(0) <= c.usualBody(0) && c.open(0) < c.open(1) && c.close(0) > c.close(1);
      return where(isHome && !c.isWhite(1) && !c.isWhite(0), 1);
    },
  },
  {
    name: 'matching-low',
    title: 'Matching low',
    candles: 2,
    formula: '100: two black candles, closes equal',
    source: `${BULKOWSKI}; TA-Lib CDLMATCHINGLOW`,
    match: (c) => where(!c.isWhite(1) && !c.isWhite(0) && c.isEqual(c.close(0), c.close(1), 1), 1),
  },
  {
    name: 'kicking',
    title: 'Kicking',
    candles: 2,
    formula: '100 white after black, low > high[t-1]; -100 black after white, high < low[t-1]: two marubozu',
    source: `${BULKOWSKI}; TA-Lib CDLKICKING`,
    match: (c) => where(isKick(c), c.colour(0)),
  },
  {
    name: 'kicking-by-length',
    title: 'Kicking, by the longer one',
    candles: 2,
    formula: 'kicking, with the sign of the marubozu that has the longer body',
    source: `${BULKOWSKI}; TA-Lib CDLKICKINGBYLENGTH`,
    match: (c) => where(isKick(c), c.colour(c.body(0) > c.body(1) ? 0 : 1)),
  },
];

import { where, type PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

/** Tulip's default options, as shares of the mean body or of the mean range of the ten candles before. */
const NO_BODY = 0.05;
const SHORT_BODY = 0.5;
const LONG_BODY = 1.4;
const NO_SHADOW = 0.05;
const LONG_SHADOW = 0.6;
const NEAR = 0.3;

const hasNoBody = (c: Candles, age = 0): boolean => c.body(age) <= NO_BODY * c.usualRange(age);
const isShort = (c: Candles, age = 0): boolean => c.body(age) <= SHORT_BODY * c.usualBody(age);
const isLong = (c: Candles, age = 0): boolean => c.body(age) >= LONG_BODY * c.usualBody(age);
const hasNoUpper = (c: Candles): boolean => c.upper(0) <= NO_SHADOW * c.usualRange(0);
const hasNoLower = (c: Candles): boolean => c.lower(0) <= NO_SHADOW * c.usualRange(0);
const hasLongUpper = (c: Candles): boolean => c.upper(0) >= LONG_SHADOW * c.usualRange(0);
const hasLongLower = (c: Candles): boolean => c.lower(0) >= LONG_SHADOW * c.usualRange(0);
const near = (c: Candles): number => NEAR * c.usualRange(0);

const isHammer = (c: Candles): boolean => isShort(c) && hasLongLower(c) && hasNoUpper(c);
const isInverted = (c: Candles): boolean => isShort(c) && hasLongUpper(c) && hasNoLower(c);

/** A long candle, a small body beyond its close, and one of the other colour that closes at or beyond the middle of the first. */
function isStarTurn(c: Candles, way: number): boolean {
  const middle = (c.open(2) + c.close(2)) / 2;
  const isBeyond = way > 0 ? c.isBelow(1, 2) : c.isAbove(1, 2);
  return (
    isBeyond &&
    isLong(c, 2) &&
    isShort(c, 1) &&
    c.colour(2) === -way &&
    c.colour(0) === way &&
    way * (c.close(0) - middle) >= 0
  );
}

/** Three candles of a colour, none of them small, each opening within the body before it and closing beyond it near its end. */
function isMarch(c: Candles, way: number): boolean {
  for (let age = 2; age >= 0; age--) {
    const shadow = way > 0 ? c.upper(age) : c.lower(age);
    if (c.colour(age) !== way || isShort(c, age) || shadow > NEAR * c.usualRange(age)) return false;
    if (age === 2) continue;
    if (c.open(age) < c.bottom(age + 1) || c.open(age) > c.top(age + 1)) return false;
    if (way * (c.close(age) - c.close(age + 1)) <= 0) return false;
  }
  return true;
}

const NISON = 'S. Nison, Japanese Candlestick Charting Techniques (1991)';

/** A candle by itself. */
const ONE: readonly PatternRow[] = [
  {
    name: 'tulip-doji',
    title: 'Doji (Tulip)',
    candles: 1,
    formula: '100: body <= 0.05 of the usual range',
    source: `${NISON}; Tulip doji`,
    match: (c) => where(hasNoBody(c), 1),
  },
  {
    name: 'tulip-long-legged-doji',
    title: 'Long-legged doji (Tulip)',
    candles: 1,
    formula: '100: doji with both shadows >= 0.6 of the usual range',
    source: `${NISON}; Tulip long_legged_doji`,
    match: (c) => where(hasNoBody(c) && hasLongUpper(c) && hasLongLower(c), 1),
  },
  {
    name: 'tulip-dragonfly-doji',
    title: 'Dragonfly doji (Tulip)',
    candles: 1,
    formula: '100: doji, upper shadow <= 0.05 and lower one >= 0.6 of the usual range',
    source: `${NISON}; Tulip dragonfly_doji`,
    match: (c) => where(hasNoBody(c) && hasNoUpper(c) && hasLongLower(c), 1),
  },
  {
    name: 'tulip-gravestone-doji',
    title: 'Gravestone doji (Tulip)',
    candles: 1,
    formula: '-100: doji, lower shadow <= 0.05 and upper one >= 0.6 of the usual range',
    source: `${NISON}; Tulip gravestone_doji`,
    match: (c) => where(hasNoBody(c) && hasNoLower(c) && hasLongUpper(c), -1),
  },
  {
    name: 'tulip-four-price-doji',
    title: 'Four price doji (Tulip)',
    candles: 1,
    formula: '100: body and both shadows <= 0.05 of the usual range each',
    source: `${NISON}; Tulip four_price_doji`,
    match: (c) => where(hasNoBody(c) && hasNoUpper(c) && hasNoLower(c), 1),
  },
  {
    name: 'tulip-spinning-top',
    title: 'Spinning top (Tulip)',
    candles: 1,
    formula: '100 white, -100 black: body <= 0.5 of the usual body, both shadows >= 0.6 of the usual range',
    source: `${NISON}; Tulip spinning_top`,
    match: (c) => where(isShort(c) && hasLongUpper(c) && hasLongLower(c), c.colour(0)),
  },
  {
    name: 'tulip-big-candle',
    title: 'Big candle (Tulip)',
    candles: 1,
    formula: '100 white, -100 black: body >= 1.4 of the usual body',
    source: `${NISON}; Tulip big_white_candle (100), big_black_candle (-100)`,
    match: (c) => where(isLong(c), c.colour(0)),
  },
  {
    name: 'tulip-marubozu',
    title: 'Marubozu (Tulip)',
    candles: 1,
    formula: '100 white, -100 black: body >= 1.4 of the usual body, both shadows <= 0.05 of the usual range',
    source: `${NISON}; Tulip marubozu, white_marubozu (100), black_marubozu (-100)`,
    match: (c) => where(isLong(c) && hasNoUpper(c) && hasNoLower(c), c.colour(0)),
  },
];

/** A candle and the one before. */
const TWO: readonly PatternRow[] = [
  {
    name: 'tulip-hammer',
    title: 'Hammer (Tulip)',
    candles: 2,
    formula: '100: small body, long lower and no upper shadow, the body at most 0.3 of the usual range above low[t-1]',
    source: `${NISON}; Tulip hammer`,
    match: (c) => where(isHammer(c) && c.bottom(0) <= c.low(1) + near(c), 1),
  },
  {
    name: 'tulip-hanging-man',
    title: 'Hanging man (Tulip)',
    candles: 2,
    formula:
      '-100: small body, long lower and no upper shadow, the body at most 0.3 of the usual range below high[t-1]',
    source: `${NISON}; Tulip hanging_man`,
    match: (c) => where(isHammer(c) && c.bottom(0) >= c.high(1) - near(c), -1),
  },
  {
    name: 'tulip-inverted-hammer',
    title: 'Inverted hammer (Tulip)',
    candles: 2,
    formula: '100: small body below that before, long upper and no lower shadow',
    source: `${NISON}; Tulip inverted_hammer`,
    match: (c) => where(isInverted(c) && c.isBelow(0, 1), 1),
  },
  {
    name: 'tulip-shooting-star',
    title: 'Shooting star (Tulip)',
    candles: 2,
    formula: '-100: small body above that before, long upper and no lower shadow',
    source: `${NISON}; Tulip shooting_star`,
    match: (c) => where(isInverted(c) && c.isAbove(0, 1), -1),
  },
  {
    name: 'tulip-star',
    title: 'Star (Tulip)',
    candles: 2,
    formula: 'body <= 0.5 of the usual body; -100: low > high[t-1], 100: high < low[t-1]',
    source: `${NISON}; Tulip star`,
    match: (c) => where(isShort(c), -c.gap(0, 1)),
  },
  {
    name: 'tulip-engulfing',
    title: 'Engulfing (Tulip)',
    candles: 2,
    formula: '100 white after black, -100 black after white: the body reaches beyond both ends of that before',
    source: `${NISON}; Tulip engulfing_bull (100), engulfing_bear (-100)`,
    match: (c) => {
      const isWider = c.top(0) > c.top(1) && c.bottom(0) < c.bottom(1);
      return where(isWider && c.colour(0) !== c.colour(1), c.colour(0));
    },
  },
];

/** Three candles. */
const THREE: readonly PatternRow[] = [
  {
    name: 'tulip-three-white-soldiers',
    title: 'Three white soldiers (Tulip)',
    candles: 3,
    formula:
      '100: three white bodies that are not small, each opens within the last one and closes higher near its high',
    source: `${NISON}; Tulip three_white_soldiers`,
    match: (c) => where(isMarch(c, 1), 1),
  },
  {
    name: 'tulip-three-black-crows',
    title: 'Three black crows (Tulip)',
    candles: 3,
    formula:
      '-100: three black bodies that are not small, each opens within the last one and closes lower near its low',
    source: `${NISON}; Tulip three_black_crows`,
    match: (c) => where(isMarch(c, -1), -1),
  },
  {
    name: 'tulip-morning-star',
    title: 'Morning star (Tulip)',
    candles: 3,
    formula: '100: long black, small body below it, white that closes at or above the middle of the first',
    source: `${NISON}; Tulip morning_star`,
    match: (c) => where(isStarTurn(c, 1), 1),
  },
  {
    name: 'tulip-evening-star',
    title: 'Evening star (Tulip)',
    candles: 3,
    formula: '-100: long white, small body above it, black that closes at or below the middle of the first',
    source: `${NISON}; Tulip evening_star`,
    match: (c) => where(isStarTurn(c, -1), -1),
  },
  {
    name: 'tulip-morning-doji-star',
    title: 'Morning doji star (Tulip)',
    candles: 3,
    formula: '100: morning star whose second candle is a doji',
    source: `${NISON}; Tulip morning_doji_star`,
    match: (c) => where(isStarTurn(c, 1) && hasNoBody(c, 1), 1),
  },
  {
    name: 'tulip-evening-doji-star',
    title: 'Evening doji star (Tulip)',
    candles: 3,
    formula: '-100: evening star whose second candle is a doji',
    source: `${NISON}; Tulip evening_doji_star`,
    match: (c) => where(isStarTurn(c, -1) && hasNoBody(c, 1), -1),
  },
  {
    name: 'tulip-abandoned-baby',
    title: 'Abandoned baby (Tulip)',
    candles: 3,
    formula: 'a morning (100) or evening (-100) doji star whose doji, with its shadows, is beyond both its neighbours',
    source: `${NISON}; Tulip abandoned_baby_bull (100), abandoned_baby_bear (-100)`,
    match: (c) => {
      const way = c.colour(0);
      const isAlone = c.gap(1, 2) === -way && c.gap(0, 1) === way;
      return where(isAlone && hasNoBody(c, 1) && isStarTurn(c, way), way);
    },
  },
];

/** Patterns with the measures of Tulip's candles. */
export const TULIP_PATTERNS: readonly PatternRow[] = [...ONE, ...TWO, ...THREE];

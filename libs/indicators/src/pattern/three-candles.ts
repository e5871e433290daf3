import { where, type PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

/** Share of the first body that the third candle of a star must take back. */
const PENETRATION = 0.3;

/** Whether the third candle, of the other colour than the first, takes back enough of it. */
function takesBack(c: Candles): boolean {
  const way = c.colour(0);
  return way !== c.colour(2) && way * (c.close(0) - c.close(2)) > PENETRATION * c.body(2);
}

/** A long candle, one whose body is beyond its close, and one of the other colour and not short that comes back. */
function isStar(c: Candles): boolean {
  const isBeyond = c.isWhite(2) ? c.isAbove(1, 2) : c.isBelow(1, 2);
  return isBeyond && c.isLong(2) && c.body(0) > c.usualBody(0) && takesBack(c);
}

const areAll = (c: Candles, colour: number, candles = 3): boolean => {
  for (let age = 0; age < candles; age++) if (c.colour(age) !== colour) return false;
  return true;
};

const rises = (c: Candles): boolean => c.close(0) > c.close(1) && c.close(1) > c.close(2);
const falls = (c: Candles): boolean => c.close(0) < c.close(1) && c.close(1) < c.close(2);

/** Whether the open is within the body of the candle before, or a little beyond its close. */
const opensAtBody = (c: Candles, age: number): boolean =>
  c.open(age) > c.open(age + 1) && c.open(age) <= c.close(age + 1) + c.near(age + 1);

/** Whether the open is strictly within the body of another candle. */
const opensWithin = (c: Candles, age: number, other: number): boolean =>
  c.open(age) < c.top(other) && c.open(age) > c.bottom(other);

/** How the body of a candle is beyond that of another: 1 above, -1 below, 0 neither. */
function bodyGap(c: Candles, age: number, other: number): number {
  if (c.isAbove(age, other)) return 1;
  return c.isBelow(age, other) ? -1 : 0;
}

/** Ways in which an advance of three white candles loses its force. */
function isWeak(c: Candles): boolean {
  const first = c.body(2);
  const second = c.body(1);
  const third = c.body(0);
  const areShadows = c.upper(0) > c.usualShadow(0) || c.upper(1) > c.usualShadow(1);
  return (
    (second < first - c.far(2) && third < second + c.near(1)) ||
    third < second - c.far(1) ||
    (third < second && second < first && areShadows) ||
    (third < second && c.upper(0) > third)
  );
}

const NISON = 'S. Nison, Japanese Candlestick Charting Techniques (1991)';
const BULKOWSKI = 'T. Bulkowski, Encyclopedia of Candlestick Charts (2008)';

/** Three or four candles, by the measures of TA-Lib. */
export const THREE_CANDLES: readonly PatternRow[] = [
  {
    name: 'morning-star',
    title: 'Morning star',
    candles: 3,
    formula: '100: long black, short body below it, white that is not short and takes back over 0.3 of the first',
    source: `${NISON}; TA-Lib CDLMORNINGSTAR with penetration 0.3`,
    match: (c) => where(c.isWhite(0) && c.body(1) <= c.usualBody(1) && isStar(c), 1),
  },
  {
    name: 'evening-star',
    title: 'Evening star',
    candles: 3,
    formula: '-100: long white, short body above it, black that is not short and takes back over 0.3 of the first',
    source: `${NISON}; TA-Lib CDLEVENINGSTAR with penetration 0.3`,
    match: (c) => where(!c.isWhite(0) && c.body(1) <= c.usualBody(1) && isStar(c), -1),
  },
  {
    name: 'morning-doji-star',
    title: 'Morning doji star',
    candles: 3,
    formula: '100: long black, doji below it, white that is not short and takes back over 0.3 of the first',
    source: `${NISON}; TA-Lib CDLMORNINGDOJISTAR with penetration 0.3`,
    match: (c) => where(c.isWhite(0) && c.isDoji(1) && isStar(c), 1),
  },
  {
    name: 'evening-doji-star',
    title: 'Evening doji star',
    candles: 3,
    formula: '-100: long white, doji above it, black that is not short and takes back over 0.3 of the first',
    source: `${NISON}; TA-Lib CDLEVENINGDOJISTAR with penetration 0.3`,
    match: (c) => where(!c.isWhite(0) && c.isDoji(1) && isStar(c), -1),
  },
  {
    name: 'abandoned-baby',
    title: 'Abandoned baby',
    candles: 3,
    formula: '100 or -100: a morning or evening doji star whose doji, with its shadows, is beyond both its neighbours',
    source: `${NISON}; TA-Lib CDLABANDONEDBABY with penetration 0.3`,
    match: (c) => {
      const way = c.colour(0);
      const isAlone = c.gap(1, 2) === -way && c.gap(0, 1) === way;
      return where(isAlone && c.isLong(2) && c.isDoji(1) && c.body(0) > c.usualBody(0) && takesBack(c), way);
    },
  },
  {
    name: 'three-inside',
    title: 'Three inside up, down',
    candles: 3,
    formula: '100: long black, short body within it, white that closes above its open; -100 the reverse',
    source: `${BULKOWSKI}; TA-Lib CDL3INSIDE`,
    match: (c) => {
      const way = c.colour(0);
      const isInside = c.top(1) < c.top(2) && c.bottom(1) > c.bottom(2) && c.body(1) <= c.usualBody(1);
      const isOut = way !== c.colour(2) && way * (c.close(0) - c.open(2)) > 0;
      return where(isInside && isOut && c.isLong(2), way);
    },
  },
  {
    name: 'three-outside',
    title: 'Three outside up, down',
    candles: 3,
    formula: '100: black, white whose body is wider at both ends, a higher close; -100 the reverse',
    source: `${BULKOWSKI}; TA-Lib CDL3OUTSIDE`,
    match: (c) => {
      const way = c.colour(1);
      const isWider = c.top(1) > c.top(2) && c.bottom(1) < c.bottom(2);
      return where(isWider && way !== c.colour(2) && way * (c.close(0) - c.close(1)) > 0, way);
    },
  },
  {
    name: 'three-white-soldiers',
    title: 'Three white soldiers',
    candles: 3,
    formula:
      '100: three white candles without upper shadows, closes rising, opens in or near the body before; bodies not far shorter than that before, the last not short',
    source: `${NISON}; TA-Lib CDL3WHITESOLDIERS`,
    match: (c) => {
      if (!areAll(c, 1) || !rises(c) || !c.isShaven(2) || !c.isShaven(1) || !c.isShaven(0)) return 0;
      const keepsOn = c.body(1) > c.body(2) - c.far(2) && c.body(0) > c.body(1) - c.far(1);
      return where(keepsOn && opensAtBody(c, 1) && opensAtBody(c, 0) && c.body(0) > c.usualBody(0), 1);
    },
  },
  {
    name: 'three-black-crows',
    title: 'Three black crows',
    candles: 4,
    formula:
      '-100: white, then three black candles without lower shadows, closes falling, the first below the high of the white one, each next open within the body before',
    source: `${NISON}; TA-Lib CDL3BLACKCROWS`,
    match: (c) => {
      const areShaven = c.isShavenBelow(2) && c.isShavenBelow(1) && c.isShavenBelow(0);
      if (!areAll(c, -1) || !c.isWhite(3) || !falls(c) || !areShaven) return 0;
      return where(opensWithin(c, 1, 2) && opensWithin(c, 0, 1) && c.high(3) > c.close(2), -1);
    },
  },
  {
    name: 'identical-three-crows',
    title: 'Identical three crows',
    candles: 3,
    formula:
      '-100: three black candles without lower shadows, closes falling, each next open equal to the close before',
    source: `${BULKOWSKI}; TA-Lib CDLIDENTICAL3CROWS`,
    match: (c) => {
      const areShaven = c.isShavenBelow(2) && c.isShavenBelow(1) && c.isShavenBelow(0);
      const areEqual = c.isEqual(c.open(1), c.close(2), 2) && c.isEqual(c.open(0), c.close(1), 1);
      return where(areAll(c, -1) && falls(c) && areShaven && areEqual, -1);
    },
  },
  {
    name: 'two-crows',
    title: 'Two crows',
    candles: 3,
    formula:
      '-100: long white, black body above it, black that opens within the second and closes within the first body',
    source: `${BULKOWSKI}; TA-Lib CDL2CROWS`,
    match: (c) => {
      const areCrows = c.isWhite(2) && c.isLong(2) && !c.isWhite(1) && c.isAbove(1, 2) && !c.isWhite(0);
      const isBack = c.close(0) > c.open(2) && c.close(0) < c.close(2);
      return where(areCrows && opensWithin(c, 0, 1) && isBack, -1);
    },
  },
  {
    name: 'upside-gap-two-crows',
    title: 'Upside gap two crows',
    candles: 3,
    formula: '-100: long white, short black body above it, black that engulfs the second and closes above the first',
    source: `${NISON}; TA-Lib CDLUPSIDEGAP2CROWS`,
    match: (c) => {
      const isCrow = c.isWhite(2) && c.isLong(2) && !c.isWhite(1) && c.body(1) <= c.usualBody(1) && c.isAbove(1, 2);
      const isOver = c.open(0) > c.open(1) && c.close(0) < c.close(1) && c.close(0) > c.close(2);
      return where(isCrow && !c.isWhite(0) && isOver, -1);
    },
  },
  {
    name: 'tri-star',
    title: 'Tri-star',
    candles: 3,
    formula: 'three doji by the usual range of the first: -100 with the second above both others, 100 below',
    source: `${NISON}; TA-Lib CDLTRISTAR`,
    match: (c) => {
      const small = 0.1 * c.usualRange(2);
      if (c.body(2) > small || c.body(1) > small || c.body(0) > small) return 0;
      const way = -bodyGap(c, 1, 2);
      const isBack = way < 0 ? c.top(0) < c.top(1) : c.bottom(0) > c.bottom(1);
      return where(isBack, way);
    },
  },
  {
    name: 'stick-sandwich',
    title: 'Stick sandwich',
    candles: 3,
    formula: '100: black, white that stays above its close, black with an equal close',
    source: `${BULKOWSKI}; TA-Lib CDLSTICKSANDWICH`,
    match: (c) => {
      const isSandwich = !c.isWhite(2) && c.isWhite(1) && !c.isWhite(0) && c.low(1) > c.close(2);
      return where(isSandwich && c.isEqual(c.close(0), c.close(2), 2), 1);
    },
  },
  {
    name: 'unique-three-river',
    title: 'Unique three river bottom',
    candles: 3,
    formula:
      '100: long black, black that opens not above its open, closes above its close and has a lower low, short white that opens above that low',
    source: `${NISON}; TA-Lib CDLUNIQUE3RIVER`,
    match: (c) => {
      const isHarami = c.close(1) > c.close(2) && c.open(1) <= c.open(2) && c.low(1) < c.low(2);
      const areBlack = !c.isWhite(2) && !c.isWhite(1) && c.isLong(2);
      return where(areBlack && isHarami && c.isWhite(0) && c.isShort(0) && c.open(0) > c.low(1), 1);
    },
  },
  {
    name: 'tasuki-gap',
    title: 'Tasuki gap',
    candles: 3,
    formula:
      '100: a white body above that before, a black one of nearly its size that opens within it and closes in the gap; -100 the reverse',
    source: `${NISON}; TA-Lib CDLTASUKIGAP`,
    match: (c) => {
      const way = c.colour(1);
      if (bodyGap(c, 1, 2) !== way || c.colour(0) === way || !opensWithin(c, 0, 1)) return 0;
      const edge = way > 0 ? c.top(2) : c.bottom(2);
      const isInGap = way * (c.open(1) - c.close(0)) > 0 && way * (c.close(0) - edge) > 0;
      return where(isInGap && Math.abs(c.body(1) - c.body(0)) < c.near(1), way);
    },
  },
  {
    name: 'gap-three-methods',
    title: 'Upside, downside gap three methods',
    candles: 3,
    formula:
      '100: two white candles, the second body above the first, a black one that opens within the second and closes within the first; -100 the reverse',
    source: `${BULKOWSKI}; TA-Lib CDLXSIDEGAP3METHODS`,
    match: (c) => {
      const way = c.colour(2);
      const isGap = c.colour(1) === way && c.colour(0) !== way && bodyGap(c, 1, 2) === way;
      return where(isGap && opensWithin(c, 0, 1) && c.close(0) < c.top(2) && c.close(0) > c.bottom(2), way);
    },
  },
  {
    name: 'side-by-side-white-lines',
    title: 'Gap side-by-side white lines',
    candles: 3,
    formula:
      'two white candles with equal opens and bodies of nearly the same size, both above the body before: 100, both below it: -100',
    source: `${NISON}; TA-Lib CDLGAPSIDESIDEWHITE`,
    match: (c) => {
      const way = bodyGap(c, 1, 2);
      const areAlike = Math.abs(c.body(0) - c.body(1)) <= c.near(1) && c.isEqual(c.open(0), c.open(1), 1);
      return where(c.isWhite(1) && c.isWhite(0) && bodyGap(c, 0, 2) === way && areAlike, way);
    },
  },
  {
    name: 'three-line-strike',
    title: 'Three-line strike',
    candles: 4,
    formula:
      '100: three white candles, closes rising, opens in or near the body before, then a black one that opens above the last close and closes below the first open; -100 the reverse',
    source: `${BULKOWSKI}; TA-Lib CDL3LINESTRIKE`,
    match: (c) => {
      const way = c.colour(3);
      if (c.colour(2) !== way || c.colour(1) !== way || c.colour(0) === way) return 0;
      for (let age = 2; age >= 1; age--) {
        const near = c.near(age + 1);
        if (c.open(age) < c.bottom(age + 1) - near || c.open(age) > c.top(age + 1) + near) return 0;
        if (way * (c.close(age) - c.close(age + 1)) <= 0) return 0;
      }
      return where(way * (c.open(0) - c.close(1)) > 0 && way * (c.close(0) - c.open(3)) < 0, way);
    },
  },
  {
    name: 'three-stars-in-the-south',
    title: 'Three stars in the south',
    candles: 3,
    formula:
      '100: long black with a lower shadow longer than its body; a smaller black that opens within the range and trades below the close of the first, with a lower shadow, no lower low; a short black without shadows within the range of the second',
    source: `${BULKOWSKI}; TA-Lib CDL3STARSINSOUTH`,
    match: (c) => {
      const isFirst = areAll(c, -1) && c.isLong(2) && c.lower(2) > c.body(2);
      const isOpenHigher = c.open(1) > c.close(2) && c.open(1) <= c.high(2) && c.lower(1) > 0.1 * c.usualRange(1);
      const isSecond = isOpenHigher && c.body(1) < c.body(2) && c.low(1) < c.close(2) && c.low(1) >= c.low(2);
      const isThird = c.isShort(0) && c.isShaven(0) && c.isShavenBelow(0);
      return where(isFirst && isSecond && isThird && c.low(0) > c.low(1) && c.high(0) < c.high(1), 1);
    },
  },
  {
    name: 'stalled-pattern',
    title: 'Stalled pattern',
    candles: 3,
    formula:
      '-100: three white candles, closes rising, two long, the second without upper shadow and open in or near the body before, a short one that opens near the second close or above',
    source: `${NISON}; TA-Lib CDLSTALLEDPATTERN`,
    match: (c) => {
      const areLong = areAll(c, 1) && rises(c) && c.isLong(2) && c.isLong(1) && c.isShaven(1) && opensAtBody(c, 1);
      return where(areLong && c.isShort(0) && c.open(0) >= c.close(1) - c.body(0) - c.near(1), -1);
    },
  },
  {
    name: 'advance-block',
    title: 'Advance block',
    candles: 3,
    formula:
      '-100: three white candles, closes rising, opens in or near the body before, the first long with a short upper shadow; then weakness: bodies far smaller, or smaller ones with upper shadows that are not short or longer than the last body',
    source: `${NISON}; TA-Lib CDLADVANCEBLOCK`,
    match: (c) => {
      const isFirst = areAll(c, 1) && rises(c) && c.isLong(2) && c.upper(2) < c.usualShadow(2);
      return where(isFirst && opensAtBody(c, 1) && opensAtBody(c, 0) && isWeak(c), -1);
    },
  },
  {
    name: 'concealing-baby-swallow',
    title: 'Concealing baby swallow',
    candles: 4,
    formula:
      '100: four black candles: two without shadows, a body below them with an upper shadow that reaches above the close before, one whose high and low are beyond those of the third',
    source: `${BULKOWSKI}; TA-Lib CDLCONCEALBABYSWALL`,
    match: (c) => {
      const areBare = c.isShaven(3) && c.isShavenBelow(3) && c.isShaven(2) && c.isShavenBelow(2);
      const isBaby = c.isBelow(1, 2) && c.upper(1) > 0.1 * c.usualRange(1) && c.high(1) > c.close(2);
      return where(areAll(c, -1, 4) && areBare && isBaby && c.high(0) > c.high(1) && c.low(0) < c.low(1), 1);
    },
  },
];

import { where, type PatternRow } from './candle-pattern.js';
import type { Candles } from './candles.js';

const hasLongLower = (c: Candles): boolean => c.lower(0) > c.body(0);
const hasLongUpper = (c: Candles): boolean => c.upper(0) > c.body(0);
const isHammer = (c: Candles): boolean => c.isShort(0) && hasLongLower(c) && c.isShaven(0);
const isInverted = (c: Candles): boolean => c.isShort(0) && hasLongUpper(c) && c.isShavenBelow(0);

const NISON = 'S. Nison, Japanese Candlestick Charting Techniques (1991)';

/** A candle by itself, by the measures of TA-Lib. */
export const ONE_CANDLE: readonly PatternRow[] = [
  {
    name: 'doji',
    title: 'Doji',
    candles: 1,
    formula: '100: body <= 0.1 of the usual range',
    source: `${NISON}; TA-Lib CDLDOJI`,
    match: (c) => where(c.isDoji(0), 1),
  },
  {
    name: 'dragonfly-doji',
    title: 'Dragonfly doji',
    candles: 1,
    formula: '100: doji with an upper shadow below and a lower one above 0.1 of the usual range',
    source: `${NISON}; TA-Lib CDLDRAGONFLYDOJI`,
    match: (c) => where(c.isDoji(0) && c.isShaven(0) && c.lower(0) > 0.1 * c.usualRange(0), 1),
  },
  {
    name: 'gravestone-doji',
    title: 'Gravestone doji',
    candles: 1,
    formula: '100: doji with a lower shadow below and an upper one above 0.1 of the usual range',
    source: `${NISON}; TA-Lib CDLGRAVESTONEDOJI`,
    match: (c) => where(c.isDoji(0) && c.isShavenBelow(0) && c.upper(0) > 0.1 * c.usualRange(0), 1),
  },
  {
    name: 'long-legged-doji',
    title: 'Long-legged doji',
    candles: 1,
    formula: '100: doji with a shadow longer than its body',
    source: `${NISON}; TA-Lib CDLLONGLEGGEDDOJI`,
    match: (c) => where(c.isDoji(0) && (hasLongUpper(c) || hasLongLower(c)), 1),
  },
  {
    name: 'rickshaw-man',
    title: 'Rickshaw man',
    candles: 1,
    formula: '100: doji with both shadows longer than its body, which is near the middle of high and low',
    source: `${NISON}; TA-Lib CDLRICKSHAWMAN`,
    match: (c) => {
      const middle = c.low(0) + c.range(0) / 2;
      const isCentred = c.bottom(0) <= middle + c.near(0) && c.top(0) >= middle - c.near(0);
      return where(c.isDoji(0) && hasLongUpper(c) && hasLongLower(c) && isCentred, 1);
    },
  },
  {
    name: 'takuri',
    title: 'Takuri line',
    candles: 1,
    formula: '100: doji without upper shadow, the lower one more than twice its body',
    source: 'T. Bulkowski, Encyclopedia of Candlestick Charts (2008); TA-Lib CDLTAKURI',
    match: (c) => where(c.isDoji(0) && c.isShaven(0) && c.lower(0) > 2 * c.body(0), 1),
  },
  {
    name: 'spinning-top',
    title: 'Spinning top',
    candles: 1,
    formula: '100 white, -100 black: short body, both shadows longer than it',
    source: `${NISON}; TA-Lib CDLSPINNINGTOP`,
    match: (c) => where(c.isShort(0) && hasLongUpper(c) && hasLongLower(c), c.colour(0)),
  },
  {
    name: 'high-wave',
    title: 'High-wave candle',
    candles: 1,
    formula: '100 white, -100 black: short body, both shadows more than twice as long',
    source: `${NISON}; TA-Lib CDLHIGHWAVE`,
    match: (c) => where(c.isShort(0) && Math.min(c.upper(0), c.lower(0)) > 2 * c.body(0), c.colour(0)),
  },
  {
    name: 'marubozu',
    title: 'Marubozu',
    candles: 1,
    formula: '100 white, -100 black: long body without shadows',
    source: `${NISON}; TA-Lib CDLMARUBOZU`,
    match: (c) => where(c.isLong(0) && c.isShaven(0) && c.isShavenBelow(0), c.colour(0)),
  },
  {
    name: 'closing-marubozu',
    title: 'Closing marubozu',
    candles: 1,
    formula: '100 white without upper shadow, -100 black without lower shadow: long body',
    source: `${NISON}; TA-Lib CDLCLOSINGMARUBOZU`,
    match: (c) => where(c.isLong(0) && (c.isWhite(0) ? c.isShaven(0) : c.isShavenBelow(0)), c.colour(0)),
  },
  {
    name: 'belt-hold',
    title: 'Belt hold',
    candles: 1,
    formula: '100 white without lower shadow, -100 black without upper shadow: long body',
    source: `${NISON}; TA-Lib CDLBELTHOLD`,
    match: (c) => where(c.isLong(0) && (c.isWhite(0) ? c.isShavenBelow(0) : c.isShaven(0)), c.colour(0)),
  },
  {
    name: 'long-line',
    title: 'Long line',
    candles: 1,
    formula: '100 white, -100 black: long body, both shadows shorter than usual',
    source: `${NISON}; TA-Lib CDLLONGLINE`,
    match: (c) => where(c.isLong(0) && Math.max(c.upper(0), c.lower(0)) < c.usualShadow(0), c.colour(0)),
  },
  {
    name: 'short-line',
    title: 'Short line',
    candles: 1,
    formula: '100 white, -100 black: short body, both shadows shorter than usual',
    source: `${NISON}; TA-Lib CDLSHORTLINE`,
    match: (c) => where(c.isShort(0) && Math.max(c.upper(0), c.lower(0)) < c.usualShadow(0), c.colour(0)),
  },
  {
    name: 'hammer',
    title: 'Hammer',
    candles: 2,
    formula: '100: short body below or near low[t-1], a lower shadow longer than it, no upper shadow',
    source: `${NISON}; TA-Lib CDLHAMMER`,
    match: (c) => where(isHammer(c) && c.bottom(0) <= c.low(1) + c.near(1), 1),
  },
  {
    name: 'hanging-man',
    title: 'Hanging man',
    candles: 2,
    formula: '-100: short body above or near high[t-1], a lower shadow longer than it, no upper shadow',
    source: `${NISON}; TA-Lib CDLHANGINGMAN`,
    match: (c) => where(isHammer(c) && c.bottom(0) >= c.high(1) - c.near(1), -1),
  },
  {
    name: 'inverted-hammer',
    title: 'Inverted hammer',
    candles: 2,
    formula: '100: short body below that before, an upper shadow longer than it, no lower shadow',
    source: `${NISON}; TA-Lib CDLINVERTEDHAMMER`,
    match: (c) => where(isInverted(c) && c.isBelow(0, 1), 1),
  },
  {
    name: 'shooting-star',
    title: 'Shooting star',
    candles: 2,
    formula: '-100: short body above that before, an upper shadow longer than it, no lower shadow',
    source: `${NISON}; TA-Lib CDLSHOOTINGSTAR`,
    match: (c) => where(isInverted(c) && c.isAbove(0, 1), -1),
  },
];

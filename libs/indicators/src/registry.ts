import type { Definition } from './core/definition.js';
import { IndicatorError } from './errors.js';
import { cycle } from './cycle/index.js';
import { math } from './math/index.js';
import { momentum } from './momentum/index.js';
import { overlap } from './overlap/index.js';
import { pattern } from './pattern/index.js';
import { price } from './price/index.js';
import { statistics } from './statistics/index.js';
import { volatility } from './volatility/index.js';
import { volume } from './volume/index.js';

/** Every indicator there is, group by group. */
export const INDICATORS: readonly Definition[] = [
  overlap,
  momentum,
  volume,
  volatility,
  cycle,
  statistics,
  price,
  math,
  pattern,
].flat();

const byName = new Map(INDICATORS.map((definition) => [definition.name, definition]));

/** Names told in a refusal, at most. */
const MOST_NAMES = 5;

const namesOf = (definitions: readonly Definition[]): string =>
  definitions
    .slice(0, MOST_NAMES)
    .map((definition) => definition.name)
    .join(', ');

/** Lower case, at all that is no letter, digit, hyphen or underscore apart: `TA-Lib PLUS_DI` is `ta-lib` and `plus_di`. */
const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}_-]+/gu) ?? [];

/** Definitions whose source has the name, as that of another library, or whose own name is like it. */
function hintFor(name: string): string {
  const wanted = name.toLowerCase();
  const elsewhere = INDICATORS.filter(({ source }) => wordsOf(source).includes(wanted));
  if (elsewhere.length > 0) return `; it is named in the source of ${namesOf(elsewhere)}`;
  const near = INDICATORS.filter((one) => one.name.includes(name) || name.includes(one.name));
  return near.length > 0 ? `; there is ${namesOf(near)}` : '';
}

/** @throws IndicatorError INDICATOR_UNKNOWN, with those whose sources name it, or the names that are near */
export function findIndicator(name: string): Definition {
  const found = byName.get(name);
  if (found !== undefined) return found;
  throw new IndicatorError('INDICATOR_UNKNOWN', `there is no indicator ${name}${hintFor(name)}`, { indicator: name });
}

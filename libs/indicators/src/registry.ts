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

/** @throws IndicatorError INDICATOR_UNKNOWN, with the names that are near */
export function findIndicator(name: string): Definition {
  const found = byName.get(name);
  if (found !== undefined) return found;
  const near = [...byName.keys()].filter((one) => one.includes(name) || name.includes(one)).slice(0, 5);
  const hint = near.length > 0 ? `; there is ${near.join(', ')}` : '';
  throw new IndicatorError('INDICATOR_UNKNOWN', `there is no indicator ${name}${hint}`, { indicator: name });
}

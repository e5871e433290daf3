import { candleCases, CANDLES, isCandleAt } from './candles.js';
import type { Vector } from './vector.js';

const flags = (all: readonly boolean[]): Float64Array<ArrayBuffer> => Float64Array.from(all, Number);

/** For each of Tulip's candles the places where it is and where it is not, 1 and 0. */
export function patternVectors(): Vector[] {
  const cases = candleCases();
  const indicatorOf = ({ tulip }: (typeof cases)[number]): string => CANDLES[tulip][0];
  return [...new Set(cases.map(indicatorOf))].map((indicator): Vector => {
    const own = cases.filter((one) => indicatorOf(one) === indicator);
    const places = own.flatMap((one) => one.indices.map((index) => ({ one, index })));
    const values = flags(places.map(({ one }) => one.isThere));
    const got = flags(places.map(({ one, index }) => isCandleAt(one, index)));
    const file = 'tulip-vectors/candles.txt';
    return {
      source: 'Tulip',
      file,
      indicator,
      inputs: [],
      expected: { value: { values, unit: 0 } },
      got: { value: got },
    };
  });
}

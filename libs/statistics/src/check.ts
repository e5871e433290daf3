import { StatisticsError } from './errors.js';

/** Numbers in the order of time: an array or a Float64Array. Never changed by this library. */
export type Series = ArrayLike<number>;

/** A square or rectangular table: one array for each row. */
export type Rows = readonly Series[];

/** Most values of a series: 2^24 of 8 bytes are 128 MB. */
const MAX_LENGTH = 2 ** 24;

/** Throws STATISTICS_NOT_FINITE, STATISTICS_TOO_SHORT or, beyond 2^24 values, STATISTICS_RANGE. */
export function checkSeries(name: string, series: Series, least = 1): void {
  const { length } = series;
  if (length < least)
    throw new StatisticsError('STATISTICS_TOO_SHORT', `${name} has ${length} values, ${least} are needed`, {
      name,
      length,
      least,
    });
  if (length > MAX_LENGTH) throw outOfRange(`length of ${name}`, length, `at most ${MAX_LENGTH}`);
  for (let i = 0; i < length; i++)
    if (!Number.isFinite(series[i]))
      throw new StatisticsError('STATISTICS_NOT_FINITE', `${name}[${i}] is no finite number: ${series[i]}`, {
        name,
        index: i,
      });
}

/** As checkSeries, and every value above zero (else STATISTICS_RANGE). */
export function checkPositive(name: string, series: Series, least = 1): void {
  checkSeries(name, series, least);
  for (let i = 0; i < series.length; i++) if (!(series[i] > 0)) throw outOfRange(`${name}[${i}]`, series[i], 'above 0');
}

/** Throws STATISTICS_SHAPE. */
export function checkLength(name: string, series: Series, length: number): void {
  if (series.length !== length)
    throw new StatisticsError('STATISTICS_SHAPE', `${name} has ${series.length} values instead of ${length}`, {
      name,
      length: series.length,
      expected: length,
    });
}

/** A number from `least` to `most`, both included. Throws STATISTICS_RANGE. */
export function checkNumber(name: string, value: number, least = -Infinity, most = Infinity): number {
  if (Number.isFinite(value) && value >= least && value <= most) return value;
  throw outOfRange(name, value, `from ${least} to ${most}`);
}

/** A number above `bound`, and finite. Throws STATISTICS_RANGE. */
export function checkAbove(name: string, value: number, bound = 0): number {
  if (Number.isFinite(value) && value > bound) return value;
  throw outOfRange(name, value, `above ${bound}`);
}

/** A whole number from `least` to `most`. Throws STATISTICS_RANGE. */
export function checkCount(name: string, value: number, least: number, most = MAX_LENGTH): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw outOfRange(name, value, `a whole number from ${least} to ${most}`);
}

function outOfRange(name: string, value: number, allowed: string): StatisticsError {
  return new StatisticsError('STATISTICS_RANGE', `${name} is ${value}; it has to be ${allowed}`, {
    name,
    // JSON has no NaN and no Infinity.
    value: Number.isFinite(value) ? value : String(value),
  });
}

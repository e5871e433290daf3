import { compute, findIndicator } from '@bourseworks/indicators';

/** A printed series, and the worth of its last printed digit: 0 where all digits are there. NaN where nothing is printed. */
export interface Printed {
  readonly values: Float64Array<ArrayBuffer>;
  readonly unit: number;
}

export type Source = 'LEAN' | 'Skender' | 'ta4j' | 'Tulip';

/** A published series that an indicator must come to. */
export interface Vector {
  readonly source: Source;
  /** Of the reference data, and what it is of in it. */
  readonly file: string;
  readonly indicator: string;
  readonly parameters?: Readonly<Record<string, number | string>>;
  /** In the order of the definition's. */
  readonly inputs: readonly Float64Array[];
  /** By output. */
  readonly expected: Readonly<Record<string, Printed>>;
  /** What is compared where it is no output over the inputs, but what the library makes of some. */
  readonly got?: Readonly<Record<string, Float64Array>>;
  /** The first values that are compared, where the source's beginning is another; `deviation` says why. */
  readonly from?: number;
  /** In what the source differs, and why ours is kept. */
  readonly deviation?: string;
  /** Instead of the source's digits, as a part of the value, or of 1 for values below; only with a deviation that says why. */
  readonly relative?: number;
}

export interface Outcome {
  readonly vector: Vector;
  readonly output: string;
  /** Values compared. */
  readonly count: number;
  /** Largest distance as a part of the value, or of a thousandth of the largest one for values below that. */
  readonly worst: number;
  /** Values further off than 1e-9 of themselves and than the last printed digit. */
  readonly wrong: readonly { readonly index: number; readonly expected: number; readonly got: number }[];
}

/** Relative error that the rounding of doubles and another order of operations explain. */
const RELATIVE = 1e-9;
/** A printed decimal may be rounded or cut off, a whole number is rounded at most: a count or a sign may not be off by one. */
const lastDigit = (unit: number): number => unit * (unit < 1 ? 1.0001 : 0.5001);

/** Next to zero a value is what is left of larger ones: there it is measured by a share of the largest of its series. */
const SMALLEST_SHARE = 1e-3;

function judge(vector: Vector, output: string, got: Float64Array): Outcome {
  const { values, unit } = vector.expected[output];
  const { from = 0, relative } = vector;
  const known = values.subarray(from).filter((value) => !Number.isNaN(value));
  const least = SMALLEST_SHARE * known.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const wrong: { index: number; expected: number; got: number }[] = [];
  let worst = 0;
  for (let index = from; index < values.length; index++) {
    const expected = values[index];
    if (Number.isNaN(expected)) continue;
    const distance = Object.is(expected, got[index]) ? 0 : Math.abs(expected - got[index]);
    const scale = Math.max(least, Math.abs(expected));
    const digits = relative === undefined ? RELATIVE * scale : relative * Math.max(1, Math.abs(expected));
    const allowed = Math.max(digits, lastDigit(unit));
    if (!(distance <= allowed)) wrong.push({ index, expected, got: got[index] });
    worst = Math.max(worst, Number.isNaN(distance) ? Infinity : distance === 0 ? 0 : distance / scale);
  }
  return { vector, output, count: known.length, worst, wrong };
}

/** What comes out for each output of which the source prints values. */
export function outcomesOf(vector: Vector): Outcome[] {
  const series = vector.got ?? compute(findIndicator(vector.indicator), vector.inputs, vector.parameters);
  return Object.keys(vector.expected).map((output) => judge(vector, output, series[output]));
}

import { checkParameters, compute, findIndicator } from '@bourseworks/indicators';
import { expect, it } from '@jest/globals';
import { inputsOf, randomBars } from './bars.js';

export type Values = readonly number[];

/** The bars that second definitions are held against. */
export const BARS = randomBars(300, 7);
export const OPEN: Values = [...BARS.open];
export const HIGH: Values = [...BARS.high];
export const LOW: Values = [...BARS.low];
export const CLOSE: Values = [...BARS.close];
export const VOLUME: Values = [...BARS.volume];
export const OTHER: Values = [...BARS.other];

export const sum = (xs: Values): number => xs.reduce((a, b) => a + b, 0);
export const mean = (xs: Values): number => sum(xs) / xs.length;
/** Mean of the k-th powers of the distances from the mean. */
export const moment = (xs: Values, k: number): number => mean(xs.map((x) => (x - mean(xs)) ** k));

/** Of each window of n values, oldest first; NaN until there are as many known ones. */
export const rolling = (xs: Values, n: number, of: (window: Values, i: number) => number): number[] =>
  xs.map((_, i) => {
    const window = xs.slice(Math.max(0, i - n + 1), i + 1);
    return window.length < n || window.some(Number.isNaN) ? NaN : of(window, i);
  });

export const both = (xs: Values, ys: Values, of: (x: number, y: number, i: number) => number): number[] =>
  xs.map((x, i) => of(x, ys[i], i));

/** x[t-1], NaN at first. */
export const before = (xs: Values, by = 1): number[] => xs.map((_, i) => (i < by ? NaN : xs[i - by]));

/** Recursive average from the first known value on: seeded by the mean of `seeds` values. */
export function recursive(xs: Values, alpha: number, seeds = 1): number[] {
  const first = xs.findIndex((x) => !Number.isNaN(x)) + seeds - 1;
  const ys = xs.map(() => NaN);
  for (let i = first; i < xs.length; i++)
    ys[i] = i === first ? mean(xs.slice(i - seeds + 1, i + 1)) : alpha * xs[i] + (1 - alpha) * ys[i - 1];
  return ys;
}

/** A second definition of an indicator's outputs over BARS, written from the formula alone. */
export interface BruteCase {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, number | string>>;
  readonly expected: Readonly<Record<string, Values>>;
}

/** One test for each: all outputs named are met within 1e-9 of them, and are unknown where they are. */
export function describeBrute(cases: readonly BruteCase[]): void {
  it.each(cases)('$name, $parameters', ({ name, parameters = {}, expected }) => {
    const definition = findIndicator(name);
    const series = compute(definition, inputsOf(definition, BARS), checkParameters(definition, parameters));
    for (const [output, values] of Object.entries(expected)) {
      expect(values.filter((value) => !Number.isNaN(value)).length).toBeGreaterThan(100);
      const wrong = values.flatMap((value, i) => {
        const got = series[output][i];
        const same = Object.is(value, got) || Math.abs(value - got) <= 1e-9 * Math.max(1, Math.abs(value));
        return same ? [] : [{ output, i, value, got }];
      });
      expect(wrong).toEqual([]);
    }
  });
}

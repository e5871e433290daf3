import type { ChoiceParameter } from '../core/definition.js';
import type { Indicator } from '../core/indicator.js';
import { Ema } from '../overlap/ema.js';
import { AVERAGE, averageOf, averageWarmup, type AverageKind } from '../overlap/moving-average.js';

/** A kind of moving average, or the exponential one from the first value on (ema-first: Tulip). */
export type OscillatorAverage = AverageKind | 'ema-first';

export const OSCILLATOR_AVERAGE: ChoiceParameter = {
  ...AVERAGE,
  title: 'kind of moving average; ema-first is the exponential one from the first value on',
  choices: [...AVERAGE.choices, 'ema-first'],
  default: 'ema',
};

/** @throws IndicatorError INDICATOR_PARAMETER */
export const oscillatorAverage = (kind: OscillatorAverage, length: number): Indicator =>
  kind === 'ema-first' ? new Ema(length, 'first') : averageOf(kind, length);

/** Values until an average is known. */
export const oscillatorWarmup = (kind: OscillatorAverage, length: number): number =>
  kind === 'ema-first' ? 1 : averageWarmup(kind, length);

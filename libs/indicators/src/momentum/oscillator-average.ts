import type { ChoiceParameter } from '../core/definition.js';
import { Ema } from '../overlap/ema.js';
import { Sma } from '../overlap/sma.js';

/** simple (TA-Lib), or exponential, begun with a simple average (LEAN) or with the first value (exponential-first: Tulip). */
export type OscillatorAverage = 'simple' | 'exponential' | 'exponential-first';

export const OSCILLATOR_AVERAGE: ChoiceParameter = {
  name: 'average',
  title:
    'averages are simple, exponential from a simple one on, or exponential from the first value on (exponential-first)',
  kind: 'choice',
  choices: ['simple', 'exponential', 'exponential-first'],
  default: 'exponential',
};

/** An average of a price oscillator. */
export function oscillatorAverage(length: number, average: OscillatorAverage): Sma | Ema {
  return average === 'simple' ? new Sma(length) : new Ema(length, average === 'exponential' ? 'sma' : 'first');
}

/** Values until the slower average is known. */
export function oscillatorWarmup(fast: number, slow: number, average: OscillatorAverage): number {
  return average === 'exponential-first' ? 1 : Math.max(fast, slow);
}

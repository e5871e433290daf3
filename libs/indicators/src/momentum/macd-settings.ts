import { numberOf, wordOf, type ParameterValues } from '../core/definition.js';
import { checkWindow } from '../rolling/window.js';

/**
 * How the averages begin. sma: each with the simple average of its first values (Skender, LEAN). first: with the first value
 * (Tulip). aligned: with simple averages that end at the same bar, the first of the longer one (TA-Lib).
 */
export type MacdSeeding = 'sma' | 'first' | 'aligned';

/** exact: 2 / (length + 1). classic: 0.15 and 0.075 whatever the lengths, as Appel rounded those of 12 and 26. */
export type MacdWeights = 'exact' | 'classic';

/** An exponential average: the weight of the newest value, the values it begins with, and how many it leaves out before. */
interface AverageSettings {
  readonly alpha: number;
  readonly seeds: number;
  readonly from: number;
}

export interface MacdSettings {
  readonly fast: AverageSettings;
  readonly slow: AverageSettings;
  readonly signal: AverageSettings;
  /** Values until the difference is known. */
  readonly longest: number;
}

export function macdSettings(
  fast: number,
  slow: number,
  signal: number,
  seeding: MacdSeeding,
  weights: MacdWeights,
): MacdSettings {
  const longest = Math.max(fast, slow);
  const one = (length: number, until: number, classic?: number): AverageSettings => ({
    alpha: weights === 'classic' && classic !== undefined ? classic : 2 / (checkWindow(length) + 1),
    seeds: seeding === 'first' ? 1 : checkWindow(length),
    from: seeding === 'aligned' ? until - length : 0,
  });
  return { fast: one(fast, longest, 0.15), slow: one(slow, longest, 0.075), signal: one(signal, signal), longest };
}

export function macdSettingsOf(parameters: ParameterValues): MacdSettings {
  return macdSettings(
    numberOf(parameters, 'fast'),
    numberOf(parameters, 'slow'),
    numberOf(parameters, 'signal'),
    wordOf<MacdSeeding>(parameters, 'seeding'),
    wordOf<MacdWeights>(parameters, 'weights'),
  );
}

import type { TimeSeriesControl, TimeSeriesHarness } from './harness.js';
import type { TimeSeriesTrial } from './trial.js';

/** One numbered case. Numbers are stable and spaced, so that others fit between them. */
export interface TimeSeriesCase {
  readonly id: string;
  readonly title: string;
  /** What a test must be able to do to the store. */
  readonly needs?: readonly TimeSeriesControl[];
  readonly run: (trial: TimeSeriesTrial) => Promise<void>;
}

/** Why a store is excused from a case; undefined when it is not. */
export function excuse({ needs = [] }: TimeSeriesCase, harness: TimeSeriesHarness): string | undefined {
  const missing = needs.filter((name) => !harness.controls.includes(name));
  return missing.length === 0 ? undefined : `the store has no ${missing.join(', ')}`;
}

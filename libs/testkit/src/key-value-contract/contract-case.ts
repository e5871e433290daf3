import type { KeyValueControl, KeyValueHarness } from './harness.js';
import type { KeyValueTrial } from './trial.js';

/** One numbered case. Numbers are stable and spaced, so that others fit between them. */
export interface KeyValueCase {
  readonly id: string;
  readonly title: string;
  /** What the store must be able to do. */
  readonly needs?: readonly KeyValueControl[];
  readonly run: (trial: KeyValueTrial) => Promise<void>;
}

/** Why a store is excused from a case; undefined when it is not. */
export function excuse({ needs = [] }: KeyValueCase, harness: KeyValueHarness): string | undefined {
  const missing = needs.filter((name) => !harness.controls.includes(name));
  return missing.length === 0 ? undefined : `the store has no ${missing.join(', ')}`;
}

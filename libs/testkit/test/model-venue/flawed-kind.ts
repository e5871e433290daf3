import type { Clock } from '@bourseworks/ports';
import type { Flaw } from './flawed-adapter.js';
import type { ModelOptions } from './model-adapter.js';
import type { ModelVenue } from './model-harness.js';

/** A way to be wrong, and the cases that have to find it. */
export interface FlawedKind {
  readonly name: string;
  readonly cases: readonly string[];
  readonly options?: () => Partial<ModelOptions>;
  readonly flaw?: (venue: ModelVenue, clock: Clock) => Flaw;
}

import type { StreamKind } from '@bourseworks/domain';
import type { MarketDataHarness } from './harness.js';
import type { MarketDataTrial } from './trial.js';

/** One numbered case. Numbers are stable and spaced, so that others fit between them. */
export interface MarketDataCase {
  readonly id: string;
  readonly title: string;
  /** Kind that the adapter must stream. */
  readonly streams?: StreamKind;
  /** Kind of which it must have history. */
  readonly keeps?: StreamKind;
  readonly run: (trial: MarketDataTrial) => Promise<void>;
}

/** Why a venue is excused from a case; undefined when it is not. */
export function excuse({ id, streams, keeps }: MarketDataCase, harness: MarketDataHarness): string | undefined {
  if (streams !== undefined && !harness.kinds.includes(streams)) return `the venue streams no ${streams}`;
  if (keeps !== undefined && !harness.historyKinds.includes(keeps)) return `the adapter has no history of ${keeps}`;
  return harness.excused?.[id];
}

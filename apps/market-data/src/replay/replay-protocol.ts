import type { MarketDataItem } from '@bourseworks/dto/shapes';
import type { Refusal } from '@bourseworks/domain';
import type { StreamSpec } from '@bourseworks/ports';

/** Steps of one message, and messages that may be under way. */
export const CHUNK_STEPS = 100;
export const CHUNK_WINDOW = 2;

export interface ReplaySource extends StreamSpec {
  readonly adapter: string;
}

/** What is published at one time: items by index of the source. */
export interface ReadStep {
  readonly timeUs: number;
  readonly items: readonly { readonly source: number; readonly items: readonly MarketDataItem[] }[];
}

export type ToReplayWorker =
  | { readonly type: 'read'; readonly sources: readonly ReplaySource[]; readonly fromUs: number; readonly toUs: number }
  /** One chunk was taken. */
  | { readonly type: 'taken' };

export type FromReplayWorker =
  | { readonly type: 'counted'; readonly steps: number }
  | { readonly type: 'steps'; readonly steps: readonly ReadStep[] }
  | { readonly type: 'end' }
  | { readonly type: 'failed'; readonly refusal: Refusal };

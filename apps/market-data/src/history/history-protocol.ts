import type { MarketDataItem } from '@bourseworks/dto/shapes';
import type { Refusal } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';

/** Parts that a worker may have sent and not yet seen taken: one is on its way while the next is read. */
export const PART_WINDOW = 2;

export type ToHistoryWorker =
  | { readonly type: 'run'; readonly job: number; readonly adapter: string; readonly query: HistoryQuery }
  /** One part was taken. */
  | { readonly type: 'taken'; readonly job: number }
  | { readonly type: 'cancel'; readonly job: number };

export type FromHistoryWorker =
  | { readonly type: 'part'; readonly job: number; readonly items: readonly MarketDataItem[] }
  /** The last message of a job. */
  | { readonly type: 'done'; readonly job: number; readonly refusal?: Refusal };

import type { Adjustment, Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';

/** Events of one part of a history answer: about 100 kB on the wire. */
export const PART_EVENTS = 500;

/** Takes events; resolves when more may be sent. */
export type PartSink = (events: readonly MarketDataEvent[]) => Promise<void>;

/** One format of recorded data: what a data folder holds in it, and how it is read. */
export interface ReplaySource {
  /** In a fixed order, whatever the file system's. */
  instruments(): readonly Instrument[];
  /** Kinds offered for an instrument; none for what this source does not hold. */
  kinds(instrumentKey: string): readonly StreamKind[];
  /** What history can be adjusted for. */
  adjustments(instrumentKey: string): readonly Adjustment[];
  /** All quotes of an instrument come one by one, as the venue gave them; otherwise one may stand for the end of a bar. */
  tickQuotes(instrumentKey: string): boolean;
  /**
   * As MarketDataAdapter.history, for an instrument and kind that it offers. Throws DomainError HISTORY_NOT_FOUND when no
   * file overlaps the range, DATA_FORMAT for a broken one.
   */
  history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void>;
}

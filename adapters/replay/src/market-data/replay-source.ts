import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { HistoryQuery } from '@bourseworks/ports';

/** Events of one part of a history answer: about 100 kB on the wire. */
export const PART_EVENTS = 500;

/** Takes events; resolves when more may be sent. */
export type PartSink = (events: readonly MarketDataEvent[]) => Promise<void>;

/** One format of recorded data: what a data folder holds in it, and how it is read. */
export interface ReplaySource {
  /** Quotes come one by one, as the venue gave them; otherwise a quote stands for the end of a bar. */
  readonly tickQuotes: boolean;
  /** In a fixed order, whatever the file system's. */
  instruments(): readonly Instrument[];
  /** Kinds offered for an instrument; none for what this source does not hold. */
  kinds(instrumentKey: string): readonly StreamKind[];
  /**
   * As MarketDataAdapter.history, for an instrument and kind that it offers. Throws DomainError HISTORY_NOT_FOUND when no
   * file overlaps the range, DATA_FORMAT for a broken one.
   */
  history(query: HistoryQuery, part: PartSink, signal: AbortSignal): Promise<void>;
}

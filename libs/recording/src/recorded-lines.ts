import { STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import type { InstrumentShape, MarketDataBatch, SnapshotReplyShape } from '@bourseworks/dto/shapes';

/** What is recorded: one live topic. */
export interface RecordedTopic {
  readonly topic: string;
  readonly kind: StreamKind;
  readonly instrument: InstrumentShape;
}

/** First line of a segment. */
export interface SegmentHeader extends RecordedTopic {
  /** Version of the format. */
  readonly recording: 1;
  readonly venue: string;
  readonly symbol: string;
  /** All lines of the segment are of this epoch. */
  readonly epoch: number;
}

/** A book that was asked for beside the stream: it includes all items up to `sequence`. */
export interface BookLine extends Omit<SnapshotReplyShape, 'topic'> {
  /** Epoch nanoseconds of its receipt. */
  readonly received: string;
}

/** The lines behind the header: messages as they were published, and books. */
export type RecordedLine = MarketDataBatch | BookLine;

/** What was read as a header, undefined when it is none. */
export function headerOf(value: object): SegmentHeader | undefined {
  const { recording, topic, kind, epoch, instrument } = value as Partial<Record<keyof SegmentHeader, unknown>>;
  if (recording !== 1 || typeof topic !== 'string' || !Number.isSafeInteger(epoch)) return undefined;
  if (!STREAM_KINDS.some((known) => known === kind) || typeof instrument !== 'object' || instrument === null)
    return undefined;
  return value as SegmentHeader;
}

import type { FeedChannel } from '@bourseworks/feeds';
import type { StreamSpec } from '@bourseworks/ports';
import type { StreamConsumer } from '../session/stream-connection.js';

/** A stream of the venue, and the channel to those who listen to it. */
export interface LiveStream extends StreamConsumer {
  readonly spec: StreamSpec;
  readonly channel: FeedChannel;
  /** The venue has refused it. */
  readonly ended: boolean;
  /** Trading is halted, for this reason; undefined = not, or not any more. */
  halt(reason: string | undefined): void;
  /** Leaves no timer and no request. */
  close(): void;
}

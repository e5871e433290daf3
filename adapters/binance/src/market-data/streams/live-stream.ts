import type { FeedChannel } from '@bourseworks/feeds';
import type { StreamConsumer } from '../session/stream-connection.js';

/** A stream of the venue, and the channel to those who listen to it. */
export interface LiveStream extends StreamConsumer {
  readonly channel: FeedChannel;
  /** The venue has refused it. */
  readonly ended: boolean;
  /** Leaves no timer and no request. */
  close(): void;
}

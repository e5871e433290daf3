export { SequenceGuard, type GuardOptions, type GuardSink, type SequenceVerdict } from './sequence/sequence-guard.js';
export {
  BookKeeper,
  type BookEvent,
  type BookFault,
  type BookKeeperOptions,
  type BookSink,
} from './book/book-keeper.js';
export type { DepthDiff, DepthSnapshot } from './book/depth.js';
export { FUTURES_SEQUENCE, IN_FEED_SEQUENCE, SPOT_SEQUENCE, type SequenceRule } from './book/sequence-rule.js';
export { FeedChannel } from './channel/feed-channel.js';
export type { FeedPlan } from './channel/feed-plan.js';
export { FeedMeter, type FeedStats } from './stats/feed-stats.js';
export { RecordedBook, RecordedBooks, type UnnumberedDepth } from './recorded/recorded-books.js';
export type {
  RecordedAnswer,
  RecordedEvent,
  RecordedFeed,
  RecordedMarket,
  RecordedSubscription,
  RecordedVenue,
} from './recorded/recorded-venue.js';
export { WrittenDecimals } from './recorded/written-decimals.js';

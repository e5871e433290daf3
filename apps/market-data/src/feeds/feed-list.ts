import { Injectable } from '@nestjs/common';
import { FEED_TALLIES, formatNanos } from '@bourseworks/domain';
import type { FeedShape, FeedsReplyShape, FeedsRequestShape } from '@bourseworks/dto/shapes';
import { Clock } from '@bourseworks/ports';
import { OtherInstances } from '../instances/other-instances.js';
import { ThisInstance } from '../instances/this-instance.js';
import { LiveService, type RunningFeed } from '../live/live.service.js';
import { refusalOf } from '../threads/refusal-of.js';

/** Feeds of an answer: a message has a bound. */
export const MAX_FEEDS = 2_000;

/** How the streams fare that run in this instance and in the others. */
@Injectable()
export class FeedList {
  constructor(
    private readonly live: LiveService,
    private readonly instance: ThisInstance,
    private readonly others: OtherInstances,
    private readonly clock: Clock,
  ) {}

  /** Those of this instance. */
  async here(request: FeedsRequestShape): Promise<FeedsReplyShape> {
    const running = await this.live.running();
    const feeds = running.filter(({ key }) => isWanted(key, request)).map((feed) => this.shapeOf(feed));
    return bounded({ feeds, instances: [this.instance.name], silent: [], omitted: 0 });
  }

  /** Those of all. An instance that does not answer is named, and a store that is away is told: the rest is there all the same. */
  async everywhere(request: FeedsRequestShape): Promise<FeedsReplyShape> {
    let others: readonly string[] = [];
    let problem: string | undefined;
    const here = this.here(request);
    try {
      others = await this.live.otherInstances();
    } catch (error) {
      problem = refusalOf(error).message;
    }
    const answers = await this.others.feeds(others, request);
    const replies = [await here, ...[...answers.values()].filter((reply) => reply !== undefined)];
    return bounded({
      feeds: replies.flatMap(({ feeds }) => feeds),
      instances: replies.flatMap(({ instances }) => instances),
      silent: others.filter((other) => answers.get(other) === undefined),
      omitted: replies.reduce((sum, { omitted }) => sum + omitted, 0),
      ...(problem !== undefined && { problem }),
    });
  }

  private shapeOf({ key, subscribers, epoch, feed, meter }: RunningFeed): FeedShape {
    const { adapter, kind, topic, instrument } = key;
    const { state = 'OPENING', sinceUs = this.clock.nowUs(), reason, code } = feed?.told ?? {};
    const { items = 0, dropped = 0, tallies = {} } = feed?.account() ?? {};
    return {
      adapter,
      venue: instrument.venue,
      symbol: instrument.symbol,
      kind,
      topic,
      instance: this.instance.name,
      state,
      since: formatNanos(sinceUs),
      ...(reason !== undefined && { reason }),
      ...(code !== undefined && { code }),
      epoch,
      sequence: feed?.place().sequence ?? 0,
      subscribers,
      items,
      dropped,
      ...(meter !== undefined && { ratePerSecond: meter.ratePerSecond }),
      ...(meter?.lagMs !== undefined && { lagMs: meter.lagMs }),
      ...(meter?.quietMs !== undefined && { quietMs: meter.quietMs }),
      counts: Object.fromEntries(FEED_TALLIES.map((what) => [what, tallies[what] ?? 0])) as FeedShape['counts'],
    };
  }
}

function isWanted({ adapter, instrument }: RunningFeed['key'], wanted: FeedsRequestShape): boolean {
  if (wanted.adapter !== undefined && wanted.adapter !== adapter) return false;
  if (wanted.venue !== undefined && wanted.venue !== instrument.venue) return false;
  return wanted.symbol === undefined || wanted.symbol === instrument.symbol;
}

const sortKey = ({ venue, symbol, kind, adapter }: FeedShape): string => [venue, symbol, kind, adapter].join('\u0000');

function bounded(reply: FeedsReplyShape): FeedsReplyShape {
  const sorted = reply.feeds
    .map((feed) => [sortKey(feed), feed] as const)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, feed]) => feed);
  const omitted = reply.omitted + Math.max(0, sorted.length - MAX_FEEDS);
  return { ...reply, feeds: sorted.slice(0, MAX_FEEDS), omitted };
}

import { Controller, type Type } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CancelHistoryRequest, FeedsRequest, StreamJoin, TopicRequest } from '@bourseworks/dto';
import {
  instanceTopic,
  type CancelHistoryReplyShape,
  type FeedsReplyShape,
  type SnapshotReplyShape,
  type StreamPlaceShape,
} from '@bourseworks/dto/shapes';
import { ok } from '@bourseworks/domain';
import { SolaceMessagePattern } from '@bourseworks/solace-transport';
import { FeedList } from '../feeds/feed-list.js';
import { HistoryService } from '../history/history.service.js';
import { LiveService } from '../live/live.service.js';
import { RequestLog } from '../request-log.js';

/** What other instances ask of this one. Made for its name, which is a level of the topics. */
export function instanceController(instance: string): Type<object> {
  const alone = { queueGroup: false } as const;

  @Controller()
  class InstanceController {
    constructor(
      private readonly streams: LiveService,
      private readonly history: HistoryService,
      private readonly feedList: FeedList,
      private readonly requests: RequestLog,
    ) {}

    @SolaceMessagePattern(instanceTopic(instance, 'join'), alone)
    join(@Payload() request: StreamJoin): Promise<StreamPlaceShape> {
      return this.requests.serve('instance.join', request, () => this.streams.joined(request));
    }

    @SolaceMessagePattern(instanceTopic(instance, 'snapshot'), alone)
    snapshot(@Payload() { topic }: TopicRequest): Promise<SnapshotReplyShape> {
      return this.requests.serve('instance.snapshot', { topic }, () => this.streams.snapshotHere(topic));
    }

    @SolaceMessagePattern(instanceTopic(instance, 'feeds'), alone)
    feeds(@Payload() request: FeedsRequest): Promise<FeedsReplyShape> {
      return this.feedList.here(request);
    }

    @SolaceMessagePattern(instanceTopic(instance, 'cancel'), alone)
    async cancel(@Payload() request: CancelHistoryRequest): Promise<CancelHistoryReplyShape> {
      const { requestId, subscriber } = request;
      const work = () => ok(this.history.cancel(requestId, subscriber));
      const cancelled = await this.requests.serve('instance.cancel', request, work);
      return { requestId, status: cancelled ? 'cancelled' : 'unknown' };
    }
  }
  return InstanceController;
}

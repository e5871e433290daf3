import { Injectable } from '@nestjs/common';
import {
  instanceTopic,
  type CancelHistoryReplyShape,
  type CancelHistoryRequestShape,
  type FeedsReplyShape,
  type FeedsRequestShape,
  type SnapshotReplyShape,
  type StreamPlaceShape,
} from '@bourseworks/dto/shapes';
import { decodeMessage, JSON_CODEC } from '@bourseworks/dto';
import { isErrorCode, ok, refuse, type Result } from '@bourseworks/domain';
import { SolaceSession } from '@bourseworks/solace-transport';
import { INSTANCE_LEASE_US } from '../live/registry/instance-lease.js';
import type { SharedAddress } from '../live/registry/stream-key.js';
import type { Peers } from '../live/registry/stream-registry.js';

/** No longer than it takes to see that the other is gone. */
const ANSWER_MS = INSTANCE_LEASE_US / 1_000;
const CANCEL_MS = 1_000;
/** More than an instance takes whose threads do not answer. */
const FEEDS_MS = 2_000;

/** What is asked of the other instances of this service, over the bus. */
@Injectable()
export class OtherInstances implements Peers {
  constructor(private readonly session: SolaceSession) {}

  async join(instance: string, address: SharedAddress): Promise<Result<StreamPlaceShape> | undefined> {
    const place = await this.ask<StreamPlaceShape>(instanceTopic(instance, 'join'), address, ANSWER_MS);
    return place?.ok === false && place.refusal.code === 'STREAM_UNKNOWN' ? undefined : place;
  }

  /** Refuses STREAM_UNKNOWN too where nobody answers. */
  async snapshot(instance: string, topic: string): Promise<Result<SnapshotReplyShape>> {
    const book = await this.ask<SnapshotReplyShape>(instanceTopic(instance, 'snapshot'), { topic }, ANSWER_MS);
    return book ?? refuse('STREAM_UNKNOWN', 'the instance that runs the stream does not answer', { topic });
  }

  /** Whether one of them ran the request. */
  async cancel(instances: readonly string[], request: CancelHistoryRequestShape): Promise<boolean> {
    const answers = await Promise.all(
      instances.map((instance) =>
        this.ask<CancelHistoryReplyShape>(instanceTopic(instance, 'cancel'), request, CANCEL_MS),
      ),
    );
    return answers.some((answer) => answer?.ok === true && answer.value.status === 'cancelled');
  }

  /** How the streams of each fare; undefined of those that do not answer. */
  async feeds(
    instances: readonly string[],
    request: FeedsRequestShape,
  ): Promise<ReadonlyMap<string, FeedsReplyShape | undefined>> {
    const answers = await Promise.all(
      instances.map((instance) => this.ask<FeedsReplyShape>(instanceTopic(instance, 'feeds'), request, FEEDS_MS)),
    );
    return new Map(instances.map((instance, i) => [instance, valueOf(answers[i])]));
  }

  /** Undefined when there is no answer. */
  private async ask<T>(topic: string, body: object, timeoutMs: number): Promise<Result<T> | undefined> {
    try {
      const decoded = decodeMessage(await this.session.request(topic, JSON_CODEC.encode(body), { timeoutMs }));
      return decoded.ok ? ok(decoded.value as T) : undefined;
    } catch (error) {
      const { code, remote, message } = error as { code?: unknown; remote?: unknown; message: string };
      if (remote !== true || typeof code !== 'string' || !isErrorCode(code)) return undefined;
      return { ok: false, refusal: { code, message } };
    }
  }
}

function valueOf<T>(answer: Result<T> | undefined): T | undefined {
  return answer?.ok === true ? answer.value : undefined;
}

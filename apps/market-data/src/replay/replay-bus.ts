import { setTimeout as sleep } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { MarketDataItem } from '@bourseworks/dto/shapes';
import { SolaceSession, TransportError } from '@bourseworks/solace-transport';
import { TopicPublisher } from '../live/publisher.js';
import type { ReplayOutlet } from './replay-run.js';

/** How long a full or reconnecting session may hold a replay, ms. */
const WRITABLE_TIMEOUT_MS = 30_000;
const PAUSE_MS = 5;

/** The bus as a replay sees it: nothing is dropped, it waits. */
@Injectable()
export class ReplayBus implements ReplayOutlet {
  constructor(
    private readonly session: SolaceSession,
    private readonly publisher: TopicPublisher,
  ) {}

  async publish(topic: string, payload: Uint8Array): Promise<void> {
    const until = performance.now() + WRITABLE_TIMEOUT_MS;
    for (;;) {
      const refusal = this.session.tryPublish(topic, payload);
      if (refusal === undefined) return;
      if (performance.now() >= until) throw TransportError.fromRefusal(refusal);
      await this.session.whenWritable(WRITABLE_TIMEOUT_MS);
      // A session that has not yet noticed its loss refuses and calls itself writable: without a pause, for ever.
      await sleep(PAUSE_MS);
    }
  }

  async items(topic: string, items: readonly MarketDataItem[]): Promise<void> {
    const { epoch, sequence } = this.publisher.place(topic);
    const seq0 = sequence + 1;
    const bytes = Buffer.from(JSON.stringify({ epoch, seq0, items }));
    await this.publish(topic, bytes);
    this.publisher.sent(topic, seq0, items.length);
  }
}

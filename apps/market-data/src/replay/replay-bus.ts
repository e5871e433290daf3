import { Injectable } from '@nestjs/common';
import type { MarketDataItem } from '@bourseworks/dto/shapes';
import { SolaceSession } from '@bourseworks/solace-transport';
import { TopicPublisher } from '../live/publisher.js';
import type { ReplayOutlet } from './replay-run.js';

/** How long a full or reconnecting session may hold a replay, ms. */
const WRITABLE_TIMEOUT_MS = 30_000;

/** The bus as a replay sees it: nothing is dropped, it waits. */
@Injectable()
export class ReplayBus implements ReplayOutlet {
  constructor(
    private readonly session: SolaceSession,
    private readonly publisher: TopicPublisher,
  ) {}

  async publish(topic: string, payload: Uint8Array): Promise<void> {
    while (this.session.tryPublish(topic, payload) !== undefined) await this.session.whenWritable(WRITABLE_TIMEOUT_MS);
  }

  async items(topic: string, items: readonly MarketDataItem[]): Promise<void> {
    const seq0 = this.publisher.counters(topic).sequence + 1;
    const bytes = Buffer.from(JSON.stringify({ seq0, items }));
    await this.publish(topic, bytes);
    this.publisher.sent(topic, seq0, items.length);
  }
}

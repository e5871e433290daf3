import { JSON_CODEC, portfolioTopic } from '@bourseworks/dto';
import type { Clock, Timer } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { OmsCore } from '../core/oms-core.js';
import { portfolioShape } from './portfolio-shape.js';

/** Marks move all the time: once a second is what a person can read and a consumer can afford. */
const PERIOD_US = 1_000_000;

/** Publishes the figures of every account and of each strategy that has a position, when they changed. */
export class PortfolioPublisher {
  private readonly lastBodies = new Map<string, string>();
  private timer: Timer | undefined;

  constructor(
    private readonly core: OmsCore,
    private readonly session: SolaceSession,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.timer = this.clock.setTimer(PERIOD_US, () => {
      this.publish();
      this.start();
    });
  }

  close(): void {
    this.timer?.cancel();
  }

  publish(): void {
    const { engine, nowUs } = this.core;
    for (const account of engine.portfolio.accountIds()) {
      const strategies = new Set(engine.portfolio.positions({ account }).map((row) => row.strategy));
      for (const strategy of ['all', ...strategies]) {
        const shape = portfolioShape(engine, account, strategy, nowUs);
        if (shape === undefined) continue;
        const topic = portfolioTopic(account, strategy);
        // The time alone is no news.
        const body = JSON.stringify({ ...shape, time: '' });
        if (this.lastBodies.get(topic) === body) continue;
        if (this.session.tryPublish(topic, JSON_CODEC.encode(shape)) === undefined) this.lastBodies.set(topic, body);
      }
    }
  }
}

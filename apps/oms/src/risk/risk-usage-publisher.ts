import { formatNanos } from '@bourseworks/domain';
import { JSON_CODEC, riskUsageTopic, type RiskUsageShape } from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';
import type { Clock, Timer } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { OmsCore } from '../core/oms-core.js';
import type { RiskMetrics } from './risk-metrics.js';
import { tradingStateShape } from './risk-shapes.js';

/** As often as a person can read it. */
const PERIOD_US = 1_000_000;
/** Looking at all limits takes at most one part in so many of the thread that orders go through. */
const SHARE = 50;
const MAX_ROWS = 100;
const MAX_STATES = 100;

/** Publishes how far the limits above each account are used up, when that changed. */
export class RiskUsagePublisher {
  private readonly lastBodies = new Map<string, string>();
  private timer: Timer | undefined;

  constructor(
    private readonly core: OmsCore,
    private readonly session: SolaceSession,
    private readonly metrics: RiskMetrics,
    private readonly clock: Clock,
  ) {}

  start(): void {
    this.next(PERIOD_US);
  }

  close(): void {
    this.timer?.cancel();
  }

  /** Usage of now; it leaves once what it follows from is durable. */
  publish(): void {
    this.core.show(
      (engine) => this.shapes(engine),
      (shapes) => {
        for (const shape of shapes) this.send(shape);
      },
    );
  }

  private next(waitUs: number): void {
    this.timer = this.clock.setTimer(waitUs, () => {
      const beganUs = this.clock.monotonicUs();
      this.publish();
      this.next(Math.max(PERIOD_US, (this.clock.monotonicUs() - beganUs) * SHARE));
    });
  }

  private shapes(engine: OrderEngine): RiskUsageShape[] {
    const { nowUs } = this.core;
    const { byAccount, mostUsedBps } = engine.usageOverview(nowUs, MAX_ROWS);
    const states = engine.tradingStates();
    const { version } = engine.limits;
    this.metrics.show(states, mostUsedBps, version);
    const facts = { sequence: engine.lastSequence, time: formatNanos(nowUs), version };
    const shown = states.slice(0, MAX_STATES).map(tradingStateShape);
    return [...byAccount].map(([account, usage]) => ({ account, ...facts, usage, states: shown }));
  }

  private send(shape: RiskUsageShape): void {
    const topic = riskUsageTopic(shape.account);
    // The time and a later record alone are no news.
    const body = JSON.stringify({ ...shape, time: '', sequence: 0 });
    if (this.lastBodies.get(topic) === body) return;
    if (this.session.tryPublish(topic, JSON_CODEC.encode(shape)) === undefined) this.lastBodies.set(topic, body);
  }
}

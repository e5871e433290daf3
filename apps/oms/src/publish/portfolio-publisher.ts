import { JSON_CODEC, portfolioTopic, type PortfolioShape } from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { OmsCore } from '../core/oms-core.js';
import type { PerformanceBook } from '../figures/performance-book.js';
import { portfolioShape } from './portfolio-shape.js';

/** Marks move all the time: once a second is what a person can read and a consumer can afford. */
const PERIOD_US = 1_000_000;
const LOG_PERIOD_US = 10_000_000;

/** Publishes the figures of every account and of each strategy that has a position, when they changed. */
export class PortfolioPublisher {
  private readonly lastBodies = new Map<string, string>();
  private readonly logged = new Map<string, { us: number; fees: string; realizedPnl: string }>();
  private timer: Timer | undefined;

  constructor(
    private readonly core: OmsCore,
    private readonly book: Pick<PerformanceBook, 'sample'>,
    private readonly session: SolaceSession,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  start(): void {
    this.timer = this.clock.setTimer(PERIOD_US, () => {
      this.publish();
      this.start();
    });
  }

  /** Running PnL, risk taken and capital used, for the log: seldom enough to be read, and after every trade. */
  private logFigures(shape: PortfolioShape): void {
    const { account, strategy, cash, equity, realizedPnl, unrealizedPnl, fees, grossExposure, netExposure, reserved } =
      shape;
    const key = `${account}/${strategy}`;
    const last = this.logged.get(key);
    const traded = last === undefined || last.fees !== fees || last.realizedPnl !== realizedPnl;
    if (!traded && this.core.nowUs - last.us < LOG_PERIOD_US) return;
    this.logged.set(key, { us: this.core.nowUs, fees, realizedPnl });
    const figures = { cash, equity, realizedPnl, unrealizedPnl, fees, grossExposure, netExposure, reserved };
    this.log.info({ event: 'portfolio.updated', account, strategy, ...figures, openOrders: shape.openOrders });
  }

  close(): void {
    this.timer?.cancel();
  }

  /** Figures of now; they leave once what they follow from is durable. */
  publish(): void {
    this.core.show(
      (engine) => this.figures(engine),
      (shapes) => {
        for (const shape of shapes) this.send(shape);
      },
    );
  }

  private figures(engine: OrderEngine): PortfolioShape[] {
    this.book.sample(engine, this.core.nowUs);
    const shapes: PortfolioShape[] = [];
    for (const account of engine.portfolio.accountIds()) {
      const strategies = new Set(engine.portfolio.positions({ account }).map((row) => row.strategy));
      for (const strategy of ['all', ...strategies]) {
        const shape = portfolioShape(engine, account, strategy, this.core.nowUs);
        if (shape !== undefined) shapes.push(shape);
      }
    }
    return shapes;
  }

  private send(shape: PortfolioShape): void {
    const topic = portfolioTopic(shape.account, shape.strategy);
    // The time alone is no news.
    const body = JSON.stringify({ ...shape, time: '' });
    if (this.lastBodies.get(topic) === body) return;
    if (this.session.tryPublish(topic, JSON_CODEC.encode(shape)) === undefined) this.lastBodies.set(topic, body);
    this.logFigures(shape);
  }
}

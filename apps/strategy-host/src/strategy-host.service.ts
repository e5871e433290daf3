import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Metrics, ReadinessRegistry } from '@bourseworks/observability';
import { exposeStrategies } from './metrics/host-metrics.js';
import { StrategyHost } from './runner/strategy-host.js';

/** Ties the strategies to the life of the service. */
@Injectable()
export class StrategyHostService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly host: StrategyHost,
    private readonly readiness: ReadinessRegistry,
    private readonly metrics: Metrics,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    exposeStrategies(this.metrics, this.host);
    // A strategy that was given up does not make the host unfit for the others.
    this.readiness.register('strategies', () => ({
      up: this.host.settled,
      detail: Object.fromEntries(this.host.list().map(({ id, state }) => [id, state])),
    }));
    await this.host.start();
  }

  /** The bus still works both ways here: orders can be cancelled. */
  async beforeApplicationShutdown(signal?: string): Promise<void> {
    await this.host.stop(`the host shuts down${signal === undefined ? '' : ` (${signal})`}`);
  }
}

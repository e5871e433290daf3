import type { Metrics } from '@bourseworks/observability';
import type { StrategyHost } from '../runner/strategy-host.js';

/** Exposes the counters of the strategies as they stand when they are asked for. */
export function exposeStrategies(metrics: Metrics, host: StrategyHost): void {
  const running = metrics.gauge('bourseworks_strategy_running', 'Whether the strategy runs (1) or not (0).', [
    'strategy',
  ]);
  const figures = metrics.gauge('bourseworks_strategy_figure', 'Counters and latencies of a strategy, by name.', [
    'strategy',
    'name',
  ]);
  const collect = (): void => {
    for (const { id, state, counters } of host.list()) {
      running.set({ strategy: id }, state === 'RUNNING' ? 1 : 0);
      for (const [name, value] of Object.entries(counters)) figures.set({ strategy: id, name }, value);
    }
  };
  Object.assign(running, { collect });
}

import { loadEnv } from '@bourseworks/observability';
import type { BusServiceOptions } from '@bourseworks/service';
import { readStrategies } from './config/read-strategies.js';
import { StrategyHostConfig } from './config/strategy-host-config.js';

/** What the process is called, and what it reads from its environment. */
export const service: BusServiceOptions = {
  name: 'strategy-host',
  defaultPort: 3_003,
  portVar: 'STRATEGY_HOST_PORT',
  config: StrategyHostConfig,
  checks: [(env) => readStrategies(loadEnv(StrategyHostConfig, env))],
};

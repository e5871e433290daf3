import {
  ORDER_QUERY,
  strategyControlTopic,
  type PortfolioShape,
  type StrategyControlReplyShape,
} from '@bourseworks/dto/shapes';
import { actorKeysDirectory } from '@bourseworks/actor';
import { signed } from '../actor.js';
import type { Bus } from '../bus.js';
import { DEMO_ACCOUNT, DEMO_HOST_ID, DEMO_STRATEGY, strategiesRunning, type DemoRun } from './demo-run.js';
import { allEvents, strategyStatus, summarize, type DemoResult } from './summary.js';

export interface SimulatedOptions {
  readonly cash: string;
  readonly seconds: string;
}

const STOP_TIMEOUT_MS = 15_000;
const PROGRESS_MS = 5_000;

async function execute(
  options: SimulatedOptions,
  bus: Bus,
  progress: (text: string) => void,
  wallSeconds: () => number,
  keys: string,
): Promise<DemoResult> {
  await strategiesRunning(bus);
  const seconds = Number(options.seconds);
  progress(`trading on the simulated exchange for ${seconds} s`);
  const endsAt = performance.now() + seconds * 1_000;
  while (performance.now() < endsAt) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(PROGRESS_MS, endsAt - performance.now())));
    const [status] = await strategyStatus(bus, DEMO_HOST_ID);
    progress(`  bars ${status?.counters['barsReceived'] ?? 0}, orders ${status?.counters['orders'] ?? 0}`);
  }
  // The strategy stops first: what it received is then settled, and so is what was published to it.
  const topic = strategyControlTopic(DEMO_HOST_ID);
  const stop = signed('strategy.stop', topic, { action: 'stop', id: DEMO_STRATEGY }, { directory: keys });
  await bus.ask<StrategyControlReplyShape>(topic, stop, STOP_TIMEOUT_MS);
  const [strategies, events, portfolio] = await Promise.all([
    strategyStatus(bus, DEMO_HOST_ID),
    allEvents(bus, DEMO_ACCOUNT),
    bus.ask<PortfolioShape>(ORDER_QUERY.portfolio, { account: DEMO_ACCOUNT }),
  ]);
  // Sequences of a live topic have no holes: last minus first + 1 is what was published while the strategy listened.
  const barsPublished = strategies.reduce((sum, strategy) => sum + (strategy.counters['barsPublished'] ?? 0), 0);
  const facts = { barsPublished, wallSeconds: wallSeconds(), account: DEMO_ACCOUNT };
  return { summary: summarize(facts, strategies, events, portfolio), events };
}

/** The simulated exchange, live: figures differ from run to run. */
export function simulatedRun(options: SimulatedOptions, directory: string): DemoRun {
  const shared = { LOG_LEVEL: 'warn', ADAPTERS: 'sim', HOST: '127.0.0.1' };
  // Its own, whatever the environment says: the demo leaves nothing behind.
  const data = { DATA_DIR: directory, ACTOR_KEYS_DIR: actorKeysDirectory({ DATA_DIR: directory }) };
  const accounts = JSON.stringify([{ id: DEMO_ACCOUNT, currency: 'USD', cash: options.cash }]);
  const strategies = [
    {
      id: DEMO_STRATEGY,
      type: 'pairs-trading',
      account: DEMO_ACCOUNT,
      parameters: { venue: 'sim', y: 'BTCUSD', x: 'ETHUSD', kind: 'bar-1s' },
    },
  ];
  return {
    title: 'BTCUSD,ETHUSD on the simulated exchange',
    env: {
      broker: { BROKER_SMF_PORT: '0', BROKER_WS_PORT: '0', BROKER_ADMIN_PORT: '0', BROKER_SPOOL: 'memory' },
      exchange: { ...shared, EXCHANGE_PORT: '0' },
      'market-data': { ...shared, MARKET_DATA_PORT: '0', ...data, REDIS_URL: '' },
      oms: { ...shared, OMS_PORT: '0', ...data, ACCOUNTS: accounts },
      'strategy-host': {
        ...shared,
        STRATEGY_HOST_PORT: '0',
        STRATEGY_HOST_ID: DEMO_HOST_ID,
        ...data,
        STRATEGIES: JSON.stringify(strategies),
      },
    },
    execute: (bus, progress, wallSeconds) => execute(options, bus, progress, wallSeconds, data.ACTOR_KEYS_DIR),
  };
}

import { formatNanos } from '@bourseworks/domain';
import {
  ORDER_QUERY,
  replayTopic,
  type PortfolioShape,
  type ReplayStartReplyShape,
  type ReplayStatusShape,
  type StrategySpecShape,
} from '@bourseworks/dto';
import type { Bus } from '../bus.js';
import { DEMO_ACCOUNT, DEMO_HOST_ID, DEMO_STRATEGY, poll, strategiesRunning, type DemoRun } from './demo-run.js';
import { allEvents, strategyStatus, summarize, type DemoSummary } from './summary.js';
import { venueDay } from './calendar.js';

export interface RecordedOptions {
  readonly data: string;
  readonly venue: string;
  readonly symbols: string;
  readonly history: string;
  readonly trade: string;
  readonly fee: string;
  readonly cash: string;
}

/** One process start, one run: the id need not be unique beyond the broker of this demo. */
const RUN = 'demo';
const START_TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 600_000;

function strategySpec(options: RecordedOptions): StrategySpecShape {
  const [y, x] = options.symbols.split(',') as [string, string];
  const history = venueDay(options.history, options.venue);
  return {
    id: DEMO_STRATEGY,
    type: 'pairs-trading',
    account: DEMO_ACCOUNT,
    parameters: {
      venue: options.venue,
      adapter: 'replay',
      y,
      x,
      kind: 'bar-1m',
      historyFrom: formatNanos(history.fromUs),
      historyTo: formatNanos(history.toUs),
    },
  };
}

async function execute(
  options: RecordedOptions,
  bus: Bus,
  progress: (text: string) => void,
  wallSeconds: () => number,
): Promise<DemoSummary> {
  await strategiesRunning(bus);
  const day = venueDay(options.trade, options.venue);
  const started = await bus.ask<ReplayStartReplyShape>(
    replayTopic('start', RUN),
    {
      run: RUN,
      members: ['oms', DEMO_STRATEGY],
      from: formatNanos(day.fromUs),
      to: formatNanos(day.toUs),
      speed: 'lock-step',
    },
    START_TIMEOUT_MS,
  );
  progress(`replaying ${started.steps} steps of ${started.streams.length} streams in lock-step`);
  let shown = 0;
  const status = await poll(
    () => bus.ask<ReplayStatusShape>(replayTopic('status', RUN), { run: RUN }),
    (now) => {
      if (now.step - shown >= 240) progress(`  step ${(shown = now.step)} of ${now.steps}`);
      return now.state !== 'RUNNING';
    },
    RUN_TIMEOUT_MS,
    'the replay',
  );
  if (status.state === 'FAILED') throw new Error(status.error ?? 'the replay failed');
  const [strategies, events, portfolio] = await Promise.all([
    strategyStatus(bus, DEMO_HOST_ID),
    allEvents(bus, DEMO_ACCOUNT),
    bus.ask<PortfolioShape>(ORDER_QUERY.portfolio, { account: DEMO_ACCOUNT }),
  ]);
  const facts = { barsPublished: status.itemsPublished, wallSeconds: wallSeconds(), account: DEMO_ACCOUNT };
  return summarize(facts, strategies, events, portfolio);
}

/** Recorded bars in lock-step: the same figures on every run. */
export function recordedRun(options: RecordedOptions, directory: string): DemoRun {
  const shared = { LOG_LEVEL: 'warn', ADAPTERS: 'replay', REPLAY_DATA: options.data, HOST: '127.0.0.1' };
  return {
    title: `${options.symbols} on ${options.venue}: learns ${options.history}, trades ${options.trade}`,
    env: {
      broker: { BROKER_SMF_PORT: '0', BROKER_WS_PORT: '0' },
      'market-data': { ...shared, MARKET_DATA_PORT: '0', REPLAY_VENUES: options.venue },
      oms: {
        ...shared,
        OMS_PORT: '0',
        REPLAY_RUN: RUN,
        REPLAY_VENUES: options.venue,
        PAPER_FEE_RATE: options.fee,
        DATA_DIR: directory,
        ACCOUNTS: JSON.stringify([{ id: DEMO_ACCOUNT, currency: 'USD', cash: options.cash }]),
      },
      'strategy-host': {
        ...shared,
        STRATEGY_HOST_PORT: '0',
        STRATEGY_HOST_ID: DEMO_HOST_ID,
        REPLAY_RUN: RUN,
        DATA_DIR: directory,
        STRATEGIES: JSON.stringify([strategySpec(options)]),
      },
    },
    execute: (bus, progress, wallSeconds) => execute(options, bus, progress, wallSeconds),
  };
}

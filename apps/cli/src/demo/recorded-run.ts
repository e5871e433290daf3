import { randomUUID } from 'node:crypto';
import { formatNanos } from '@bourseworks/domain';
import {
  MARKET_DATA_REQUEST,
  ORDER_QUERY,
  replayTopic,
  type InstrumentsReplyShape,
  type LiveDataReplyShape,
  type PortfolioShape,
  type ReplayStartReplyShape,
  type ReplayStatusShape,
  type StrategySpecShape,
} from '@bourseworks/dto/shapes';
import type { Bus } from '../bus.js';
import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import { DEMO_ACCOUNT, DEMO_HOST_ID, DEMO_STRATEGY, poll, strategiesRunning, type DemoRun } from './demo-run.js';
import type { RecordedFeed } from './feeds.js';
import { allEvents, strategyStatus, summarize, type DemoResult } from './summary.js';

export interface RecordedOptions {
  readonly data: string;
  readonly fee: string;
  readonly cash: string;
}

/** One process start, one run: the id need not be unique beyond the broker of this demo. */
const RUN = 'demo';
const ADAPTER = 'replay';
const SUBSCRIBER = 'demo';
const START_TIMEOUT_MS = 60_000;
const RUN_TIMEOUT_MS = 600_000;
/** Lines of progress of one run. */
const PROGRESS_LINES = 6;
/** A started run holds its streams itself: the lease has to last until then only. */
const LEASE_SECONDS = 60;

function strategySpec(feed: RecordedFeed): StrategySpecShape {
  const { venue, y, x, kind, learns, parameters } = feed;
  return {
    id: DEMO_STRATEGY,
    type: 'pairs-trading',
    account: DEMO_ACCOUNT,
    parameters: {
      venue,
      adapter: ADAPTER,
      y,
      x,
      kind,
      historyFrom: formatNanos(learns.fromUs),
      historyTo: formatNanos(learns.toUs),
      ...parameters,
    },
  };
}

/** Throws a failure that says what the recording holds: a strategy that fails to start knows only what it holds not. */
async function checkPair({ venue, y, x }: RecordedFeed, bus: Bus): Promise<void> {
  const { instruments } = await bus.ask<InstrumentsReplyShape>(
    MARKET_DATA_REQUEST.instruments,
    { venue, adapter: ADAPTER },
    START_TIMEOUT_MS,
  );
  const held = instruments.map(({ symbol }) => symbol);
  const missing = [y, x].filter((symbol) => !held.includes(symbol));
  if (missing.length === 0) return;
  throw new CliFailure(
    EXIT.failed,
    `the recording has no ${missing.join(' and no ')} of ${venue}: it holds ${held.join(', ') || 'nothing'} of that venue`,
    'Choose the pair by --venue and --symbols.',
  );
}

/** A stream is part of a run when somebody has asked for it; the strategy asks for its bars alone. */
async function requestBooks({ venue, y, x }: RecordedFeed, bus: Bus): Promise<void> {
  for (const symbol of [y, x]) {
    const common = { requestId: randomUUID(), subscriber: SUBSCRIBER, leaseSeconds: LEASE_SECONDS, adapter: ADAPTER };
    await bus.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, { ...common, venue, symbol, kind: 'book' });
  }
}

/** The end of the run; rejects with the reason of one that failed. */
async function ended(bus: Bus, progress: (text: string) => void): Promise<ReplayStatusShape> {
  let shown = 0;
  const status = await poll(
    () => bus.ask<ReplayStatusShape>(replayTopic('status', RUN), { run: RUN }),
    (now) => {
      const { state, step, steps } = now;
      if (state === 'RUNNING' && step - shown >= steps / PROGRESS_LINES)
        progress(`  step ${(shown = step)} of ${steps}`);
      return state !== 'RUNNING';
    },
    RUN_TIMEOUT_MS,
    'the replay',
  );
  if (status.state === 'FAILED') throw new Error(status.error ?? 'the replay failed');
  return status;
}

async function execute(
  feed: RecordedFeed,
  bus: Bus,
  progress: (text: string) => void,
  wallSeconds: () => number,
): Promise<DemoResult> {
  await strategiesRunning(bus);
  if (feed.books) await requestBooks(feed, bus);
  const { fromUs, toUs } = feed.trades;
  const started = await bus.ask<ReplayStartReplyShape>(
    replayTopic('start', RUN),
    {
      run: RUN,
      members: ['oms', DEMO_STRATEGY],
      from: formatNanos(fromUs),
      to: formatNanos(toUs),
      speed: 'lock-step',
    },
    START_TIMEOUT_MS,
  );
  progress(`replaying ${started.steps} steps of ${started.streams.length} streams in lock-step`);
  const { itemsByKind } = await ended(bus, progress);
  const [strategies, events, portfolio] = await Promise.all([
    strategyStatus(bus, DEMO_HOST_ID),
    allEvents(bus, DEMO_ACCOUNT),
    bus.ask<PortfolioShape>(ORDER_QUERY.portfolio, { account: DEMO_ACCOUNT }),
  ]);
  // Books are published too; of what the strategy reads, all must have come.
  const facts = { barsPublished: itemsByKind[feed.kind] ?? 0, wallSeconds: wallSeconds(), account: DEMO_ACCOUNT };
  return { summary: summarize(facts, strategies, events, portfolio), events };
}

/** A recording in lock-step: the same figures on every run. */
export function recordedRun(feed: RecordedFeed, options: RecordedOptions, directory: string): DemoRun {
  const shared = {
    LOG_LEVEL: 'warn',
    ADAPTERS: ADAPTER,
    REPLAY_DATA: options.data,
    REPLAY_VENUES: feed.venue,
    HOST: '127.0.0.1',
  };
  return {
    title: feed.title,
    env: {
      broker: { BROKER_SMF_PORT: '0', BROKER_WS_PORT: '0', BROKER_ADMIN_PORT: '0', BROKER_SPOOL: 'memory' },
      'market-data': { ...shared, MARKET_DATA_PORT: '0', DATA_DIR: directory, REDIS_URL: '' },
      oms: {
        ...shared,
        OMS_PORT: '0',
        REPLAY_RUN: RUN,
        PAPER_FEE_RATE: options.fee,
        DATA_DIR: directory,
        ACCOUNTS: JSON.stringify([{ id: DEMO_ACCOUNT, currency: feed.currency, cash: options.cash }]),
      },
      'strategy-host': {
        ...shared,
        STRATEGY_HOST_PORT: '0',
        STRATEGY_HOST_ID: DEMO_HOST_ID,
        REPLAY_RUN: RUN,
        DATA_DIR: directory,
        STRATEGIES: JSON.stringify([strategySpec(feed)]),
      },
    },
    check: (bus) => checkPair(feed, bus),
    execute: (bus, progress, wallSeconds) => execute(feed, bus, progress, wallSeconds),
  };
}

import { queuePatterns, QUEUES, type QueueUse } from './queues.js';
import { MARKET_DATA_REQUEST, ORDER_QUERY, PATTERNS } from './topics.js';

/** What one part of the platform has to do with the bus: patterns as of subscriptions. */
export interface Connection {
  /** Requests that it answers, also with NO_HANDLER where no handler of it matches: nobody else answers them. */
  readonly owns: readonly string[];
  /** Requests and commands that reach it where it has a handler; several instances share the pattern. */
  readonly serves: readonly string[];
  /** What it reads of what others publish. */
  readonly listens: readonly string[];
  readonly publishes: readonly string[];
  /** Requests that it sends. */
  readonly requests: readonly string[];
  /** What of that leaves guaranteed: kept by the broker until a queue's consumer has taken it. */
  readonly guaranteed: readonly string[];
  /** Queues that it makes at its start and takes messages from. */
  readonly consumes: readonly QueueUse[];
}

const ORDER_REQUESTS = 'orders/request/v1/>';
const ORDER_QUERIES = 'orders/query/v1/*';
const HOSTS = 'control/v1/strategy/host/*';
const STRATEGIES = 'strategy/v1/>';
const SIGNALS = 'signals/v1/>';
const PORTFOLIOS = 'portfolio/v1/*/*';
const RISK_CONTROLS = [PATTERNS.state, PATTERNS.limits, PATTERNS.locate, PATTERNS.cash, PATTERNS.reconcile] as const;
const { live, renew, release, snapshot, historical, cancel, instruments, feeds } = MARKET_DATA_REQUEST;
const STREAMS = [live, renew, release, snapshot] as const;

/**
 * Which topics each part of the platform uses: the one list of it. Sessions of services refuse everything else
 * (TOPIC_NOT_ALLOWED), and the reference is made from it.
 */
export const CONNECTIONS = {
  'market-data': {
    owns: [...Object.values(MARKET_DATA_REQUEST), PATTERNS.replayStart, PATTERNS.replayStatus],
    serves: [PATTERNS.instance],
    listens: [PATTERNS.replayDone],
    publishes: [PATTERNS.live, PATTERNS.status, PATTERNS.replayStep],
    // One instance asks another for what runs there.
    requests: [PATTERNS.instance],
    guaranteed: [],
    consumes: [],
  },
  oms: {
    owns: ['orders/request/>', 'orders/query/>', 'control/v1/kill/>', 'control/v1/rearm/>', ...RISK_CONTROLS],
    serves: [],
    listens: [
      PATTERNS.live,
      PATTERNS.status,
      PATTERNS.strategyLeases,
      PATTERNS.sessionLeases,
      PATTERNS.replayStep,
      PATTERNS.replayDone,
    ],
    publishes: [PATTERNS.orderEvents, PORTFOLIOS, PATTERNS.risk, PATTERNS.riskUsage, PATTERNS.replayDone],
    requests: [live, renew],
    guaranteed: [PATTERNS.orderEvents, PATTERNS.risk],
    consumes: ['orders'],
  },
  'strategy-host': {
    owns: [],
    serves: [HOSTS, STRATEGIES],
    listens: [PATTERNS.live, PATTERNS.orderEvents, SIGNALS, PATTERNS.replayStep, PATTERNS.replayDone],
    publishes: [SIGNALS, PATTERNS.strategyLeases, PATTERNS.replayDone],
    requests: [...STREAMS, historical, cancel, instruments, ORDER_REQUESTS, ORDER_QUERY.events],
    guaranteed: [ORDER_REQUESTS],
    consumes: ['hostEvents'],
  },
  gateway: {
    owns: [],
    serves: [],
    listens: [PATTERNS.live, PATTERNS.status, PATTERNS.orderEvents, PORTFOLIOS, PATTERNS.risk, PATTERNS.riskUsage],
    publishes: [PATTERNS.sessionLeases],
    requests: [
      ...STREAMS,
      historical,
      instruments,
      ORDER_REQUESTS,
      ORDER_QUERIES,
      PATTERNS.kill,
      PATTERNS.rearm,
      ...RISK_CONTROLS,
      HOSTS,
    ],
    guaranteed: [ORDER_REQUESTS],
    consumes: ['gatewayEvents'],
  },
  cli: {
    owns: [],
    serves: [],
    listens: [PATTERNS.live, PATTERNS.status, PATTERNS.orderEvents, PORTFOLIOS, PATTERNS.risk, PATTERNS.riskUsage],
    publishes: [PATTERNS.recorded, PATTERNS.recordedStatus],
    requests: [
      ...STREAMS,
      historical,
      cancel,
      instruments,
      feeds,
      ORDER_REQUESTS,
      ORDER_QUERIES,
      PATTERNS.kill,
      PATTERNS.rearm,
      ...RISK_CONTROLS,
      HOSTS,
      PATTERNS.replayStart,
      PATTERNS.replayStatus,
    ],
    guaranteed: [],
    consumes: [],
  },
} as const satisfies Readonly<Record<string, Connection>>;

export type ConnectedPart = keyof typeof CONNECTIONS;

/** What a session of this part may publish to, subscribe to and which queues it may use; inboxes of replies are beside it. */
export function topicRights(part: ConnectedPart): {
  readonly publish: readonly string[];
  readonly subscribe: readonly string[];
  readonly queues: readonly string[];
} {
  const { owns, serves, listens, publishes, requests, consumes }: Connection = CONNECTIONS[part];
  const queued = consumes.flatMap((use): readonly string[] => QUEUES[use].topics);
  return {
    publish: [...publishes, ...requests],
    subscribe: [...new Set([...owns, ...serves, ...listens, ...queued])],
    queues: consumes.flatMap(queuePatterns),
  };
}

import type { LatencySnapshot } from './latency-histogram.js';

/** Plain counters of one session since it was made; read them at any time. `inflight`, `active`, `unacknowledged` and `unsettled` are gauges. */
export interface TransportMetrics {
  /** Messages handed to the broker connection, replies and requests included. */
  sent: number;
  /** Messages received, replies included. */
  received: number;
  /** Messages that nobody here wanted: no subscriber or handler, no room for one, or a reply after its request ended. */
  discarded: number;
  /** Messages that carried the broker's mark "earlier ones were dropped for you". */
  discards: number;
  /** Publishes refused: down, full, closed or invalid. */
  refused: number;
  /** Publishes that the broker refused afterwards (rights). */
  rejected: number;
  /** Guaranteed messages that the broker has acknowledged. */
  acknowledged: number;
  /** Guaranteed messages that wait to be sent or acknowledged; a gauge. */
  unacknowledged: number;
  /** Messages of queues that came for a second time or more. */
  redelivered: number;
  /** Messages of queues that are not settled yet; a gauge. */
  unsettled: number;
  requests: number;
  replies: number;
  timeouts: number;
  aborted: number;
  /** Answers given up because their caller had gone or its deadline was over. */
  cancelled: number;
  inflight: number;
  /** Handlers running now in the server of this session. */
  active: number;
  handlerErrors: number;
  badMessages: number;
  /** Messages that the check of a hot route refused. */
  invalidMessages: number;
  reconnects: number;
}

/** All figures of a session at one moment, as a plain object. */
export interface TransportSnapshot extends TransportMetrics {
  /** From the request to its first part. */
  readonly requestLatency: LatencySnapshot;
  /** From the guaranteed publish to its acknowledgement. */
  readonly publishLatency: LatencySnapshot;
}

export function createMetrics(): TransportMetrics {
  return {
    sent: 0,
    received: 0,
    discarded: 0,
    discards: 0,
    refused: 0,
    rejected: 0,
    acknowledged: 0,
    unacknowledged: 0,
    redelivered: 0,
    unsettled: 0,
    requests: 0,
    replies: 0,
    timeouts: 0,
    aborted: 0,
    cancelled: 0,
    inflight: 0,
    active: 0,
    handlerErrors: 0,
    badMessages: 0,
    invalidMessages: 0,
    reconnects: 0,
  };
}

import type solace from 'solclientjs';
import type { TopicRightsOptions } from './topic-rights.js';

/** How one session reaches the broker. Times are milliseconds. */
export interface SolaceSessionOptions {
  /** `tcp://host:port` or `ws://host:port` (`tcps`, `wss` for TLS); an array is tried in order. */
  readonly url: string | string[];
  readonly vpn: string;
  readonly username: string;
  readonly password: string;
  /** Unique on the broker; empty lets the client make one. */
  readonly clientName?: string;
  /** Bound of one connection attempt. Default 5 000. */
  readonly connectTimeoutMs?: number;
  /** Attempts after the first failed one; -1 for ever. Default 3. */
  readonly connectRetries?: number;
  /** Attempts after an established session was lost; -1 (default) for ever. */
  readonly reconnectRetries?: number;
  /** Pause between attempts, 0 to 60 000. Default 1 000. */
  readonly reconnectRetryWaitMs?: number;
  /** Default 3 000; three unanswered ones mean that the connection is lost. */
  readonly keepAliveIntervalMs?: number;
  /** At least 3. Default 3. */
  readonly keepAliveIntervalsLimit?: number;
  /** Bound of a confirmed subscribe or unsubscribe, waiting for a reconnect included. Default 5 000. */
  readonly subscribeTimeoutMs?: number;
  /** Default deadline of a request, and of the silence between its parts. Default 5 000. */
  readonly requestTimeoutMs?: number;
  /** Requests in flight at most. Default 65 536. */
  readonly maxInflight?: number;
  /** Largest payload in bytes. Default 8 388 608. */
  readonly maxPayloadBytes?: number;
  /** Bytes that may wait in the client before publishing is refused with TRANSPORT_FULL. Default 1 048 576. */
  readonly sendBufferMaxBytes?: number;
  /** Bound of a clean close. Default 3 000. */
  readonly closeTimeoutMs?: number;
  /** Topics that it may use; everything else is refused here, with TOPIC_NOT_ALLOWED. Default: all. */
  readonly topics?: TopicRightsOptions;
}

export type ResolvedSessionOptions = Required<Omit<SolaceSessionOptions, 'topics'>> &
  Pick<SolaceSessionOptions, 'topics'>;

export function resolveSessionOptions(options: SolaceSessionOptions): ResolvedSessionOptions {
  const defaults = {
    clientName: '',
    connectTimeoutMs: 5_000,
    connectRetries: 3,
    reconnectRetries: -1,
    reconnectRetryWaitMs: 1_000,
    keepAliveIntervalMs: 3_000,
    keepAliveIntervalsLimit: 3,
    subscribeTimeoutMs: 5_000,
    requestTimeoutMs: 5_000,
    maxInflight: 65_536,
    maxPayloadBytes: 8_388_608,
    sendBufferMaxBytes: 1_048_576,
    closeTimeoutMs: 3_000,
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  return { ...defaults, ...options, ...given };
}

/**
 * Every setting that the behaviour of this library rests on stands here, because the client's defaults differ between
 * its profiles: subscriptions come back after a reconnect, it reconnects for ever, and no guaranteed publisher is opened
 * (a broker that refuses one would keep the session from coming up).
 */
export function toSessionProperties(options: ResolvedSessionOptions): solace.SessionProperties {
  return {
    url: options.url,
    vpnName: options.vpn,
    userName: options.username,
    password: options.password,
    clientName: options.clientName,
    connectTimeoutInMsecs: options.connectTimeoutMs,
    connectRetries: options.connectRetries,
    connectRetriesPerHost: 0,
    reconnectRetries: options.reconnectRetries,
    reconnectRetryWaitInMsecs: options.reconnectRetryWaitMs,
    keepAliveIntervalInMsecs: options.keepAliveIntervalMs,
    keepAliveIntervalsLimit: options.keepAliveIntervalsLimit,
    readTimeoutInMsecs: options.subscribeTimeoutMs,
    sendBufferMaxSize: options.sendBufferMaxBytes,
    reapplySubscriptions: true,
    ignoreDuplicateSubscriptionError: true,
    ignoreSubscriptionNotFoundError: true,
    generateSendTimestamps: false,
    generateReceiveTimestamps: false,
    includeSenderId: false,
    generateSequenceNumber: false,
    noLocal: false,
    publisherProperties: { enabled: false },
  };
}

import type { SessionAuthentication } from './authentication.js';
import type { GuaranteedOptions } from './guaranteed/guaranteed-options.js';
import { checkSessionOptions } from './session-options-check.js';
import type { TraceHooks } from '../wire/trace-context.js';
import type { TlsOptions } from './tls-options.js';
import type { TopicRightsOptions } from './topic-rights.js';

/** How one session reaches the broker. Times are milliseconds. */
export interface SolaceSessionOptions {
  /** `tcp://host:port` or `ws://host:port` (`tcps`, `wss` for TLS); of an array each is tried in order, 16 at most. */
  readonly url: string | string[];
  readonly vpn: string;
  /** Needed for basic authentication. */
  readonly username?: string;
  /** Needed for basic authentication. */
  readonly password?: string;
  /** Default basic: username and password. */
  readonly authentication?: SessionAuthentication;
  /** For `tcps` and `wss`. */
  readonly tls?: TlsOptions;
  /** Unique on the broker; empty lets the client make one. */
  readonly clientName?: string;
  /** Bound of one connection attempt to one host. Default 5 000. */
  readonly connectTimeoutMs?: number;
  /** Rounds through the hosts after the first failed one; -1 for ever. Default 3. */
  readonly connectRetries?: number;
  /** Rounds after an established session was lost; -1 (default) for ever. */
  readonly reconnectRetries?: number;
  /** Longest pause before the first retry, 0 to 60 000; it doubles with each. Default 1 000. */
  readonly reconnectRetryWaitMs?: number;
  /** What the pause grows to at most, up to 3 600 000. Default 5 000. */
  readonly reconnectMaxWaitMs?: number;
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
  /** Largest payload in bytes, to send and for Nest handlers to read. Default 8 388 608. */
  readonly maxPayloadBytes?: number;
  /** Bytes that may wait in the client before publishing is refused with TRANSPORT_FULL. Default 1 048 576. */
  readonly sendBufferMaxBytes?: number;
  /** Bound of a clean close. Default 3 000. */
  readonly closeTimeoutMs?: number;
  /** Opens a publisher of guaranteed messages, over a connection of its own. Default off. */
  readonly guaranteed?: boolean | GuaranteedOptions;
  /** Carries W3C Trace Context with what is sent and to what handles it. Default none. */
  readonly trace?: TraceHooks;
  /** Topics that it may use; everything else is refused here, with TOPIC_NOT_ALLOWED. Default: all. */
  readonly topics?: TopicRightsOptions;
}

export type ResolvedSessionOptions = Required<Omit<SolaceSessionOptions, 'trace' | 'topics'>> &
  Pick<SolaceSessionOptions, 'trace' | 'topics'>;

/** @throws TransportError BAD_SESSION_OPTION, naming the option */
export function resolveSessionOptions(options: SolaceSessionOptions): ResolvedSessionOptions {
  const defaults = {
    username: '',
    password: '',
    authentication: { scheme: 'basic' } as const,
    tls: {},
    clientName: '',
    connectTimeoutMs: 5_000,
    connectRetries: 3,
    reconnectRetries: -1,
    reconnectRetryWaitMs: 1_000,
    reconnectMaxWaitMs: 5_000,
    keepAliveIntervalMs: 3_000,
    keepAliveIntervalsLimit: 3,
    subscribeTimeoutMs: 5_000,
    requestTimeoutMs: 5_000,
    maxInflight: 65_536,
    maxPayloadBytes: 8_388_608,
    sendBufferMaxBytes: 1_048_576,
    closeTimeoutMs: 3_000,
    guaranteed: false,
  };
  const given = Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
  const resolved: ResolvedSessionOptions = { ...defaults, ...options, ...given };
  checkSessionOptions(resolved);
  return resolved;
}

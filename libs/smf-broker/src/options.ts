import { createSecureContext } from 'node:tls';
import type { BrokerExtension } from './extension.js';
import { SmfBrokerError } from './errors.js';
import { parseSubscription } from './routing/subscription-pattern.js';

export interface SmfUser {
  readonly vpn: string;
  readonly username: string;
  readonly password: string;
  /** Topics the user may publish to, with wildcards; all when left out. Replies to inboxes are always allowed. */
  readonly publish?: readonly string[];
  /** Subscriptions the user may make (each must be covered by one of these); all when left out. */
  readonly subscribe?: readonly string[];
  /** Queues the user may publish to, make, bind and remove, with wildcards as in topics; all when left out. */
  readonly queues?: readonly string[];
}

export interface SmfBrokerOptions {
  /** Address to listen on. Default 127.0.0.1. Anything but loopback needs `users`. */
  host?: string;
  /** Port of plain TCP; 0 = any free port (default), null = no TCP listener. */
  tcpPort?: number | null;
  /** Port of WebSocket; 0 = any free port, null = no WebSocket listener (default). */
  wsPort?: number | null;
  /** Listeners over TLS, besides the others. */
  tls?: BrokerTlsOptions;
  /** Who may log in. Default: `DEVELOPMENT_USER` alone, accepted on loopback only. */
  users?: readonly SmfUser[];
  /** Name that the broker gives itself in logins and inbox topics. */
  routerName?: string;
  /** What a login with a client name that is in use does: refuse the new client (default) or end the old one. */
  duplicateName?: 'refuse' | 'replace';
  limits?: Partial<SmfBrokerLimits>;
  extensions?: readonly BrokerExtension[];
}

/** Certificate and key as PEM. */
export interface BrokerTlsOptions {
  readonly cert: string | Buffer;
  readonly key: string | Buffer;
  /** Whose client certificates are good; default: those that the runtime trusts. */
  readonly ca?: string | Buffer;
  /** Whether clients are asked for a certificate, and refused without a good one. Default `none`. */
  readonly clientCertificate?: 'none' | 'request' | 'require';
  /** Port of TCP over TLS; 0 = any free port (default), null = none. */
  readonly tcpsPort?: number | null;
  /** Port of WebSocket over TLS; 0 = any free port, null = none (default). */
  readonly wssPort?: number | null;
}

export interface BrokerTls extends BrokerTlsOptions {
  readonly clientCertificate: 'none' | 'request' | 'require';
  readonly tcpsPort: number | null;
  readonly wssPort: number | null;
}

/** Every bound of the broker. Bytes and milliseconds. */
export interface SmfBrokerLimits {
  maxConnections: number;
  /** Largest message, header included. */
  maxMessageBytes: number;
  /** Largest frame before the login: a stranger must not make the broker hold megabytes. */
  maxLoginBytes: number;
  loginTimeoutMs: number;
  maxSubscriptionsPerClient: number;
  /** Output waiting for one client above which direct messages to it are discarded. */
  outputSoftBytes: number;
  /** Output waiting for one client above which it is disconnected. */
  outputHardBytes: number;
  /**
   * How long publishers wait, at most, for a client that is half-way to its soft bound; 0 = not at all. Saves bursts from
   * being discarded. A client that has not caught up by then holds nobody up again before it has.
   */
  maxStallMs: number;
  /** Concrete topics whose routes are remembered, for each message VPN. */
  maxCachedTopics: number;
  /** A client that announced its keepalive interval is given up after this many silent intervals. */
  idleIntervals: number;
  /** How often idle clients are looked for. */
  sweepMs: number;
  /** How long a closing connection may take to take its last bytes. */
  lingerMs: number;
}

export const DEFAULT_LIMITS: SmfBrokerLimits = {
  maxConnections: 1024,
  maxMessageBytes: 10_000_000,
  maxLoginBytes: 65_536,
  loginTimeoutMs: 10_000,
  maxSubscriptionsPerClient: 50_000,
  outputSoftBytes: 8 * 1024 * 1024,
  outputHardBytes: 32 * 1024 * 1024,
  maxStallMs: 50,
  maxCachedTopics: 65_536,
  idleIntervals: 4,
  sweepMs: 500,
  lingerMs: 500,
};

/** The one user of a broker that was given none. Public knowledge, hence loopback only. */
export const DEVELOPMENT_USER: SmfUser = { vpn: 'default', username: 'development', password: 'development' };

export interface ResolvedOptions {
  readonly host: string;
  readonly tcpPort: number | null;
  readonly wsPort: number | null;
  readonly tls: BrokerTls | null;
  readonly users: readonly SmfUser[];
  readonly routerName: string;
  readonly duplicateName: 'refuse' | 'replace';
  readonly limits: Readonly<SmfBrokerLimits>;
  readonly extensions: readonly BrokerExtension[];
}

/** Fills in defaults and checks ranges. Throws `SmfBrokerError` OPTION_INVALID or HOST_NEEDS_USERS. */
export function resolveOptions(options: SmfBrokerOptions): ResolvedOptions {
  const host = options.host ?? '127.0.0.1';
  if (host === '') throw new SmfBrokerError('OPTION_INVALID', 'host is empty');
  if (options.users === undefined && !isLoopback(host)) {
    throw new SmfBrokerError(
      'HOST_NEEDS_USERS',
      `host ${host} is not loopback: give users with passwords of their own`,
    );
  }
  const users = options.users ?? [DEVELOPMENT_USER];
  checkUsers(users);
  const routerName = options.routerName ?? 'devbroker';
  if (!/^[A-Za-z0-9_.-]{1,44}$/.test(routerName)) {
    throw new SmfBrokerError('OPTION_INVALID', 'routerName: 1 to 44 letters, digits, dots, dashes, underscores');
  }
  return {
    host,
    tcpPort: checkPort('tcpPort', options.tcpPort === undefined ? 0 : options.tcpPort),
    wsPort: checkPort('wsPort', options.wsPort ?? null),
    tls: options.tls === undefined ? null : resolveTls(options.tls),
    users,
    routerName,
    duplicateName: options.duplicateName ?? 'refuse',
    limits: checkLimits({ ...DEFAULT_LIMITS, ...options.limits }),
    extensions: options.extensions ?? [],
  };
}

function resolveTls(tls: BrokerTlsOptions): BrokerTls {
  try {
    createSecureContext({ cert: tls.cert, key: tls.key, ...(tls.ca === undefined ? {} : { ca: tls.ca }) });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SmfBrokerError('OPTION_INVALID', `tls: certificate and key are of no use: ${reason}`);
  }
  return {
    ...tls,
    clientCertificate: tls.clientCertificate ?? 'none',
    tcpsPort: checkPort('tls.tcpsPort', tls.tcpsPort === undefined ? 0 : tls.tcpsPort),
    wssPort: checkPort('tls.wssPort', tls.wssPort ?? null),
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

function checkPort(name: string, port: number | null): number | null {
  if (port === null) return null;
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new SmfBrokerError('OPTION_INVALID', `${name} ${port}: a whole number from 0 to 65535`);
}

function checkUsers(users: readonly SmfUser[]): void {
  if (users.length === 0) throw new SmfBrokerError('OPTION_INVALID', 'users is empty: nobody could log in');
  const seen = new Set<string>();
  for (const { vpn, username, publish, subscribe, queues } of users) {
    if (vpn === '' || username === '') throw new SmfBrokerError('OPTION_INVALID', 'a user needs a vpn and a username');
    const key = JSON.stringify([vpn, username]);
    if (seen.has(key)) throw new SmfBrokerError('OPTION_INVALID', `user ${username} of ${vpn} is listed twice`);
    seen.add(key);
    for (const topic of [...(publish ?? []), ...(subscribe ?? []), ...(queues ?? [])]) {
      if (parseSubscription(Buffer.from(topic).toString('latin1')) === null) {
        throw new SmfBrokerError('OPTION_INVALID', `user ${username}: "${topic}" is no subscription`);
      }
    }
  }
}

function checkLimits(limits: SmfBrokerLimits): SmfBrokerLimits {
  for (const [name, value] of Object.entries(limits)) {
    const least = name === 'maxStallMs' ? 0 : 1;
    if (!Number.isSafeInteger(value) || value < least) {
      throw new SmfBrokerError('OPTION_INVALID', `limits.${name} ${value}: a whole number from ${least}`);
    }
  }
  // Otherwise one allowed message to a client just below the soft bound would cost that client its connection.
  if (limits.outputHardBytes < limits.outputSoftBytes + limits.maxMessageBytes) {
    throw new SmfBrokerError('OPTION_INVALID', 'limits.outputHardBytes is below outputSoftBytes + maxMessageBytes');
  }
  return limits;
}

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { QueueOptions } from './guaranteed/queue/queue-options.js';
import { problemOfQueue } from './guaranteed/queue/queue-options.js';
import type { BrokerTlsOptions, SmfBrokerOptions, SmfUser } from './options.js';
import { DEVELOPMENT_USER, isLoopback } from './options.js';
import { readUsers } from './users-file.js';

/**
 * Where guaranteed messages are kept. `auto`: on the disk, unless another broker has the folder already (a second platform
 * on one machine); then in memory, with a warning. `off`: no guaranteed messaging.
 */
const SPOOL_MODES = ['auto', 'disk', 'memory', 'off'] as const;
export type SpoolMode = (typeof SPOOL_MODES)[number];

export interface BrokerConfig {
  readonly options: SmfBrokerOptions;
  readonly host: string;
  /** 0 = no health listener. */
  readonly healthPort: number;
  /** 0 = no admin view. */
  readonly adminPort: number;
  /** The process says that it is in production, and nobody has said that this is wanted. */
  readonly refused: boolean;
  readonly queues: readonly QueueOptions[];
  readonly spool: { readonly mode: SpoolMode; readonly directory: string };
}

export type ConfigResult =
  | { readonly ok: true; readonly value: BrokerConfig }
  | { readonly ok: false; readonly errors: string[] };

/** The variable that moves each listener, for messages about taken ports. */
export const PORT_VARIABLES = {
  tcp: 'BROKER_SMF_PORT',
  ws: 'BROKER_WS_PORT',
  health: 'BROKER_HEALTH_PORT',
  tcps: 'BROKER_TCPS_PORT',
  wss: 'BROKER_WSS_PORT',
  admin: 'BROKER_ADMIN_PORT',
} as const;

/** What an unset or empty variable stands for. */
export const DEFAULTS = {
  BROKER_HOST: '127.0.0.1',
  BROKER_SMF_PORT: '55555',
  BROKER_WS_PORT: '8008',
  BROKER_HEALTH_PORT: '0',
  BROKER_ADMIN_PORT: '0',
  BROKER_TLS_CERT: '',
  BROKER_TLS_KEY: '',
  BROKER_TLS_CA: '',
  BROKER_TLS_CLIENT_CERT: 'none',
  BROKER_TCPS_PORT: '55443',
  BROKER_WSS_PORT: '8443',
  BROKER_ALLOW_PRODUCTION: 'no',
  BROKER_VPN: DEVELOPMENT_USER.vpn,
  BROKER_USERNAME: DEVELOPMENT_USER.username,
  BROKER_PASSWORD: DEVELOPMENT_USER.password,
  BROKER_USERS_FILE: '',
  BROKER_SPOOL: 'auto',
  BROKER_QUEUES: '[]',
  DATA_DIR: './var',
} as const;

/**
 * Reads the process environment. Ports: 0 = any free port; `BROKER_WS_PORT=off` = no WebSocket listener;
 * `BROKER_HEALTH_PORT` 0 (default) = no health listener. All errors are reported at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): ConfigResult {
  const errors: string[] = [];
  const text = (name: keyof typeof DEFAULTS): string => {
    const value: string = env[name] || DEFAULTS[name];
    if (value.trim() === '') errors.push(`${name} is empty`);
    return value;
  };
  const port = (name: keyof typeof DEFAULTS): number => {
    const value = env[name] || DEFAULTS[name];
    const number = Number(value);
    if (/^\d{1,5}$/.test(value) && number <= 65_535) return number;
    errors.push(`${name}="${value}": a port from 0 to 65535`);
    return 0;
  };
  const host = text('BROKER_HOST');
  const user = {
    vpn: text('BROKER_VPN'),
    username: text('BROKER_USERNAME'),
    password: text('BROKER_PASSWORD'),
  };
  const users = usersOf(env['BROKER_USERS_FILE'] ?? '', user, host, errors);
  const tcpPort = port('BROKER_SMF_PORT');
  const wsPort = env['BROKER_WS_PORT'] === 'off' ? null : port('BROKER_WS_PORT');
  const healthPort = port('BROKER_HEALTH_PORT');
  const adminPort = port('BROKER_ADMIN_PORT');
  const tls = readTls(env, text('BROKER_TLS_CLIENT_CERT'), errors);
  const tcpsPort = env['BROKER_TCPS_PORT'] === 'off' ? null : port('BROKER_TCPS_PORT');
  const wssPort = env['BROKER_WSS_PORT'] === 'off' ? null : port('BROKER_WSS_PORT');
  const refused = env['NODE_ENV'] === 'production' && text('BROKER_ALLOW_PRODUCTION') !== 'yes';
  const mode = SPOOL_MODES.find((each) => each === text('BROKER_SPOOL'));
  if (mode === undefined) errors.push(`BROKER_SPOOL="${env['BROKER_SPOOL'] ?? ''}": one of ${SPOOL_MODES.join(', ')}`);
  const spool = { mode: mode ?? 'auto', directory: join(text('DATA_DIR'), 'broker') };
  const queues = readQueues(text('BROKER_QUEUES'), user.vpn, errors);
  if (errors.length > 0) return { ok: false, errors };
  const options = {
    host,
    tcpPort,
    wsPort,
    users,
    ...(tls === null ? {} : { tls: { ...tls, tcpsPort, wssPort } }),
  };
  return { ok: true, value: { host, healthPort, adminPort, refused, queues, spool, options } };
}

/** Those of the file instead of the one user, if there is a file; nobody from elsewhere with a password that all know. */
function usersOf(file: string, user: SmfUser, host: string, errors: string[]): readonly SmfUser[] {
  const users = file === '' ? [user] : readUsers(file, user.vpn, errors);
  if (!isLoopback(host) && users.some(({ password }) => password === DEVELOPMENT_USER.password)) {
    const remedy =
      file === '' ? 'set BROKER_PASSWORD to a password of your own' : 'BROKER_USERS_FILE has the known one';
    errors.push(`BROKER_HOST="${host}" is not loopback: ${remedy}`);
  }
  return users;
}

const CLIENT_CERTIFICATE = ['none', 'request', 'require'] as const;

/** Null when no certificate is named. */
function readTls(
  env: Readonly<Record<string, string | undefined>>,
  wanted: string,
  errors: string[],
): BrokerTlsOptions | null {
  const file = (name: string, path: string | undefined): Buffer | undefined => {
    if (path === undefined || path === '') return undefined;
    try {
      return readFileSync(path);
    } catch (error) {
      errors.push(`${name}="${path}" cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const clientCertificate = CLIENT_CERTIFICATE.find((each) => each === wanted);
  if (clientCertificate === undefined) {
    errors.push(`BROKER_TLS_CLIENT_CERT="${wanted}": one of ${CLIENT_CERTIFICATE.join(', ')}`);
  }
  const cert = file('BROKER_TLS_CERT', env['BROKER_TLS_CERT']);
  const key = file('BROKER_TLS_KEY', env['BROKER_TLS_KEY']);
  const ca = file('BROKER_TLS_CA', env['BROKER_TLS_CA']);
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) {
    errors.push(`BROKER_TLS_${cert === undefined ? 'CERT' : 'KEY'} is missing: both are needed`);
    return null;
  }
  return { cert, key, ...(ca === undefined ? {} : { ca }), clientCertificate: clientCertificate ?? 'none' };
}

/** Queues of the one VPN unless they name another. */
function readQueues(text: string, vpn: string, errors: string[]): QueueOptions[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = null;
  }
  if (!Array.isArray(value)) {
    errors.push('BROKER_QUEUES: a list of queues in JSON');
    return [];
  }
  const queues = value.map((queue: unknown) =>
    typeof queue === 'object' && queue !== null ? { vpn, ...queue } : queue,
  );
  for (const queue of queues) {
    const problem = problemOfQueue(queue);
    if (problem !== null) errors.push(`BROKER_QUEUES: ${problem}`);
  }
  return queues as QueueOptions[];
}

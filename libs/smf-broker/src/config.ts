import { join } from 'node:path';
import type { QueueOptions } from './guaranteed/queue/queue-options.js';
import { problemOfQueue } from './guaranteed/queue/queue-options.js';
import type { SmfBrokerOptions } from './options.js';
import { DEVELOPMENT_USER, isLoopback } from './options.js';

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
  readonly queues: readonly QueueOptions[];
  readonly spool: { readonly mode: SpoolMode; readonly directory: string };
}

export type ConfigResult =
  | { readonly ok: true; readonly value: BrokerConfig }
  | { readonly ok: false; readonly errors: string[] };

/** The variable that moves each listener, for messages about taken ports. */
export const PORT_VARIABLES = { tcp: 'BROKER_SMF_PORT', ws: 'BROKER_WS_PORT', health: 'BROKER_HEALTH_PORT' } as const;

/** What an unset or empty variable stands for. */
export const DEFAULTS = {
  BROKER_HOST: '127.0.0.1',
  BROKER_SMF_PORT: '55555',
  BROKER_WS_PORT: '8008',
  BROKER_HEALTH_PORT: '0',
  BROKER_VPN: DEVELOPMENT_USER.vpn,
  BROKER_USERNAME: DEVELOPMENT_USER.username,
  BROKER_PASSWORD: DEVELOPMENT_USER.password,
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
    const value = env[name] || DEFAULTS[name];
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
  if (!isLoopback(host) && user.password === DEVELOPMENT_USER.password) {
    errors.push(`BROKER_HOST="${host}" is not loopback: set BROKER_PASSWORD to a password of your own`);
  }
  const tcpPort = port('BROKER_SMF_PORT');
  const wsPort = env['BROKER_WS_PORT'] === 'off' ? null : port('BROKER_WS_PORT');
  const healthPort = port('BROKER_HEALTH_PORT');
  const mode = SPOOL_MODES.find((each) => each === text('BROKER_SPOOL'));
  if (mode === undefined) errors.push(`BROKER_SPOOL="${env['BROKER_SPOOL'] ?? ''}": one of ${SPOOL_MODES.join(', ')}`);
  const spool = { mode: mode ?? 'auto', directory: join(text('DATA_DIR'), 'broker') };
  const queues = readQueues(text('BROKER_QUEUES'), user.vpn, errors);
  if (errors.length > 0) return { ok: false, errors };
  return { ok: true, value: { host, healthPort, queues, spool, options: { host, tcpPort, wsPort, users: [user] } } };
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

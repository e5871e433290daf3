import { EXIT } from '../exit-codes.js';
import { CliFailure } from '../failure.js';
import type { PortUse } from './ports.js';
import type { HttpServiceName } from './service-spec.js';

export interface PlatformPorts {
  /** Address that the services listen on; the broker has its own, see BROKER_HOST. */
  readonly host: string;
  readonly uses: readonly PortUse[];
}

interface PortSetting {
  readonly variable: string;
  readonly port: number;
}

export const DEFAULT_HOST = '127.0.0.1';

export const HTTP_PORTS: Readonly<Record<HttpServiceName, PortSetting>> = {
  exchange: { variable: 'EXCHANGE_PORT', port: 3010 },
  'market-data': { variable: 'MARKET_DATA_PORT', port: 3001 },
  oms: { variable: 'OMS_PORT', port: 3002 },
  'strategy-host': { variable: 'STRATEGY_HOST_PORT', port: 3003 },
  gateway: { variable: 'GATEWAY_PORT', port: 3000 },
};

/** Where services are that do not run beside each other on one host, as in containers. */
const ADDRESSES: Readonly<Record<HttpServiceName, (env: NodeJS.ProcessEnv) => string | undefined>> = {
  exchange: (env) => env['EXCHANGE_URL'],
  'market-data': (env) => env['MARKET_DATA_URL'],
  oms: (env) => env['OMS_URL'],
  'strategy-host': (env) => env['STRATEGY_HOST_URL'],
  gateway: (env) => env['GATEWAY_URL'],
};

const SMF: PortSetting = { variable: 'BROKER_SMF_PORT', port: 55555 };
const WEBSOCKET: PortSetting = { variable: 'BROKER_WS_PORT', port: 8008 };
/** The view of clients and queues that the development broker gives on this machine; 0 = none. */
const ADMIN: PortSetting = { variable: 'BROKER_ADMIN_PORT', port: 8009 };
/** Every port of a local run. */
export const portSettings: readonly (PortSetting & { readonly service: string })[] = [
  { service: 'broker (SMF over TCP)', ...SMF },
  { service: 'broker (SMF over WebSocket)', ...WEBSOCKET },
  { service: 'broker (view of clients and queues)', ...ADMIN },
  ...Object.entries(HTTP_PORTS).map(([service, setting]) => ({ service, ...setting })),
];

/** What the development broker does without. */
const isOff = (env: NodeJS.ProcessEnv, { variable }: PortSetting): boolean =>
  (variable === WEBSOCKET.variable && env[variable] === 'off') ||
  (variable === ADMIN.variable && env[variable] === '0');

function portOf(env: NodeJS.ProcessEnv, { variable, port }: PortSetting): number {
  const text = env[variable] || String(port);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new CliFailure(EXIT.failed, `${variable} must be a port number from 0 to 65535, not "${text}".`);
}

function hostOf(env: NodeJS.ProcessEnv, { variable }: PortSetting): string {
  // It has no password: never elsewhere.
  if (variable === ADMIN.variable) return DEFAULT_HOST;
  const isBroker = variable === SMF.variable || variable === WEBSOCKET.variable;
  return (isBroker ? env['BROKER_HOST'] : env['HOST']) || DEFAULT_HOST;
}

/** The ports of a local run, from the environment; throws a failure that names the variable that is wrong. */
export function platformPorts(env: NodeJS.ProcessEnv): PlatformPorts {
  const host = env['HOST'] || DEFAULT_HOST;
  const uses = portSettings
    .filter((setting) => !isOff(env, setting))
    .map((setting) => {
      const { service, variable } = setting;
      const at = hostOf(env, setting);
      return { service, variable, host: at, port: portOf(env, setting) };
    });
  return { host, uses };
}

/** Where services of this machine reach one that listens on `host`: all interfaces is no address everywhere. */
export function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/** HTTP base address of a service: the one its variable names, else on this machine, as the launcher would start it. */
export function httpAddress(env: NodeJS.ProcessEnv, service: HttpServiceName): string {
  const elsewhere = ADDRESSES[service](env)?.replace(/\/+$/, '');
  if (elsewhere) return elsewhere;
  return `http://${reachable(env['HOST'] || DEFAULT_HOST)}:${portOf(env, HTTP_PORTS[service])}`;
}

/** Where the development broker of this machine is reached. HOST is not its address: it listens on BROKER_HOST. */
export const brokerHost = (env: NodeJS.ProcessEnv): string => reachable(env['BROKER_HOST'] || DEFAULT_HOST);

/** The port of the broker's view as the launcher opens it; the broker by itself has none unless it is told to. */
export const adminPort = (env: NodeJS.ProcessEnv): string => String(portOf(env, ADMIN));

/** Address of that view; undefined where there is none. */
export const adminAddress = (env: NodeJS.ProcessEnv): string | undefined =>
  isOff(env, ADMIN) ? undefined : `http://${DEFAULT_HOST}:${adminPort(env)}`;

/** Address of the development broker of this machine, as the launcher would start it. */
export const brokerAddress = (env: NodeJS.ProcessEnv): string => `tcp://${brokerHost(env)}:${portOf(env, SMF)}`;

/** Address that commands join unless told otherwise. Never throws: help must not fail for a port that is wrong. */
export const busAddress = (env: NodeJS.ProcessEnv): string =>
  env['SOLACE_URL'] || `tcp://${brokerHost(env)}:${env[SMF.variable] || SMF.port}`;

import type { PortUse } from './ports.js';

export interface PlatformPorts {
  readonly host: string;
  readonly uses: readonly PortUse[];
}

const PORTS: readonly { service: string; variable: string; port: number }[] = [
  { service: 'broker (SMF over TCP)', variable: 'BROKER_SMF_PORT', port: 55555 },
  { service: 'broker (SMF over WebSocket)', variable: 'BROKER_WS_PORT', port: 8008 },
  { service: 'exchange', variable: 'EXCHANGE_PORT', port: 3010 },
  { service: 'market-data', variable: 'MARKET_DATA_PORT', port: 3001 },
  { service: 'oms', variable: 'OMS_PORT', port: 3002 },
  { service: 'strategy-host', variable: 'STRATEGY_HOST_PORT', port: 3003 },
];

export class SettingsError extends Error {}

/** The ports of a local run, from the environment; throws SettingsError naming the variable that is wrong. */
export function platformPorts(env: NodeJS.ProcessEnv): PlatformPorts {
  const uses = PORTS.map(({ service, variable, port }) => {
    const text = env[variable];
    const value = text === undefined || text === '' ? port : Number(text);
    if (!Number.isInteger(value) || value < 0 || value > 65_535) {
      throw new SettingsError(`${variable} must be a port number from 0 to 65535, not "${text}".`);
    }
    return { service, variable, port: value };
  });
  return { host: env['HOST'] ?? '127.0.0.1', uses };
}

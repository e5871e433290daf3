import { serviceSpec, type ServiceName } from './service-spec.js';
import type { Supervisor } from './supervisor.js';

/** Environment of each service of one run of the platform. */
export type PlatformEnv = Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;

/** What a running platform can be reached at. */
export interface PlatformAddresses {
  readonly solaceUrl: string;
  readonly solaceWsUrl: string;
  /** HTTP base address per service. */
  readonly http: Readonly<Partial<Record<ServiceName, string>>>;
}

const PORT_VARIABLES: Readonly<Record<Exclude<ServiceName, 'broker'>, string>> = {
  exchange: 'EXCHANGE_PORT',
  'market-data': 'MARKET_DATA_PORT',
  oms: 'OMS_PORT',
  'strategy-host': 'STRATEGY_HOST_PORT',
};

function port(fields: Readonly<Record<string, unknown>>, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw new Error(`the ready event of a service lacks ${name}`);
  return value;
}

/** Where services of this machine reach one that listens on `host`: all interfaces is no address everywhere. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

/**
 * Starts the services of `env` in their order: broker and exchange first, because the others cannot become ready without
 * them; the strategy host last, because its strategies ask for data and send orders at once.
 */
export async function startPlatform(
  supervisor: Supervisor,
  listensOn: string,
  env: PlatformEnv,
): Promise<PlatformAddresses> {
  const host = reachable(listensOn);
  const http: Partial<Record<ServiceName, string>> = {};
  const broker = await supervisor.start(serviceSpec('broker', { ...env.broker }));
  supervisor.pin('broker', {
    BROKER_SMF_PORT: String(port(broker, 'smfPort')),
    BROKER_WS_PORT: String(port(broker, 'wsPort')),
  });
  const solaceUrl = `tcp://${host}:${port(broker, 'smfPort')}`;
  const shared: Record<string, string> = { SOLACE_URL: solaceUrl };
  const start = async (name: Exclude<ServiceName, 'broker'>): Promise<void> => {
    const fields = await supervisor.start(serviceSpec(name, { ...shared, ...env[name] }));
    supervisor.pin(name, { [PORT_VARIABLES[name]]: String(port(fields, 'port')) });
    http[name] = `http://${host}:${port(fields, 'port')}`;
    if (name === 'exchange') shared['EXCHANGE_URL'] = http[name];
  };
  if (env.exchange !== undefined) await start('exchange');
  await Promise.all((['market-data', 'oms'] as const).filter((name) => env[name] !== undefined).map(start));
  if (env['strategy-host'] !== undefined) await start('strategy-host');
  return { solaceUrl, solaceWsUrl: `ws://${host}:${port(broker, 'wsPort')}`, http };
}

import { serviceSpec, type HttpServiceName, type ServiceName } from './service-spec.js';
import { brokerHost, HTTP_PORTS, reachable } from './settings.js';
import type { Supervisor } from './supervisor.js';

/** Environment of each service of one run of the platform. */
export type PlatformEnv = Readonly<Partial<Record<ServiceName, Readonly<Record<string, string>>>>>;

/** What a running platform can be reached at. */
export interface PlatformAddresses {
  readonly solaceUrl: string;
  /** Left out where the WebSocket is switched off. */
  readonly solaceWsUrl?: string;
  /** The broker's view of its clients and queues; left out where it is switched off. */
  readonly brokerViewUrl?: string;
  /** HTTP base address per service. */
  readonly http: Readonly<Partial<Record<ServiceName, string>>>;
}

function port(fields: Readonly<Record<string, unknown>>, name: string): number {
  const value = fields[name];
  if (typeof value !== 'number') throw new Error(`the ready event of a service lacks ${name}`);
  return value;
}

/**
 * Starts the services of `env` in their order: broker and exchange first, because the others cannot become ready without
 * them and they know nothing of each other; the strategy host late, because its strategies ask for data and send orders at once.
 */
export async function startPlatform(
  supervisor: Supervisor,
  listensOn: string,
  env: PlatformEnv,
): Promise<PlatformAddresses> {
  const host = reachable(listensOn);
  const brokerAt = brokerHost({ ...process.env, ...env.broker });
  const http: Partial<Record<ServiceName, string>> = {};
  const [broker, exchange] = await Promise.all([
    supervisor.start(serviceSpec('broker', { ...env.broker })),
    env.exchange === undefined ? undefined : supervisor.start(serviceSpec('exchange', { ...env.exchange })),
  ]);
  const wsPort = broker['wsPort'] === null ? undefined : port(broker, 'wsPort');
  supervisor.pin('broker', {
    BROKER_SMF_PORT: String(port(broker, 'smfPort')),
    BROKER_WS_PORT: wsPort === undefined ? 'off' : String(wsPort),
  });
  const solaceUrl = `tcp://${brokerAt}:${port(broker, 'smfPort')}`;
  const shared: Record<string, string> = { SOLACE_URL: solaceUrl };
  const started = (name: HttpServiceName, fields: Readonly<Record<string, unknown>>): string => {
    supervisor.pin(name, { [HTTP_PORTS[name].variable]: String(port(fields, 'port')) });
    return (http[name] = `http://${host}:${port(fields, 'port')}`);
  };
  if (exchange !== undefined) shared['EXCHANGE_URL'] = started('exchange', exchange);
  const start = async (name: HttpServiceName): Promise<void> => {
    started(name, await supervisor.start(serviceSpec(name, { ...shared, ...env[name] })));
  };
  await Promise.all((['market-data', 'oms'] as const).filter((name) => env[name] !== undefined).map(start));
  await Promise.all((['strategy-host', 'gateway'] as const).filter((name) => env[name] !== undefined).map(start));
  const viewPort = broker['adminPort'];
  return {
    solaceUrl,
    ...(wsPort === undefined ? {} : { solaceWsUrl: `ws://${brokerAt}:${wsPort}` }),
    ...(typeof viewPort === 'number' ? { brokerViewUrl: `http://127.0.0.1:${viewPort}/` } : {}),
    http,
  };
}

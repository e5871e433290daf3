import { fileURLToPath } from 'node:url';

export const SERVICE_NAMES = ['broker', 'exchange', 'market-data', 'oms', 'strategy-host', 'gateway'] as const;
export type ServiceName = (typeof SERVICE_NAMES)[number];
/** The services that answer /health and /metrics. */
export type HttpServiceName = Exclude<ServiceName, 'broker'>;

/** One process of the platform. */
export interface ServiceSpec {
  readonly name: ServiceName;
  /** Compiled entry file. */
  readonly entry: string;
  /** Environment on top of the launcher's own. */
  readonly env: Readonly<Record<string, string>>;
  /** Flags of the runtime, such as the size of the young generation. */
  readonly execArgv: readonly string[];
}

const ENTRIES: Readonly<Record<ServiceName, string>> = {
  broker: '../../../../libs/smf-broker/src/main.js',
  exchange: '../../../exchange/src/main.js',
  'market-data': '../../../market-data/src/main.js',
  oms: '../../../oms/src/main.js',
  'strategy-host': '../../../strategy-host/src/main.js',
  gateway: '../../../gateway/src/main.js',
};

/**
 * The default young generation of 16 MB semi-spaces is never filled by these services between collections: a smaller one
 * saves tens of megabytes a process and costs nothing measurable at these rates.
 */
const SEMI_SPACE_MB: Readonly<Record<ServiceName, number>> = {
  broker: 4,
  exchange: 1,
  'market-data': 4,
  oms: 4,
  'strategy-host': 4,
  gateway: 4,
};

export function serviceSpec(name: ServiceName, env: Readonly<Record<string, string>>): ServiceSpec {
  return {
    name,
    entry: fileURLToPath(new URL(ENTRIES[name], import.meta.url)),
    env,
    execArgv: [
      `--import=${new URL('./preload.js', import.meta.url).href}`,
      '--disable-warning=ExperimentalWarning',
      `--max-semi-space-size=${SEMI_SPACE_MB[name]}`,
    ],
  };
}

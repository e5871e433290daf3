import {
  bootstrapService,
  type LoadModule,
  type RunningService,
  type ServiceOptions,
} from '@bourseworks/observability';
import { SolaceServer, solaceValidationPipe } from '@bourseworks/solace-transport';
import { busSettings } from './settings.js';

export type BusServiceOptions = Omit<ServiceOptions, 'microservice'>;

/** Starts a service that answers on the bus: HTTP for probes and metrics, handlers with validation over the session. */
export function runBusService(load: LoadModule, options: BusServiceOptions): Promise<RunningService> {
  return bootstrapService(load, {
    ...options,
    settings: async (env) => [...((await options.settings?.(env)) ?? []), busSettings],
    configure: async (app) => {
      app.useGlobalPipes(solaceValidationPipe());
      await options.configure?.(app);
    },
    microservice: (app) => ({ strategy: app.get(SolaceServer) }),
  });
}

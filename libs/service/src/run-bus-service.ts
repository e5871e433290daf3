import type { Type } from '@nestjs/common';
import { bootstrapService, loadEnv, type RunningService, type ServiceOptions } from '@bourseworks/observability';
import { SolaceServer, solaceValidationPipe } from '@bourseworks/solace-transport';

import { BusConfig, busLogin } from './bus-config.js';

export type BusServiceOptions = Omit<ServiceOptions, 'microservice'>;

/** Starts a service that answers on the bus: HTTP for probes and metrics, handlers with validation over the session. */
export function runBusService(AppModule: Type<object>, options: BusServiceOptions): Promise<RunningService> {
  return bootstrapService(AppModule, {
    ...options,
    check: () => {
      busLogin(loadEnv(BusConfig), process.env);
      options.check?.();
    },
    configure: async (app) => {
      app.useGlobalPipes(solaceValidationPipe());
      await options.configure?.(app);
    },
    microservice: (app) => ({ strategy: app.get(SolaceServer) }),
  });
}

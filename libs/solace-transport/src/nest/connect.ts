import type { INestApplication, INestMicroservice } from '@nestjs/common';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { SolaceServer } from './solace.server.js';

/** Puts the server over the module's session into a hybrid application; its global pipes and filters apply to the bus too. */
export function connectSolace(app: INestApplication): INestMicroservice {
  // Without inheritAppConfig the global ValidationPipe would silently not run for messages.
  return app.connectMicroservice({ strategy: app.get(SolaceServer) }, { inheritAppConfig: true });
}

/** Options of `NestFactory.createMicroservice` for a service without HTTP. */
export function solaceMicroservice(): AsyncMicroserviceOptions {
  return { inject: [SolaceServer], useFactory: (server: SolaceServer) => ({ strategy: server }) };
}

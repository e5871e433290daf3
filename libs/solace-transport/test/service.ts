import type { Type } from '@nestjs/common';
import type { INestMicroservice, ModuleMetadata } from '@nestjs/common';
import { Test } from '@nestjs/testing';
import { SolaceModule, type SolaceModuleOptions } from '../src/nest/solace.module.js';
import { SolaceServer } from '../src/nest/solace.server.js';
import { SolaceSession } from '../src/session/solace-session.js';
import { solaceValidationPipe } from '../src/nest/validation.js';
import type { TestBus } from './bus.js';

export interface Service extends AsyncDisposable {
  readonly app: INestMicroservice;
  readonly session: SolaceSession;
  get<T>(token: Type<T>): T;
}

/** A Nest service over the bus, listening. */
export async function startService(
  bus: TestBus,
  metadata: ModuleMetadata,
  options: Partial<SolaceModuleOptions> = {},
): Promise<Service> {
  const module = await Test.createTestingModule({
    ...metadata,
    imports: [SolaceModule.forRoot({ ...bus.options(), ...options }), ...(metadata.imports ?? [])],
  }).compile();
  const app = module.createNestMicroservice({ strategy: module.get(SolaceServer), logger: false });
  app.useGlobalPipes(solaceValidationPipe());
  try {
    await app.listen();
  } catch (error) {
    await app.close();
    throw error;
  }
  return {
    app,
    session: module.get(SolaceSession),
    get: (token) => app.get(token),
    [Symbol.asyncDispose]: () => app.close(),
  };
}

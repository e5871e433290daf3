import {
  Inject,
  Logger,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnApplicationShutdown,
  type Provider,
} from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransportError } from '../errors.js';
import { SolaceSession } from '../session/solace-session.js';
import type { SolaceSessionOptions } from '../session/session-options.js';
import { CodecRegistry, type Codec } from '../wire/codec.js';
import type { CorrelationHooks } from './correlation.js';
import { HotScanner } from './hot/hot-scanner.js';
import { SolaceRouteVerifier } from './route-verifier.js';
import { SolaceClient } from './solace.client.js';
import { SolaceHealthIndicator } from './solace.health.js';
import { SolaceServer } from './solace.server.js';
import type { SolaceServerOptions } from './solace.server-options.js';

export interface SolaceModuleOptions
  extends
    SolaceSessionOptions,
    Pick<
      SolaceServerOptions,
      'ownedTopics' | 'intakes' | 'queueGroup' | 'drainTimeoutMs' | 'maxActive' | 'maxQueuedParts'
    > {
  /** Beside JSON. */
  readonly codecs?: readonly Codec[];
  readonly correlation?: CorrelationHooks;
  /**
   * Set: a broker that cannot be reached at the start is tried again after so many milliseconds, with a warning each time,
   * for as long as it takes. A refused login still fails the start: waiting mends no password.
   */
  readonly startRetryMs?: number;
}

export interface SolaceModuleAsyncOptions extends Pick<ModuleMetadata, 'imports'> {
  readonly inject?: FactoryProvider['inject'];
  // The injected values are typed where the factory is written.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly useFactory: (...injected: any[]) => SolaceModuleOptions | Promise<SolaceModuleOptions>;
}

export const SOLACE_MODULE_OPTIONS = Symbol('SOLACE_MODULE_OPTIONS');

async function openSession(options: SolaceModuleOptions): Promise<SolaceSession> {
  for (;;) {
    const session = new SolaceSession(options);
    try {
      await session.connect();
      return session;
    } catch (error) {
      await session.close();
      const { startRetryMs } = options;
      if (startRetryMs === undefined || !(error instanceof TransportError) || error.code !== 'CONNECT_FAILED')
        throw error;
      new Logger(SolaceModule.name).warn(`${error.message}; trying again in ${startRetryMs} ms`);
      await sleep(startRetryMs);
    }
  }
}

const PROVIDERS: Provider[] = [
  {
    provide: SolaceSession,
    inject: [SOLACE_MODULE_OPTIONS],
    // Opened while the container is built: every provider that injects it may use it in its own onModuleInit.
    useFactory: openSession,
  },
  {
    provide: CodecRegistry,
    inject: [SOLACE_MODULE_OPTIONS],
    useFactory: (options: SolaceModuleOptions) => new CodecRegistry(options.codecs),
  },
  {
    provide: SolaceServer,
    inject: [SolaceSession, SOLACE_MODULE_OPTIONS, CodecRegistry, SolaceRouteVerifier, HotScanner],
    useFactory: (
      session: SolaceSession,
      options: SolaceModuleOptions,
      codecs: CodecRegistry,
      verifier: SolaceRouteVerifier,
      hot: HotScanner,
    ) =>
      new SolaceServer({
        ...options,
        session,
        codecs,
        verifyRoutes: () => verifier.verify(),
        findHotHandlers: () => hot.find(),
      }),
  },
  {
    provide: SolaceClient,
    inject: [SolaceSession, SOLACE_MODULE_OPTIONS, CodecRegistry],
    useFactory: (session: SolaceSession, options: SolaceModuleOptions, codecs: CodecRegistry) =>
      new SolaceClient({ session, codecs, correlation: options.correlation }),
  },
  SolaceRouteVerifier,
  HotScanner,
  SolaceHealthIndicator,
];

const EXPORTS = [SolaceSession, SolaceServer, SolaceClient, SolaceHealthIndicator, CodecRegistry];

/** One session a process, shared by server, client and raw users. Import it once, in the root module. */
@Module({})
export class SolaceModule implements OnApplicationShutdown {
  constructor(
    @Inject(SolaceClient) private readonly client: SolaceClient,
    @Inject(SolaceSession) private readonly session: SolaceSession,
  ) {}

  static forRoot(options: SolaceModuleOptions): DynamicModule {
    return this.define([], { provide: SOLACE_MODULE_OPTIONS, useValue: options });
  }

  static forRootAsync(options: SolaceModuleAsyncOptions): DynamicModule {
    const { imports = [], inject = [], useFactory } = options;
    return this.define(imports, { provide: SOLACE_MODULE_OPTIONS, inject, useFactory });
  }

  /** The last step of a shutdown: until here hooks of the application may still send and receive. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
    await this.session.close();
  }

  private static define(imports: NonNullable<ModuleMetadata['imports']>, options: Provider): DynamicModule {
    return {
      module: SolaceModule,
      global: true,
      imports: [DiscoveryModule, ...imports],
      providers: [options, ...PROVIDERS],
      exports: EXPORTS,
    };
  }
}

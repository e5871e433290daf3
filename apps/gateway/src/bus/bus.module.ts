import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { topicRights } from '@bourseworks/dto';
import { loadEnv } from '@bourseworks/observability';
import { BusConfig, busLogin, platformQueue } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { Module, type DynamicModule } from '@nestjs/common';
import { GatewayConfig } from '../config/gateway-config.js';
import { EVENT_QUEUE, PlatformBus } from './platform-bus.js';

/** One session a process; unlike in the other services the start does not wait for the broker. */
@Module({})
export class GatewayBusModule {
  static fromEnv(env: NodeJS.ProcessEnv): DynamicModule {
    const session = {
      provide: SolaceSession,
      useFactory: () =>
        new SolaceSession({
          ...busLogin(loadEnv(BusConfig, env), env),
          // A broker takes each name once, and in containers every process has the same id.
          clientName: `gateway-${hostname()}-${process.pid}-${randomUUID().slice(0, 8)}`,
          connectRetries: 0,
          topics: topicRights('gateway'),
          guaranteed: true,
        }),
    };
    const queue = {
      provide: EVENT_QUEUE,
      useFactory: () => platformQueue('gatewayEvents', loadEnv(GatewayConfig, env).id),
    };
    return { module: GatewayBusModule, global: true, providers: [session, queue, PlatformBus], exports: [PlatformBus] };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { AdaptersModule } from '@bourseworks/adapters/installed';
import { defineConfig, loadEnv, ObservabilityModule } from '@bourseworks/observability';
import { AdapterRegistry, Clock, EventLog, KeyValue, SystemClock } from '@bourseworks/ports';
import { BusModule, KeyValueConfig, keyValueOptions } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { MarketDataConfig } from './config/market-data-config.js';
import { FeedList } from './feeds/feed-list.js';
import { HistoryService } from './history/history.service.js';
import { instanceController } from './instances/instance.controller.js';
import { OtherInstances } from './instances/other-instances.js';
import { openSharedStore, SharedStore } from './instances/shared-store.js';
import { ThisInstance } from './instances/this-instance.js';
import { LiveService } from './live/live.service.js';
import { TopicPublisher } from './live/publisher.js';
import { MarketDataMetrics } from './market-data-metrics.js';
import { MarketDataController } from './market-data.controller.js';
import { ReplayBus } from './replay/replay-bus.js';
import { ReplayController } from './replay/replay.controller.js';
import { ReplayService } from './replay/replay.service.js';
import { Recorder } from './recorder/recorder.service.js';
import { RequestLog } from './request-log.js';
import { service } from './service.js';
import { ThreadSources } from './threads/thread-sources.js';

/** The market-data service, configured by the environment. */
@Module({})
export class MarketDataModule {
  static fromEnv(env: NodeJS.ProcessEnv = process.env): DynamicModule {
    const adapters = AdaptersModule.fromEnv(env);
    // Nest awaits it, but later: until then a bad ADAPTERS would end the process without a word about the service.
    adapters.catch(() => undefined);
    const instance = new ThisInstance();
    return {
      module: MarketDataModule,
      imports: [
        defineConfig(MarketDataConfig, env),
        ObservabilityModule.forService(service.name, { env }),
        BusModule.forService({ name: 'market-data', queueGroup: 'market-data' }),
        adapters,
      ],
      controllers: [MarketDataController, ReplayController, instanceController(instance.name)],
      providers: [
        { provide: Clock, useClass: SystemClock },
        {
          provide: TopicPublisher,
          inject: [SolaceSession],
          useFactory: (session: SolaceSession) => new TopicPublisher(session),
        },
        { provide: ThisInstance, useValue: instance },
        {
          provide: KeyValue,
          inject: [AdapterRegistry, Clock, EventLog],
          useFactory: (registry: AdapterRegistry, clock: Clock, log: EventLog) =>
            openSharedStore(registry, keyValueOptions(loadEnv(KeyValueConfig, env)), clock, log),
        },
        SharedStore,
        OtherInstances,
        FeedList,
        HistoryService,
        LiveService,
        MarketDataMetrics,
        Recorder,
        ReplayBus,
        ReplayService,
        RequestLog,
        ThreadSources,
      ],
    };
  }
}

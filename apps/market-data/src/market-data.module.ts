import { Module, type DynamicModule } from '@nestjs/common';
import { AdaptersModule } from '@bourseworks/adapters/installed';
import { defineConfig, ObservabilityModule } from '@bourseworks/observability';
import { Clock, SystemClock } from '@bourseworks/ports';
import { BusModule } from '@bourseworks/service';
import { SolaceSession } from '@bourseworks/solace-transport';
import { MarketDataConfig } from './config/market-data-config.js';
import { HistoryService } from './history/history.service.js';
import { LiveService } from './live/live.service.js';
import { TopicPublisher } from './live/publisher.js';
import { MarketDataMetrics } from './market-data-metrics.js';
import { MarketDataController } from './market-data.controller.js';
import { ReplayBus } from './replay/replay-bus.js';
import { ReplayController } from './replay/replay.controller.js';
import { ReplayService } from './replay/replay.service.js';
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
    return {
      module: MarketDataModule,
      imports: [
        defineConfig(MarketDataConfig, env),
        ObservabilityModule.forService(service.name, { env }),
        BusModule.forService({ name: 'market-data' }),
        adapters,
      ],
      controllers: [MarketDataController, ReplayController],
      providers: [
        { provide: Clock, useClass: SystemClock },
        {
          provide: TopicPublisher,
          inject: [SolaceSession, Clock],
          useFactory: (session: SolaceSession, clock: Clock) => new TopicPublisher(session, clock.nowUs()),
        },
        HistoryService,
        LiveService,
        MarketDataMetrics,
        ReplayBus,
        ReplayService,
        RequestLog,
        ThreadSources,
      ],
    };
  }
}

import { Module, type DynamicModule } from '@nestjs/common';
import { defineConfig, loadEnv, ObservabilityModule } from '@bourseworks/observability';
import { Clock, SystemClock } from '@bourseworks/ports';
import { Accounts } from './accounts/accounts.js';
import { ExchangeConfig } from './config/exchange-config.js';
import { FeedPublisher } from './feed/feed-publisher.js';
import { FeedServer } from './feed/feed-server.js';
import { Markets } from './market/markets.js';
import { OrderReports } from './orders/order-reports.js';
import { Orders } from './orders/orders.js';
import { MarketController } from './rest/market.controller.js';
import { OrderController } from './rest/order.controller.js';
import { Simulator } from './simulation/simulator.js';
import { FaultSwitch } from './test-controls/fault-switch.js';
import { TestController } from './test-controls/test.controller.js';
import { Instance } from './tokens.js';
import { VenueMetrics } from './venue-metrics.js';

/** The simulated venue: markets, accounts, orders in memory; REST and WebSocket in front. */
@Module({})
export class ExchangeModule {
  static fromEnv(env: NodeJS.ProcessEnv = process.env): DynamicModule {
    const { testControls } = loadEnv(ExchangeConfig, env);
    return {
      module: ExchangeModule,
      imports: [ObservabilityModule.forService('exchange', { env }), defineConfig(ExchangeConfig, env)],
      controllers: [MarketController, OrderController, ...(testControls ? [TestController] : [])],
      providers: [
        { provide: Clock, useClass: SystemClock },
        { provide: Instance, useFactory: (clock: Clock) => new Instance(clock), inject: [Clock] },
        Accounts,
        FeedPublisher,
        FaultSwitch,
        OrderReports,
        Markets,
        Orders,
        Simulator,
        FeedServer,
        VenueMetrics,
      ],
    };
  }
}

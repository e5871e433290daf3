import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { runBusService } from '@bourseworks/service';
import { MarketDataConfig } from './config/market-data-config.js';
import { MarketDataModule, SERVICE_NAME } from './market-data.module.js';

@Module({ imports: [MarketDataModule.fromEnv()] })
class AppModule {}

await runBusService(AppModule, {
  name: SERVICE_NAME,
  defaultPort: 3_001,
  portVar: 'MARKET_DATA_PORT',
  config: MarketDataConfig,
});

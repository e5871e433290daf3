import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { bootstrapService } from '@bourseworks/observability';
import { ExchangeConfig } from './config/exchange-config.js';
import { ExchangeModule } from './exchange.module.js';

@Module({ imports: [ExchangeModule.fromEnv()] })
class AppModule {}

await bootstrapService(AppModule, {
  name: 'exchange',
  defaultPort: 3_010,
  portVar: 'EXCHANGE_PORT',
  config: ExchangeConfig,
});

import 'reflect-metadata';
import { runBusService } from '@bourseworks/service';
import { AppModule } from './app.module.js';
import { StrategyHostConfig } from './config/strategy-host-config.js';

await runBusService(AppModule, {
  name: 'strategy-host',
  defaultPort: 3003,
  portVar: 'STRATEGY_HOST_PORT',
  config: StrategyHostConfig,
});

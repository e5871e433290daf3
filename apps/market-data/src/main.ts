import 'reflect-metadata';
import { runBusService } from '@bourseworks/service';
import { service } from './service.js';

await runBusService(async () => (await import('./market-data.module.js')).MarketDataModule.fromEnv(), service);

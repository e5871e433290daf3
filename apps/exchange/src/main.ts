import 'reflect-metadata';
import { bootstrapService } from '@bourseworks/observability';
import { service } from './service.js';

await bootstrapService(async () => (await import('./exchange.module.js')).ExchangeModule.fromEnv(), service);

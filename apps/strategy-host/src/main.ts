import 'reflect-metadata';
import { runBusService } from '@bourseworks/service';
import { service } from './service.js';

await runBusService(async () => (await import('./app.module.js')).AppModule, service);

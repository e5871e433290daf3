import 'reflect-metadata';
import { runBusService } from '@bourseworks/service';
import { service } from './service.js';
import { becomeActive } from './standby/become-active.js';

// The lock first: nothing of the application may exist in a process that is not the active one.
await runBusService(async () => {
  const lock = await becomeActive(service, process.env);
  const { AppModule } = await import('./app.module.js');
  return AppModule.active(lock);
}, service);

import 'reflect-metadata';
import { runBusService } from '@bourseworks/service';
import { AppModule } from './app.module.js';
import { OmsConfig } from './config/oms-config.js';

await runBusService(AppModule, { name: 'oms', defaultPort: 3002, portVar: 'OMS_PORT', config: OmsConfig });

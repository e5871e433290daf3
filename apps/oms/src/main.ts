import 'reflect-metadata';
import { loadEnv } from '@bourseworks/observability';
import { runBusService } from '@bourseworks/service';
import { AppModule } from './app.module.js';
import { parseAccounts } from './config/accounts.js';
import { OmsConfig } from './config/oms-config.js';
import { loadRiskLimits } from './config/risk-limits.js';

function check(): void {
  const config = loadEnv(OmsConfig);
  parseAccounts(config.ACCOUNTS);
  loadRiskLimits(config.RISK_FILE);
}

await runBusService(AppModule, { name: 'oms', defaultPort: 3002, portVar: 'OMS_PORT', config: OmsConfig, check });

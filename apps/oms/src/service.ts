import { adapterSettings } from '@bourseworks/adapters/installed';
import { loadEnv } from '@bourseworks/observability';
import type { BusServiceOptions } from '@bourseworks/service';
import { parseAccounts } from './config/accounts.js';
import { checkDataDir } from './config/data-dir.js';
import { OmsConfig } from './config/oms-config.js';
import { loadRoutingRules } from './routing/routing-rules.js';
import { loadRiskLimits } from './config/risk-limits.js';

/** What the process is called, and what it reads from its environment. */
export const service: BusServiceOptions = {
  name: 'oms',
  defaultPort: 3_002,
  portVar: 'OMS_PORT',
  config: OmsConfig,
  checks: [
    (env) => checkDataDir(loadEnv(OmsConfig, env).DATA_DIR),
    (env) => parseAccounts(loadEnv(OmsConfig, env).ACCOUNTS),
    (env) => loadRiskLimits(loadEnv(OmsConfig, env).RISK_FILE),
    (env) => loadRoutingRules(loadEnv(OmsConfig, env).ROUTING_FILE),
  ],
  settings: adapterSettings,
};

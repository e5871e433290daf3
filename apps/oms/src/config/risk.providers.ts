import type { Provider } from '@nestjs/common';
import { RiskBuilder, RiskEngine } from '@bourseworks/risk';
import { OmsConfig } from './oms-config.js';
import { loadOwnChecks } from './own-checks.js';
import { loadRiskLimits } from './risk-limits.js';

/**
 * Limits come from RiskBuilder, which begins with those of the file: a provider of a desk's own may inject it and go on
 * with `for(...)` before the engine is made.
 */
export const riskProviders: Provider[] = [
  {
    provide: RiskBuilder,
    inject: [OmsConfig],
    useFactory: ({ RISK_FILE }: OmsConfig) => RiskBuilder.from(loadRiskLimits(RISK_FILE)),
  },
  {
    provide: RiskEngine,
    inject: [RiskBuilder, OmsConfig],
    useFactory: async (builder: RiskBuilder, { RISK_CHECKS }: OmsConfig) =>
      new RiskEngine(builder.build(), await loadOwnChecks(RISK_CHECKS)),
  },
];

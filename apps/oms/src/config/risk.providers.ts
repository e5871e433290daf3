import type { Provider } from '@nestjs/common';
import { RiskBuilder, RiskEngine, type RiskCheck, type RiskConfig } from '@bourseworks/risk';
import { OmsConfig } from './oms-config.js';
import { loadOwnChecks } from './own-checks.js';
import { loadRiskLimits } from './risk-limits.js';

/** Makes risk engines with the limits and checks of the OMS: one is needed anew when a snapshot was refused half way. */
export class RiskEngines {
  constructor(
    private readonly limits: RiskConfig,
    private readonly checks: readonly RiskCheck[],
  ) {}

  create(): RiskEngine {
    return new RiskEngine(this.limits, this.checks);
  }
}

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
    provide: RiskEngines,
    inject: [RiskBuilder, OmsConfig],
    useFactory: async (builder: RiskBuilder, { RISK_CHECKS }: OmsConfig) =>
      new RiskEngines(builder.build(), await loadOwnChecks(RISK_CHECKS)),
  },
];

export { COLUMN } from './counters.js';
export { NOTIONAL_SCALE, notionalText, unitsText, type RiskDenial } from './denial.js';
export { KillLatch, type KillEntry, type KillScope } from './kill-latch.js';
export { RateRing } from './rate-ring.js';
export { ReferencePrice, type MarkUpdate } from './reference-prices.js';
export { RiskBuilder } from './risk-builder.js';
export type { RiskCheck, RiskOrder, RiskRefusal } from './risk-check.js';
export {
  MAX_RATE_COUNT,
  RISK_SCOPES,
  validateRiskConfig,
  type PriceCollar,
  type RateLimit,
  type RiskConfig,
  type RiskRule,
  type RiskScope,
} from './risk-config.js';
export { RiskEngine, type RiskRequest } from './risk-engine.js';
export { RiskTree, type RiskPath } from './risk-tree.js';

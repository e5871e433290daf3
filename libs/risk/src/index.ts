export type { RiskCheck, RiskOrder, RiskRefusal } from './checks/own-check.js';
export { RULE_FIELDS } from './config/fields.js';
export { riskConfigSchema } from './config/json-schema.js';
export {
  CROSSING_MODES,
  MAX_RATE_COUNT,
  RISK_SCOPES,
  SELF_TRADE_MODES,
  type BuyingPower,
  type CrossingConfig,
  type CrossingMode,
  type LossLimit,
  type MessageTradeRatio,
  type PriceCollar,
  type PriceWindow,
  type RateLimit,
  type Restriction,
  type RiskConfig,
  type RiskRule,
  type RiskScope,
  type SelfTradeConfig,
  type SelfTradeMode,
  type ShortSale,
  type TradingHours,
} from './config/risk-config.js';
export { validateRiskConfig } from './config/validate.js';
export { NOTIONAL_SCALE, notionalText, unitsText, type RiskDenial } from './denial.js';
export { ReferencePrice, type MarkUpdate } from './market/reference-price.js';
export type { RiskRequest } from './request.js';
export { RiskBuilder } from './risk-builder.js';
export { RiskEngine, type RiskImage, type SplitHolding } from './risk-engine.js';
export { KillLatch, type KillEntry, type KillScope } from './state/kill-latch.js';
export type { Baseline, Breach } from './state/loss-watch.js';
export {
  STATE_CAUSES,
  TRADING_STATES,
  type StateCause,
  type StateEntry,
  type TradingState,
} from './state/trading-states.js';
export { COLUMN } from './tree/counters.js';
export { RateRing } from './tree/rate-ring.js';
export { RiskTree, type RiskPath } from './tree/risk-tree.js';
export { usageOf, usageOverview, type LimitUsage, type UsageFilter, type UsageOverview } from './usage.js';

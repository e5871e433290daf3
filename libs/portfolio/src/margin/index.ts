export { CashAccount } from './cash-account.js';
export {
  afterTrade,
  permits,
  type MarginAssessment,
  type MarginInput,
  type MarginModel,
  type MarginPosition,
  type MarginTrade,
} from './margin-model.js';
export {
  liquidationPrice,
  maintenanceOf,
  PerpetualMargin,
  type Liquidation,
  type LiquidationTerms,
  type PerpetualAssessment,
  type PerpetualOptions,
} from './perpetual.js';
export { marginTiers, tierOf, type MarginTier } from './perpetual-tiers.js';
export {
  BROAD_INDEX,
  HIGH_CAP_INDEX,
  PortfolioMargin,
  SHARES,
  type PortfolioMarginOptions,
  type ShockRange,
} from './portfolio-margin.js';
export { REG_T_RATES, RegTMargin, type RegTRates } from './reg-t.js';

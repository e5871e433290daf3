import { AMOUNT_CASES } from './amount-cases.js';
import { COUNT_CASES } from './count-cases.js';
import { PRICE_CASES } from './price-cases.js';
import type { RiskCase } from './risk-desk.js';
import { ORDER_CASES } from './size-cases.js';
import { STATE_CASES } from './state-cases.js';
import { TRADABLE_CASES } from './tradable-cases.js';

export { RiskDesk, type RiskCase } from './risk-desk.js';

/** Every check of the order chain. */
export const RISK_CASES: readonly RiskCase[] = [
  ...ORDER_CASES,
  ...PRICE_CASES,
  ...TRADABLE_CASES,
  ...COUNT_CASES,
  ...AMOUNT_CASES,
  ...STATE_CASES,
];

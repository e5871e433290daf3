export { adjusted } from './adjust.js';
export { FactorTable, type CorporateAction, type FactorRow, type Factors } from './factor-table.js';
export type { Fraction } from './fraction.js';

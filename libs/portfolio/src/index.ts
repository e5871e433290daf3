export * from './book/index.js';
export {
  bookCashEvent,
  CASH_EVENT_KINDS,
  checkCashEvent,
  type CashEvent,
  type CashEventKind,
} from './cash-events/cash-event.js';
export type { BorrowTerms } from './cash-events/cash-events.js';
export type { SplitOutcome } from './cash-events/split.js';
export { ConversionRates, RATE_ONE, RATE_SCALE, rateOf } from './conversion/conversion-rates.js';
export { EquityCurve, type EquityCurveOptions, type EquityPoint } from './equity/equity-curve.js';
export {
  exposureOf,
  type ExposedPosition,
  type Exposure,
  type ExposureLine,
  type ExposureOptions,
} from './exposure/exposure.js';
export {
  ENTRY_KINDS,
  type CashLedger,
  type EntryKind,
  type LedgerEntry,
  type LedgerSink,
} from './ledger/cash-ledger.js';
export type { Lot, LotClose } from './lots/lot.js';
export { LotLedger, MAX_OPEN_LOTS } from './lots/lot-ledger.js';
export * from './margin/index.js';
export { isStale, type Mark } from './marks/mark-book.js';
export type { AccountReport, Figures, FirmReport, StrategyReport } from './report/report.js';
export * from './risk-measures/index.js';
export * from './statistics/index.js';

export type {
  CancelCommand,
  ControlCommand,
  ControlScope,
  ReplaceCommand,
  StatusQuery,
  SubmitCommand,
} from './commands.js';
export type { IntakeMode } from './context.js';
export { Decision, type ControlReply, type Effect, type Reply } from './decision.js';
export { isMachineCommand, MANUAL } from './dedupe/command-log.js';
export type { EngineOptions, Route } from './engine-state.js';
export { eventAveragePrice } from './events.js';
export { OrderEngine, type PositionAdjustment, type ReservedView } from './order-engine.js';
export type { OrderEvent, RiskEvent } from './order-event.js';
export type { OrderFilter, OrderView } from './order-view.js';
export { decodeRecord, encodeRecord, MAX_RECORD_BYTES } from './records/codec.js';
export { RECORD_TYPE, type EngineRecord, type RecordType } from './records/record.js';
export { SELF_TRADE_MODES, type SelfTradeMode, type SelfTradeOptions } from './self-trade/self-trade-options.js';
export { selfTradeOptions, validateSelfTradeConfig, type SelfTradeConfig } from './self-trade/self-trade-config.js';
export { crossingOptions, validateCrossingConfig, type CrossingConfig } from './crossing/crossing-config.js';
export {
  CROSSING_MODES,
  NO_CROSSING,
  type CrossingMode,
  type CrossingOptions,
  type CrossingPolicy,
} from './crossing/crossing-options.js';

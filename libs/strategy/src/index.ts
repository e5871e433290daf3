export type { StrategyContext } from './context.js';
export { EventPattern, MessagePattern, readPatterns, STRATEGY_TRANSPORT } from './decorators/pattern.decorators.js';
export type { PatternEntry, PatternExtras } from './decorators/pattern.decorators.js';
export type { Execution, ExecutionState, IcebergTerms, PovTerms, TwapTerms, VwapTerms } from './execution/types.js';
export { volumeProfile } from './execution/volume-profile.js';
export { PaperOrders, type PaperOrder } from './harness/paper-orders.js';
export { StrategyHarness } from './harness/strategy-harness.js';
export type { HarnessOptions } from './harness/strategy-harness.js';
export { defineParameters, readParameters } from './parameters/schema.js';
export type { ParameterDefinition, ParameterSchema, ParameterValues, RawParameters } from './parameters/schema.js';
export { DrainClock } from './runtime/drain-clock.js';
export type { OrderHandle } from './runtime/order-handle.js';
export type { OrderListHandle } from './runtime/order-list.js';
export { ReplayClock } from './runtime/replay-clock.js';
export { StrategyRuntime } from './runtime/strategy-runtime.js';
export type { RuntimeOptions } from './runtime/strategy-runtime.js';
export * from './runtime/types.js';
export { Strategy } from './strategy.js';
export type { StrategyClass } from './strategy.js';
export {
  InRecord,
  type CommandReplyRecord,
  type DecisionRecord,
  type DoneRecord,
  type InstrumentRecord,
  type LogRecord,
  type ModuleLoader,
  type ReplyRecord,
  type StateRecord,
  type StepBeginRecord,
  type StrategyModule,
  type StreamRecord,
} from './thread/protocol.js';
export { StrategyThread } from './thread/strategy-thread.js';
export type { ThreadEvents, ThreadLimits, ThreadOptions, ThreadSizes } from './thread/thread-options.js';
export type { OrderVerb } from './thread/thread-types.js';
export { HISTORY_HEADER_BYTES, HISTORY_KINDS } from './worker/inbound.js';

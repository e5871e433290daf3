export type {
  CancelCommand,
  ControlCommand,
  ControlScope,
  ReplaceCommand,
  StatusQuery,
  SubmitCommand,
} from './commands.js';
export { PROPOSAL_US } from './control.js';
export type { IntakeMode } from './context.js';
export { Decision, type ControlReply, type Effect, type Reply } from './decision.js';
export { isMachineCommand, MANUAL } from './dedupe/command-log.js';
export { KILL_PHASES, type KillPhase } from './kill/kill-flow.js';
export type { HeldPosition } from './kill/kill-scope.js';
export type { KillDesk, KillScopeView, KillView } from './kill/kill-desk.js';
export type { LeaseDesk } from './lease/lease-desk.js';
export { leaseKey, MAX_LEASES, type Lease } from './lease/held-leases.js';
export type { EngineOptions, Route } from './engine-state.js';
export { eventAveragePrice } from './events.js';
export type { PositionAdjustment } from './adjust-position.js';
export { OrderEngine } from './order-engine.js';
export type { ReservedView } from './reserved.js';
export type { OrderEvent, RiskEvent } from './order-event.js';
export type { OrderFilter, OrderView } from './order-view.js';
export { decodeRecord, encodeRecord, MAX_RECORD_BYTES } from './records/codec.js';
export { RECORD_TYPE, type EngineRecord, type RecordType } from './records/record.js';
export type { CashCommand } from './cash-control.js';
export type { LimitsCommand, LocateCommand, StateCommand } from './risk-control.js';
export type { WhatIf } from './what-if.js';
export { SNAPSHOT_VERSION } from './snapshot/snapshot.js';
export type { SnapshotPart } from './snapshot/snapshot-part.js';
export type { SelfTradeOptions } from './self-trade/self-trade-options.js';
export { NO_CROSSING, type CrossingOptions, type CrossingPolicy } from './crossing/crossing-options.js';

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
export type { ListLegCommand, ListLegReply, ListReply, SubmitListCommand } from './contingent/list-commands.js';
export {
  LEG_CANCELS,
  LIST_KINDS,
  LIST_ROLES,
  RELEASES,
  type ListKind,
  type ListOptions,
  type ListRole,
} from './contingent/list-terms.js';
export type { ListQueries } from './contingent/list-queries.js';
export type { ListFilter, ListLegView, ListState, ListView } from './contingent/list-view.js';
export { Decision, type ControlReply, type Effect, type Reply } from './decision.js';
export { isMachineCommand, MANUAL } from './dedupe/command-log.js';
export { KILL_PHASES, type KillPhase } from './kill/kill-flow.js';
export type { HeldPosition } from './kill/kill-scope.js';
export type { KillDesk, KillScopeView, KillView } from './kill/kill-desk.js';
export type { LeaseDesk } from './lease/lease-desk.js';
export { leaseKey, MAX_LEASES, type Lease } from './lease/held-leases.js';
export type { EngineOptions, Route, RouteWish } from './engine-state.js';
export { dayAveragePrice, eventAveragePrice } from './events.js';
export type { PositionAdjustment } from './outside/adjust-position.js';
export { OUTSIDE } from './outside/adopt-order.js';
export type { OutsideDesk } from './outside/outside-desk.js';
export { OrderEngine } from './order-engine.js';
export type { ReservedView } from './reserved.js';
export type { OrderEvent, PositionBasis, RiskEvent } from './order-event.js';
export type { OrderFilter, OrderView } from './order-view.js';
export type { OrderQuery } from './query-orders.js';
export { decodeRecord, encodeRecord, MAX_RECORD_BYTES } from './records/codec.js';
export { RECORD_TYPE, type EngineRecord, type RecordType } from './records/record.js';
export type { CashCommand } from './cash-control.js';
export type { LimitsCommand, LocateCommand, StateCommand } from './risk-control.js';
export { STOP_TRIGGERS, type StopTrigger } from './trigger/settle-triggers.js';
export type { WhatIf } from './what-if.js';
export { SNAPSHOT_VERSION } from './snapshot/snapshot.js';
export type { SnapshotPart } from './snapshot/snapshot-part.js';
export type { SelfTradeOptions } from './self-trade/self-trade-options.js';
export { NO_CROSSING, type CrossingOptions, type CrossingPolicy } from './crossing/crossing-options.js';

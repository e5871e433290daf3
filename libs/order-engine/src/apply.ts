import {
  hasLimitPrice,
  lastIdOf,
  mostOf,
  ordStatusOf,
  reconcileOrder,
  type ExecutionReport,
} from '@bourseworks/domain';
import { bookFill, executeReport, rememberFill, reportOf } from './apply-execution.js';
import { applyControl, applyKillPhase, applyLease } from './apply-control.js';
import { conclude, diverge, facts, mustFind, nextInStream, noteChange, publish } from './conclude.js';
import { applyOwnOrders } from './apply-own-orders.js';
import { joinList } from './contingent/apply-list.js';
import { approveLeg } from './contingent/order-list.js';
import { applyLists } from './contingent/apply-lists.js';
import type { Decision } from './decision.js';
import { applyOutside } from './outside/apply-outside.js';
import { applyCash } from './apply-cash.js';
import { applyLateTrade } from './apply-late-trade.js';
import { applyInstrument } from './apply-instrument.js';
import { applyRisk } from './apply-risk.js';
import type { EngineState } from './engine-state.js';
import { alarm, denialEvent, deniedEvent, orderEvent, present, sentUsOf, unknownOrderEvent } from './events.js';
import { askedInstructions, recordedInstructions } from './instructions.js';
import { isCorrection } from './forgotten-orders.js';
import { mayCommand, Order } from './order.js';
import { doubtPrice } from './self-trade/own-side.js';
import { unbookedText } from './unbooked-correction.js';
import type {
  AnomalyRecord,
  CancelRequestedRecord,
  CommandRefusedRecord,
  DeniedRecord,
  EngineRecord,
  EpochRecord,
  ExecutionRecord,
  IntentRecord,
  ReconciledRecord,
  ReplaceRequestedRecord,
  ResentRecord,
  UnknownRecord,
} from './records/record.js';

function applyEpoch(state: EngineState, record: EpochRecord): void {
  state.epoch = record.epoch;
  // The first record of every journal.
  if (state.bornUs === 0) state.bornUs = record.us;
  // Those of processes that died before they did anything follow one another.
  if (record.sequence !== state.epochSequence + 1) state.cutSequence = record.sequence - 1;
  state.epochSequence = record.sequence;
}

function applyIntent(state: EngineState, record: IntentRecord, out: Decision): void {
  const instrument = state.instruments.get(record.instrument);
  if (instrument === undefined) return diverge(state, record.sequence, `instrument ${record.instrument} is not known`);
  const path = state.risk.path(record.account, record.strategy, instrument);
  const stream = state.stream(record.account, record.strategy);
  const index = state.executionIndex(record.adapter, record.account);
  const { clOrdId, commandId, adapter, reservePx, side, timeInForce, quantity, price } = record;
  const { reduceOnly, cause, session, stopPrice, trailBy } = record;
  const instructions = recordedInstructions(record);
  const ownBook = state.own.of(state.selfTrade.ownerOf(record.account), adapter, instrument);
  const sentUs = Math.min(record.sentUs, record.us);
  const terms = { side, type: record.orderType, timeInForce, quantity, price, instructions };
  const places = { instrument, path, stream, index, ownBook };
  const order = new Order(
    { clOrdId, commandId, adapter, ...places, sentUs, reservePx, reduceOnly, cause, session },
    terms,
    record.sequence,
  );
  order.state.local = 'Intent';
  state.idSequence = record.idSequence;
  const listed = record.listId !== '';
  const fault = listed ? joinList(state, order, record) : undefined;
  if (fault !== undefined) return diverge(state, record.sequence, fault);
  state.addOrder(order);
  // What a list holds is sent, and counted, once that releases it.
  const market = !hasLimitPrice(record.orderType);
  if (!listed) state.risk.noteOrder(path, side, market, quantity, price, record.us, stopPrice, trailBy);
  state.settle(order);
  const due = nextInStream(state, record, stream);
  facts.reset().reason = present(record.reason);
  facts.sentUs = sentUsOf(record);
  const event = orderEvent(record, order, 'PendingNew', due, facts);
  order.lastEvent = event;
  publish(out, event);
  if (listed) return;
  const outcome = { ordStatus: 'PendingNew', state: 'Intent', code: undefined, reason: undefined } as const;
  state.commands.note(record.strategy, commandId, {
    contentHash: record.contentHash,
    clOrdId,
    sequence: record.sequence,
    ...outcome,
  });
}

function applyDenied(state: EngineState, record: DeniedRecord, out: Decision): void {
  const stream = state.stream(record.account, record.strategy);
  state.idSequence = record.idSequence;
  nextInStream(state, record, stream);
  const event = deniedEvent(record, stream, state);
  state.addDenied(event);
  publish(out, event);
  if (record.scope !== '') out.effects.push({ kind: 'risk', sequence: record.sequence, event: denialEvent(record) });
  const { clOrdId, contentHash, sequence, code, reason } = record;
  state.commands.note(record.strategy, record.commandId, {
    contentHash,
    clOrdId,
    ordStatus: 'Rejected',
    state: 'Denied',
    sequence,
    code,
    reason,
  });
}

function applyCancel(state: EngineState, record: CancelRequestedRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  state.idSequence = record.idSequence;
  state.addRequest(order, record.cancelId);
  if (!record.parked) state.risk.noteMessage(order.path, record.us, 'cancel');
  facts.reset().requestId = record.cancelId;
  facts.sentUs = sentUsOf(record);
  facts.origClOrdId = lastIdOf(order.state);
  if (record.cause === 'kill') facts.code = 'RISK_KILLED';
  else if (record.cause === 'disconnect') facts.code = 'RISK_LEASE_EXPIRED';
  else if (record.cause === 'self-trade') facts.code = 'RISK_SELF_TRADE';
  else if (record.cause === 'list') facts.code = 'LIST_CANCELLED';
  else if (record.cause === 'reduce-only') facts.code = 'RISK_REDUCE_ONLY';
  order.cancelCause = record.cause;
  if (record.parked) {
    order.state.clearPending();
    order.state.working = 'Canceled';
    facts.reason =
      record.cause === 'reduce-only' ? 'nothing is held that it could reduce' : 'cancelled before it was sent';
  } else {
    if (order.state.local === 'Intent') order.state.local = 'Sent';
    order.state.addPending({
      kind: 'Cancel',
      id: record.cancelId,
      quantity: order.state.quantity,
      price: order.state.price,
    });
  }
  conclude(state, record, order, record.parked ? 'Canceled' : 'PendingCancel', out);
  noteChange(state, record);
}

function applyReplace(state: EngineState, record: ReplaceRequestedRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  state.idSequence = record.idSequence;
  state.addRequest(order, record.replaceId);
  facts.reset().requestId = record.replaceId;
  facts.sentUs = sentUsOf(record);
  facts.origClOrdId = lastIdOf(order.state);
  order.replacePx ??= new Map();
  order.replacePx.set(record.replaceId, record.reservePx);
  const { replaceId: id, quantity, price } = record;
  const instructions = askedInstructions(order.state.instructions, record);
  const request = { kind: 'Replace', id, quantity, price } as const;
  order.state.addPending(instructions === undefined ? request : { ...request, instructions });
  state.risk.noteMessage(order.path, record.us, 'replace');
  if (order.leg !== undefined) approveLeg(order.leg);
  conclude(state, record, order, 'PendingReplace', out);
  noteChange(state, record);
}

function applyRefused(state: EngineState, record: CommandRefusedRecord, out: Decision): void {
  const order = state.orders.get(record.clOrdId);
  const known = order !== undefined && mayCommand(order, record.account, record.strategy) ? order : undefined;
  const stream = known?.stream ?? state.stream(record.account, record.strategy);
  const due = nextInStream(state, record, stream);
  if (known === undefined) {
    publish(out, unknownOrderEvent(record, stream, state));
  } else {
    facts.reset().code = record.code;
    facts.sentUs = sentUsOf(record);
    facts.reason = present(record.reason);
    known.lastEvent = orderEvent(
      record,
      known,
      record.command === 'cancel' ? 'CancelRejected' : 'ReplaceRejected',
      due,
      facts,
    );
    publish(out, known.lastEvent);
  }
  if (record.scope !== '') out.effects.push({ kind: 'risk', sequence: record.sequence, event: denialEvent(record) });
  const { clOrdId, contentHash, sequence, code, reason } = record;
  const status = known === undefined ? 'Rejected' : ordStatusOf(known.state);
  const outcome = {
    contentHash,
    clOrdId,
    ordStatus: status,
    state: known?.state.local ?? ('Denied' as const),
    sequence,
    code,
    reason,
  };
  state.commands.note(record.strategy, record.commandId, outcome);
}

/** Applies a report, given as the record holds it: the live path need not read it back. */
export function applyReport(state: EngineState, record: ExecutionRecord, report: ExecutionReport, out: Decision): void {
  state.lastSequence = record.sequence;
  const order = mustFind(state, record);
  if (order === undefined) return;
  executeReport(state, order, record, report, facts, out);
  conclude(state, record, order, record.execType, out);
}

function applyUnknown(state: EngineState, record: UnknownRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  order.state.local = 'Unknown';
  facts.reset().reason = present(record.reason);
  facts.code = 'ORDER_UNCERTAIN';
  conclude(state, record, order, 'Unknown', out);
  out.effects.push({
    kind: 'risk',
    sequence: record.sequence,
    event: alarm(record, 'ORDER_UNCERTAIN', order.clOrdId, record.reason),
  });
}

function applyReconciled(state: EngineState, record: ReconciledRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  const { sequence, adjustQty: quantity, adjustPx: price, missingQty } = record;
  if (record.venueOrderId !== '') order.state.venueOrderId = record.venueOrderId;
  const excused = order.state.cumQty > order.state.quantity && order.state.cumQty <= mostOf(order.state);
  if (record.price === 0) doubtPrice(order);
  else order.doubtPx = 0;
  if (record.reservePx !== 0) order.reservePx = record.reservePx;
  const { instructions } = order.state;
  const inForce = record.instructed ? (askedInstructions(instructions, record) ?? instructions) : undefined;
  const execType = reconcileOrder(order.state, { ...record, instructions: inForce });
  facts.reset().reason = present(record.reason);
  if (quantity > 0) {
    const fill = bookFill(state, order, quantity, price, 0n, '', record.us);
    rememberFill(order, `adjust-${sequence}`, quantity, price, fill);
    facts.execId = `adjust-${sequence}`;
    facts.lastQty = quantity;
    facts.lastPx = price;
    facts.code = 'ORDER_ADJUSTED';
  } else if (execType === 'Rejected') {
    facts.code = 'ORDER_REJECTED';
  }
  conclude(state, record, order, execType, out);
  const { clOrdId } = order;
  if (quantity > 0) {
    const message = `${quantity} filled at the broker without an execution, booked at ${price}`;
    out.effects.push({ kind: 'risk', sequence, event: alarm(record, 'ORDER_ADJUSTED', clOrdId, message) });
  }
  if (excused && order.state.cumQty > order.state.quantity) {
    const message = `filled ${order.state.cumQty} of ${order.state.quantity}, which no accepted replace allowed`;
    out.effects.push({ kind: 'risk', sequence, event: alarm(record, 'ORDER_OVERFILL', clOrdId, message) });
  }
  if (missingQty > 0) {
    const message = `the broker states ${missingQty} less filled than our executions`;
    out.effects.push({ kind: 'risk', sequence, event: alarm(record, 'ORDER_CUM_MISMATCH', clOrdId, message) });
  }
}

function applyResent(state: EngineState, record: ResentRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  order.state.local = 'Sent';
  order.sendSequence = record.sequence;
  facts.reset().reason = 'sent again under the same id';
  conclude(state, record, order, 'PendingNew', out);
}

function applyAnomaly(state: EngineState, record: AnomalyRecord, out: Decision): void {
  const { execType, execId, adapter, reportId, reason, sequence, clOrdId } = record;
  const refused = `${execType} ${execId} of ${adapter} for ${reportId} was refused: ${reason}`;
  const message = isCorrection(execType) ? unbookedText(state, record) : refused;
  out.effects.push({ kind: 'risk', sequence, event: alarm(record, record.alarm, clOrdId, message) });
}

/**
 * Applies one record: the only way in which engine state changes, live and in a replay. Publishes events into `out`; what
 * is to be sent to a broker is added by the live code alone.
 */
export function applyRecord(state: EngineState, record: EngineRecord, out: Decision): void {
  state.lastSequence = record.sequence;
  switch (record.type) {
    case 'Epoch':
      return applyEpoch(state, record);
    case 'Instrument':
      return applyInstrument(state, record);
    case 'Intent':
      return applyIntent(state, record, out);
    case 'Denied':
      return applyDenied(state, record, out);
    case 'CancelRequested':
      return applyCancel(state, record, out);
    case 'ReplaceRequested':
      return applyReplace(state, record, out);
    case 'CommandRefused':
      return applyRefused(state, record, out);
    case 'Execution':
      return applyReport(state, record, reportOf(record), out);
    case 'Anomaly':
      return applyAnomaly(state, record, out);
    case 'Unknown':
      return applyUnknown(state, record, out);
    case 'Reconciled':
      return applyReconciled(state, record, out);
    case 'Resent':
      return applyResent(state, record, out);
    case 'Kill':
    case 'Rearm':
    case 'RearmProposed':
      return applyControl(state, record, out);
    case 'LateTrade':
      return applyLateTrade(state, record, out);
    case 'Adjustment':
    case 'Adopted':
    case 'Flagged':
      return applyOutside(state, record, out);
    case 'RiskState':
    case 'RiskBaseline':
    case 'RiskLimits':
    case 'Locate': {
      const fault = applyRisk(state, record, out);
      if (fault !== undefined) diverge(state, record.sequence, fault);
      return;
    }
    case 'Cash': {
      const fault = applyCash(state, record, out);
      if (fault !== undefined) diverge(state, record.sequence, fault);
      return;
    }
    case 'KillPhase':
      return applyKillPhase(state, record, out);
    case 'Lease':
      return applyLease(state, record, out);
    case 'Note':
      return;
    case 'SelfTrade':
    case 'Held':
    case 'HeldReplaced':
    case 'Crossed':
    case 'CrossedContra':
    case 'CrossRefused':
    case 'Released':
      return applyOwnOrders(state, record, out);
    default:
      return applyLists(state, record, out);
  }
}

import type { ErrorCode } from '../errors/index.js';
import { Wide } from '../wide.js';
import {
  answeredRequest,
  DEAD,
  judgeExecution,
  MOVES,
  refusesDuplicate,
  type BookedFill,
  type ExecutionVerdict,
} from './order-judge.js';
import type { ExecutionReport, OrdStatus } from './order.js';
import { hasPending, isClosed, mostOf, neverHeard, type OrderState, type PendingRequest } from './order-state.js';

/** What an execution report did. Reusable: `applyExecution` fills it anew, nothing is allocated. */
export class ExecutionEffect {
  verdict: ExecutionVerdict = 'Stale';
  /** Set when illegal. */
  code: ErrorCode | undefined = undefined;
  /** Fill newly in force, 0 when none. */
  addedQty = 0;
  addedPx = 0;
  /** Fill taken back by a bust or correction, 0 when none. */
  removedQty = 0;
  removedPx = 0;
  /** The fill came after the order had closed: booked, alarmed, the state kept. */
  late = false;
  /** Fills exceed the quantity, and every quantity that an unanswered replace may have put in force. */
  overfill = false;
  /** The venue's cumQty differs from our sum. */
  mismatch = false;

  reset(): this {
    this.verdict = 'Stale';
    this.code = undefined;
    this.addedQty = 0;
    this.addedPx = 0;
    this.removedQty = 0;
    this.removedPx = 0;
    this.late = false;
    this.overfill = false;
    this.mismatch = false;
    return this;
  }
}

/** Status of a live order by what is filled. */
function byFills(state: OrderState): OrdStatus {
  if (state.cumQty >= state.quantity) return 'Filled';
  return state.cumQty > 0 ? 'PartiallyFilled' : 'New';
}

/** After a change of fills or terms: halts and the like stay, all else follows the fills. */
function settle(state: OrderState): void {
  if (DEAD.has(state.working)) return;
  if (state.cumQty < state.quantity) {
    if (state.working === 'Suspended') return;
    // The guarantee stands until more is filled than was guaranteed.
    if (state.working === 'Stopped' && (state.cumQty === 0 || state.guaranteedQty >= 0)) return;
  }
  state.working = byFills(state);
}

function book(state: OrderState, report: ExecutionReport, effect: ExecutionEffect): void {
  effect.late = isClosed(state);
  effect.addedQty = report.lastQty ?? 0;
  effect.addedPx = report.lastPx ?? 0;
  state.cumQty += effect.addedQty;
  state.notional.addProduct(effect.addedPx, effect.addedQty);
  if (state.working === 'Stopped') state.guaranteedQty -= effect.addedQty;
  effect.overfill = state.cumQty > mostOf(state);
  if (!effect.late) settle(state);
}

/** Takes a fill out of, or puts one into, what was filled before the present day. */
function changeEarlier(state: OrderState, original: BookedFill, quantity: number, price: number): void {
  if (state.earlierNotional === undefined || original.day === undefined || original.day >= state.day) return;
  state.earlierQty += quantity;
  state.earlierNotional.addProduct(price, quantity);
}

function correct(state: OrderState, report: ExecutionReport, original: BookedFill, effect: ExecutionEffect): void {
  effect.late = isClosed(state) && state.working !== 'Filled';
  effect.removedQty = original.quantity;
  effect.removedPx = original.price;
  state.cumQty -= original.quantity;
  state.notional.addProduct(original.price, -original.quantity);
  changeEarlier(state, original, -original.quantity, original.price);
  if (report.execType === 'TradeCorrect') {
    effect.addedQty = report.lastQty ?? 0;
    effect.addedPx = report.lastPx ?? 0;
    state.cumQty += effect.addedQty;
    state.notional.addProduct(effect.addedPx, effect.addedQty);
    // A correction belongs to the day of what it corrects.
    changeEarlier(state, original, effect.addedQty, effect.addedPx);
  }
  effect.overfill = state.cumQty > mostOf(state);
  if (state.working !== 'DoneForDay') settle(state);
}

function replaceTerms(state: OrderState, quantity: number, price: number): void {
  // A decrease below what is filled means: no more than is filled.
  state.quantity = Math.max(quantity, state.cumQty);
  state.price = price;
  settle(state);
}

function settleRequest(
  state: OrderState,
  report: ExecutionReport,
  kind: PendingRequest['kind'],
  effect: ExecutionEffect,
): void {
  const request = answeredRequest(state, report, kind);
  if (request === undefined) return;
  const excused = state.cumQty > state.quantity && state.cumQty <= mostOf(state);
  state.removePending(request);
  if (report.execType !== 'Replaced') {
    // Fills that only the refused quantity allowed.
    effect.overfill = excused && state.cumQty > mostOf(state);
    return;
  }
  if (request.id !== '') state.acceptedId = request.id;
  if (request.instructions !== undefined) state.instructions = request.instructions;
  replaceTerms(state, report.orderQty ?? request.quantity, report.price ?? request.price);
}

function beginDay(state: OrderState): void {
  state.day++;
  state.earlierQty = state.cumQty;
  state.earlierNotional = new Wide().add(state.notional);
}

/**
 * New terms, and a new trading day, by the broker's own doing. A corporate action changes what a unit is: the broker states
 * what is filled in new units, and the money paid for it is what it was.
 */
function restate(state: OrderState, report: ExecutionReport): void {
  const { restatement } = report;
  if (restatement === 'GT_CORPORATE_ACTION') state.cumQty = report.cumQty ?? state.cumQty;
  if (restatement === 'GT_CORPORATE_ACTION' || restatement === 'GT_RENEWAL' || state.working === 'DoneForDay')
    beginDay(state);
  if (state.working === 'DoneForDay') state.working = byFills(state);
  replaceTerms(state, report.orderQty ?? state.quantity, report.price ?? state.price);
}

function move(state: OrderState, report: ExecutionReport): void {
  switch (report.execType) {
    case 'New':
      // An order that is working already only learns that the broker knows it.
      if (state.working === 'DoneForDay') beginDay(state);
      if (MOVES.New?.from.has(state.working) === true) state.working = state.cumQty > 0 ? byFills(state) : 'New';
      return;
    case 'Restated':
      return restate(state, report);
    case 'Rejected':
      if (refusesDuplicate(report)) {
        if (state.working === 'PendingNew') state.working = 'New';
        return;
      }
      state.clearPending();
      state.working = 'Rejected';
      return;
    case 'Canceled':
    case 'Expired':
      state.clearPending();
      state.working = report.execType;
      return;
    case 'Stopped':
      // Already stopped: it was only heard of anew.
      if (state.working !== 'Stopped') state.guaranteedQty = report.lastQty ?? 0;
      state.working = 'Stopped';
      return;
    case 'DoneForDay':
    case 'Suspended':
      state.working = report.execType;
      return;
    default:
      return;
  }
}

function request(state: OrderState, kind: PendingRequest['kind'], report: ExecutionReport): void {
  if (hasPending(state, kind)) return;
  state.addPending({ kind, id: '', quantity: report.orderQty ?? state.quantity, price: report.price ?? state.price });
}

function change(
  state: OrderState,
  report: ExecutionReport,
  original: BookedFill | undefined,
  effect: ExecutionEffect,
): void {
  switch (report.execType) {
    case 'Trade':
      return book(state, report, effect);
    case 'TradeCorrect':
    case 'TradeCancel':
      if (original !== undefined) correct(state, report, original, effect);
      return;
    case 'PendingCancel':
      return request(state, 'Cancel', report);
    case 'PendingReplace':
      return request(state, 'Replace', report);
    case 'Replaced':
    case 'ReplaceRejected':
      return settleRequest(state, report, 'Replace', effect);
    case 'CancelRejected':
      return settleRequest(state, report, 'Cancel', effect);
    default:
      return move(state, report);
  }
}

/** The refusal of a cancel, perhaps as of an unknown order, says nothing of whether an unanswered order arrived. */
function tellsOfOrder(state: OrderState, report: ExecutionReport): boolean {
  if (state.local === 'Denied') return false;
  const refusal = report.execType === 'CancelRejected' || report.execType === 'ReplaceRejected';
  return !refusal || !neverHeard(state);
}

/**
 * Applies what a broker reports to an order. Illegal events leave the state untouched and carry ORDER_TRANSITION_ILLEGAL;
 * nothing is thrown. `original` is the booked execution that a bust or correction refers to.
 */
export function applyExecution(
  state: OrderState,
  report: ExecutionReport,
  original: BookedFill | undefined,
  effect: ExecutionEffect,
): ExecutionEffect {
  effect.reset();
  effect.verdict = judgeExecution(state, report, original);
  if (effect.verdict === 'Illegal') effect.code = 'ORDER_TRANSITION_ILLEGAL';
  if (effect.verdict !== 'Applied') return effect;
  if (report.execType === 'Unknown') {
    state.local = 'Unknown';
    return effect;
  }
  change(state, report, original, effect);
  if (report.triggered === true || effect.addedQty > 0) state.triggered = true;
  if (tellsOfOrder(state, report)) state.local = 'Acknowledged';
  if (report.venueOrderId !== undefined && report.venueOrderId !== '') state.venueOrderId = report.venueOrderId;
  effect.mismatch = report.cumQty !== undefined && report.cumQty !== state.cumQty;
  return effect;
}

/** Records that we asked for a cancel or replace; status and terms change when the broker answers. */
export function applyRequest(state: OrderState, request: PendingRequest): void {
  state.addPending(request);
}

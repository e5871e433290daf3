import { MAX_UNITS } from '../brand.js';
import type { ErrorCode } from '../errors/index.js';
import type { ExecType, ExecutionReport, OrdStatus } from './order.js';
import { hasPending, isClosed, neverHeard, type OrderState, type PendingRequest } from './order-state.js';

/** The execution that a bust or correction refers to. Units of the instrument. */
export interface BookedFill {
  readonly quantity: number;
  readonly price: number;
}

/**
 * Applied: the state changed, or the broker spoke for the first time. Stale: tells nothing new (a repeat, or an
 * acknowledgement overtaken by a fill). Illegal: refused, to be recorded and alarmed; the state is as before.
 */
export type ExecutionVerdict = 'Applied' | 'Stale' | 'Illegal';

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
  /** Fills exceed the quantity. */
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

type StatusSet = ReadonlySet<OrdStatus>;
const set = (...statuses: OrdStatus[]): StatusSet => new Set(statuses);

const DEAD = set('Canceled', 'Rejected', 'Expired', 'Calculated');
const BEGUN = set('PartiallyFilled', 'Filled');

/** Exec types that move the working status: from where they are legal, and where they tell nothing new. */
interface Move {
  readonly from: StatusSet;
  readonly stale: StatusSet;
}

const MOVES: Partial<Record<ExecType, Move>> = {
  New: { from: set('PendingNew', 'DoneForDay', 'Suspended'), stale: set('New', 'Stopped', ...BEGUN) },
  DoneForDay: { from: set('PendingNew', 'New', 'PartiallyFilled', 'Suspended'), stale: set('DoneForDay') },
  Canceled: { from: set('PendingNew', 'New', 'PartiallyFilled', 'Suspended'), stale: set('Canceled') },
  Stopped: { from: set('PendingNew', 'New'), stale: set('Stopped') },
  Rejected: { from: set('PendingNew', 'New'), stale: set('Rejected') },
  Suspended: { from: set('New', 'PartiallyFilled'), stale: set('Suspended') },
  Expired: { from: set('PendingNew', 'New', 'PartiallyFilled', 'Suspended'), stale: set('Expired') },
  Restated: { from: set('New', 'PartiallyFilled', 'DoneForDay', 'Suspended'), stale: set() },
};

/** Where the venue itself may start a cancel or replace. */
const REQUESTABLE = set('PendingNew', 'New', 'PartiallyFilled', 'DoneForDay', 'Suspended');

/** The request in flight that a report answers: by its id, else the oldest of the kind. */
export function answeredRequest(
  state: OrderState,
  report: ExecutionReport,
  kind: PendingRequest['kind'],
): PendingRequest | undefined {
  let oldest: PendingRequest | undefined;
  for (const request of state.pending) {
    if (request.kind !== kind) continue;
    if (request.id !== '' && request.id === report.clOrdId) return request;
    oldest ??= request;
  }
  // A report under an id of its own that is not in flight answers an older request: it must not settle this one.
  return report.clOrdId === state.clOrdId || report.clOrdId === state.acceptedId || oldest?.id === ''
    ? oldest
    : undefined;
}

function isUnits(value: number | undefined, min: number): value is number {
  return value !== undefined && Number.isSafeInteger(value) && value >= min && value <= MAX_UNITS;
}

/** Even a report without news settles what is not known about a live order: the broker has it. */
function unheard(state: OrderState): boolean {
  return state.local !== 'Acknowledged' && !isClosed(state);
}

function judgeTrade(state: OrderState, report: ExecutionReport): ExecutionVerdict {
  if (state.local === 'Created') return 'Illegal';
  if (!isUnits(report.lastQty, 1) || !isUnits(report.lastPx, -MAX_UNITS)) return 'Illegal';
  return state.cumQty + report.lastQty <= MAX_UNITS ? 'Applied' : 'Illegal';
}

function judgeCorrection(
  state: OrderState,
  report: ExecutionReport,
  original: BookedFill | undefined,
): ExecutionVerdict {
  if (original === undefined || original.quantity > state.cumQty) return 'Illegal';
  if (report.execType === 'TradeCancel') return 'Applied';
  if (!isUnits(report.lastQty, 1) || !isUnits(report.lastPx, -MAX_UNITS)) return 'Illegal';
  return state.cumQty - original.quantity + report.lastQty <= MAX_UNITS ? 'Applied' : 'Illegal';
}

function judgeRequest(state: OrderState, kind: PendingRequest['kind'], working: OrdStatus): ExecutionVerdict {
  if (hasPending(state, kind)) return unheard(state) ? 'Applied' : 'Stale';
  if (kind === 'Replace' && working === 'Filled') return 'Applied';
  return REQUESTABLE.has(working) && !isClosed(state) ? 'Applied' : 'Illegal';
}

function judgeReplaced(state: OrderState, report: ExecutionReport): ExecutionVerdict {
  const request = answeredRequest(state, report, 'Replace');
  if (request === undefined)
    return report.clOrdId === state.acceptedId && report.clOrdId !== state.clOrdId ? 'Stale' : 'Illegal';
  return termsFit(report) ? 'Applied' : 'Illegal';
}

function termsFit(report: ExecutionReport): boolean {
  return (
    (report.orderQty === undefined || isUnits(report.orderQty, 1)) &&
    (report.price === undefined || isUnits(report.price, -MAX_UNITS))
  );
}

function judgeReject(state: OrderState, report: ExecutionReport, kind: PendingRequest['kind']): ExecutionVerdict {
  if (answeredRequest(state, report, kind) !== undefined) return 'Applied';
  // The request was settled by the end of the order; its reject comes after.
  return isClosed(state) ? 'Stale' : 'Illegal';
}

function judgeMove(state: OrderState, report: ExecutionReport): ExecutionVerdict {
  const move = MOVES[report.execType];
  if (move === undefined) return 'Illegal';
  if (move.stale.has(state.working)) return unheard(state) ? 'Applied' : 'Stale';
  if (report.execType === 'Canceled' && state.working === 'DoneForDay' && hasPending(state, 'Cancel')) return 'Applied';
  if (!move.from.has(state.working)) return 'Illegal';
  if (report.execType === 'Rejected' && state.cumQty > 0) return 'Illegal';
  return report.execType !== 'Restated' || termsFit(report) ? 'Applied' : 'Illegal';
}

/** What `applyExecution` would say of a report, without changing anything. */
export function judgeExecution(state: OrderState, report: ExecutionReport, original?: BookedFill): ExecutionVerdict {
  if (report.execType === 'Trade') return judgeTrade(state, report);
  if (state.local === 'Created' || state.local === 'Denied')
    return report.execType === 'OrderStatus' ? 'Stale' : 'Illegal';
  switch (report.execType) {
    case 'TradeCorrect':
    case 'TradeCancel':
      return judgeCorrection(state, report, original);
    case 'PendingNew':
      if (DEAD.has(state.working)) return 'Illegal';
      return unheard(state) ? 'Applied' : 'Stale';
    case 'PendingCancel':
      return judgeRequest(state, 'Cancel', state.working);
    case 'PendingReplace':
      return judgeRequest(state, 'Replace', state.working);
    case 'Replaced':
      return judgeReplaced(state, report);
    case 'CancelRejected':
      return judgeReject(state, report, 'Cancel');
    case 'ReplaceRejected':
      return judgeReject(state, report, 'Replace');
    case 'Calculated':
      // Fees and settlement of a completed order: nothing about its state.
      return state.working === 'Filled' || state.working === 'DoneForDay' || state.working === 'Calculated'
        ? 'Stale'
        : 'Illegal';
    case 'OrderStatus':
      return 'Stale';
    case 'Unknown':
      return isClosed(state) || state.local === 'Unknown' ? 'Stale' : 'Applied';
    case 'Denied':
      return 'Illegal';
    default:
      return judgeMove(state, report);
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
    if (state.working === 'Stopped' && state.cumQty === 0) return;
  }
  state.working = byFills(state);
}

function book(state: OrderState, report: ExecutionReport, effect: ExecutionEffect): void {
  effect.late = isClosed(state);
  effect.addedQty = report.lastQty ?? 0;
  effect.addedPx = report.lastPx ?? 0;
  state.cumQty += effect.addedQty;
  state.notional.addProduct(effect.addedPx, effect.addedQty);
  effect.overfill = state.cumQty > state.quantity;
  if (!effect.late) settle(state);
}

function correct(state: OrderState, report: ExecutionReport, original: BookedFill, effect: ExecutionEffect): void {
  effect.late = isClosed(state) && state.working !== 'Filled';
  effect.removedQty = original.quantity;
  effect.removedPx = original.price;
  state.cumQty -= original.quantity;
  state.notional.addProduct(original.price, -original.quantity);
  if (report.execType === 'TradeCorrect') {
    effect.addedQty = report.lastQty ?? 0;
    effect.addedPx = report.lastPx ?? 0;
    state.cumQty += effect.addedQty;
    state.notional.addProduct(effect.addedPx, effect.addedQty);
  }
  effect.overfill = state.cumQty > state.quantity;
  if (state.working !== 'DoneForDay') settle(state);
}

function replaceTerms(state: OrderState, quantity: number, price: number): void {
  // A decrease below what is filled means: no more than is filled.
  state.quantity = Math.max(quantity, state.cumQty);
  state.price = price;
  settle(state);
}

function settleRequest(state: OrderState, report: ExecutionReport, kind: PendingRequest['kind']): void {
  const request = answeredRequest(state, report, kind);
  if (request === undefined) return;
  state.removePending(request);
  if (report.execType !== 'Replaced') return;
  if (request.id !== '') state.acceptedId = request.id;
  if (request.instructions !== undefined) state.instructions = request.instructions;
  replaceTerms(state, report.orderQty ?? request.quantity, report.price ?? request.price);
}

function move(state: OrderState, report: ExecutionReport): void {
  switch (report.execType) {
    case 'New':
      // An order that is working already only learns that the broker knows it.
      if (MOVES.New?.from.has(state.working) === true) state.working = state.cumQty > 0 ? byFills(state) : 'New';
      return;
    case 'Restated':
      if (state.working === 'DoneForDay') state.working = byFills(state);
      replaceTerms(state, report.orderQty ?? state.quantity, report.price ?? state.price);
      return;
    case 'Canceled':
    case 'Rejected':
    case 'Expired':
      state.clearPending();
      state.working = report.execType;
      return;
    case 'DoneForDay':
    case 'Stopped':
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
      return settleRequest(state, report, 'Replace');
    case 'CancelRejected':
      return settleRequest(state, report, 'Cancel');
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

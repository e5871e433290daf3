import { MAX_UNITS } from '../brand.js';
import type { ExecType, ExecutionReport, OrdStatus } from './order.js';
import { hasPending, isClosed, type OrderState, type PendingRequest } from './order-state.js';

/** The execution that a bust or correction refers to. Units of the instrument. */
export interface BookedFill {
  readonly quantity: number;
  readonly price: number;
  /** `day` of the order's state when it was booked; absent: the present one. */
  readonly day?: number;
}

/**
 * Applied: the state changed, or the broker spoke for the first time. Stale: tells nothing new (a repeat, or an
 * acknowledgement overtaken by a fill). Illegal: refused, to be recorded and alarmed; the state is as before.
 */
export type ExecutionVerdict = 'Applied' | 'Stale' | 'Illegal';

type StatusSet = ReadonlySet<OrdStatus>;
const set = (...statuses: OrdStatus[]): StatusSet => new Set(statuses);

export const DEAD = set('Canceled', 'Rejected', 'Expired', 'Calculated');
const BEGUN = set('PartiallyFilled', 'Filled');

/** Exec types that move the working status: from where they are legal, and where they tell nothing new. */
interface Move {
  readonly from: StatusSet;
  readonly stale: StatusSet;
}

export const MOVES: Partial<Record<ExecType, Move>> = {
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

/**
 * A reject that states the order in another status than Rejected refuses a second order of the same id, FIX scenario F.1.a:
 * the first one lives on. Taking it for the end of the order would free what is still open at the broker.
 */
export function refusesDuplicate(report: ExecutionReport): boolean {
  return report.execType === 'Rejected' && report.ordStatus !== undefined && report.ordStatus !== 'Rejected';
}

/** The status that decides what is legal: a stopped order with fills is a part-filled one that holds a guarantee too. */
function statusOf(state: OrderState): OrdStatus {
  return state.working === 'Stopped' && state.cumQty > 0 ? 'PartiallyFilled' : state.working;
}

function judgeRestated(state: OrderState, report: ExecutionReport): ExecutionVerdict {
  if (!termsFit(report)) return 'Illegal';
  if (report.restatement !== 'GT_CORPORATE_ACTION') return 'Applied';
  // What was crossed inside is in units of before, and no broker says what becomes of it.
  if (state.internalQty > 0) return 'Illegal';
  const least = state.cumQty > 0 ? 1 : 0;
  return report.cumQty === undefined || isUnits(report.cumQty, least) ? 'Applied' : 'Illegal';
}

function judgeMove(state: OrderState, report: ExecutionReport): ExecutionVerdict {
  const move = MOVES[report.execType];
  if (move === undefined) return 'Illegal';
  if (refusesDuplicate(report)) return unheard(state) ? 'Applied' : 'Stale';
  const working = statusOf(state);
  if (move.stale.has(working)) return unheard(state) ? 'Applied' : 'Stale';
  if (report.execType === 'Canceled' && state.working === 'DoneForDay' && hasPending(state, 'Cancel')) return 'Applied';
  if (!move.from.has(working)) return 'Illegal';
  if (report.execType === 'Rejected' && state.cumQty > 0) return 'Illegal';
  return report.execType === 'Restated' ? judgeRestated(state, report) : 'Applied';
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
      return judgeRequest(state, 'Cancel', statusOf(state));
    case 'PendingReplace':
      return judgeRequest(state, 'Replace', statusOf(state));
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

import type { ExecType, ExecutionReport, Timestamp } from '@bourseworks/domain';
import { fillKey, isOpen, toOrdStatus } from '../mapper/order.mapper.js';
import { fields } from '../parse/fields.js';
import type { VenueOrder } from '../parse/order.parse.js';
import type { TradeEvent, TradeUpdate } from '../parse/trade-update.parse.js';
import type { Leg, OrderChain, ReplaceInFlight } from './order-chain.js';

/** What an update says, in our terms. */
export interface Heard {
  readonly reports: readonly ExecutionReport[];
  /** An order that took the place of one of ours without our doing: to be asked for, as the update does not show it. */
  readonly resolve?: string;
}

const NOTHING: Heard = { reports: [] };

/** Events that are of the same meaning here as there. */
const PLAIN: Readonly<Partial<Record<TradeEvent, ExecType>>> = {
  accepted: 'PendingNew',
  new: 'New',
  canceled: 'Canceled',
  expired: 'Expired',
  done_for_day: 'DoneForDay',
  rejected: 'Rejected',
  stopped: 'Stopped',
  suspended: 'Suspended',
  calculated: 'Calculated',
  pending_cancel: 'PendingCancel',
  pending_replace: 'PendingReplace',
};

const ENDS: ReadonlySet<TradeUpdate['event']> = new Set(['canceled', 'expired', 'rejected']);
/** What the exchange says of an order once it works there. */
const WORKS: ReadonlySet<TradeUpdate['event']> = new Set(['new', 'fill', 'partial_fill', 'stopped', 'done_for_day']);

type More = Partial<Omit<ExecutionReport, 'us' | 'ns' | 'execType'>>;

/** The ids of a request, for the report that answers it. */
const cancelIds = ({ cancelling }: OrderChain): More =>
  cancelling === undefined ? {} : { clOrdId: cancelling.cancelId, origClOrdId: cancelling.origClOrdId };

/** Ids and sums that all reports have. Sums are left out while the chain is not known whole. */
export function reportOf(
  chain: OrderChain,
  leg: Leg,
  order: VenueOrder,
  execType: ExecType,
  at: Timestamp,
  more: More = {},
): ExecutionReport {
  const { qtyScale } = chain.instrument;
  const before = chain.cumBefore(leg);
  const own = fields.unitsOf(order.filledQuantity, qtyScale);
  const clOrdId = more.clOrdId ?? leg.clientOrderId;
  return {
    execId: '',
    venueOrderId: leg.id,
    ordStatus: toOrdStatus(order.status),
    ...(before === undefined
      ? {}
      : { cumQty: before + own, leavesQty: isOpen(order) ? Math.max(0, leg.quantity - own) : 0 }),
    ...more,
    clOrdId,
    ...(clOrdId === chain.clOrdId ? {} : { origClOrdId: more.origClOrdId ?? chain.clOrdId }),
    execType,
    us: at.us,
    ns: at.ns,
  };
}

/** Takes an update of the stream into the chain, and says what is to be reported. */
export function hear(chain: OrderChain, update: TradeUpdate): Heard {
  const { event, order, at } = update;
  const leg = chain.see(order);
  chain.heard = true;
  if (event === 'fill' || event === 'partial_fill') {
    return { reports: [...settle(chain, leg, at), fillReport(chain, leg, update)] };
  }
  if (event === 'replaced') return replacedBy(chain, leg, order, at);
  if (event === 'order_replace_rejected') return { reports: replaceRejected(chain, leg, update) };
  if (event === 'order_cancel_rejected') return { reports: cancelRejected(chain, leg, update) };
  if (!leg.inForce) return { reports: ofReplacement(chain, leg, update) };
  // Of an order that another took the place of, only fills are news.
  if (leg !== chain.active || event === 'other') return NOTHING;
  return { reports: plain(chain, leg, update, event) };
}

function plain(chain: OrderChain, leg: Leg, update: TradeUpdate, event: TradeEvent): readonly ExecutionReport[] {
  const execType = PLAIN[event];
  if (execType === undefined) return [];
  const { order, at, reason } = update;
  const day = order.timeInForce === 'day';
  // A day order that is done for the day was told as closed; that it expires as well, is no news.
  if (execType === 'Expired' && chain.doneForDay && day) return [];
  if (execType === 'DoneForDay' || execType === 'New') chain.doneForDay = execType === 'DoneForDay';
  const isReplacement = leg.order.replaces !== undefined;
  // That a replacement is on its way to the exchange, or there, says nothing new of our order.
  if (isReplacement && (execType === 'PendingNew' || execType === 'New')) return [];
  const cancel = execType === 'Canceled' || execType === 'PendingCancel';
  const more: More = {
    ...(cancel ? cancelIds(chain) : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(execType === 'Rejected' ? { code: 'ORDER_REJECTED', reason: reason ?? 'rejected by the exchange' } : {}),
  };
  if (ENDS.has(event)) chain.settled();
  // What has fills cannot be rejected any more: the rest of it is gone.
  const filled = execType === 'Rejected' && (chain.cumQty ?? leg.cumQty) > 0;
  return [reportOf(chain, leg, order, filled ? 'Canceled' : execType, at, more)];
}

function fillReport(chain: OrderChain, leg: Leg, update: TradeUpdate): ExecutionReport {
  const { instrument } = chain;
  const cumQty = fields.unitsOf(update.order.filledQuantity, instrument.qtyScale);
  return reportOf(chain, leg, update.order, 'Trade', update.at, {
    execId: fillKey(leg.id, cumQty, instrument),
    lastQty: fields.unitsOf(update.quantity, instrument.qtyScale),
    // Prices are averages where the exchange filled in parts, and may be finer than what is counted here.
    lastPx: fields.roundedUnitsOf(update.price, instrument.priceScale),
  });
}

/**
 * Brings a replacement into force, once: the report of it, or none. It is no answer to a replace, but a restatement by the
 * venue, when nobody here waits for one.
 */
export function settle(chain: OrderChain, leg: Leg, at: Timestamp): readonly ExecutionReport[] {
  // An answer may have shown it in force already: who waits for the outcome of the replace is still to be told.
  if (leg.inForce && chain.replacing?.replaceId !== leg.clientOrderId) return [];
  leg.inForce = true;
  for (const other of chain.legs) {
    if (other === leg) break;
    other.open = false;
  }
  const before = chain.cumBefore(leg);
  const { order } = leg;
  const ours = chain.replacing?.replaceId === leg.clientOrderId ? chain.replacing : undefined;
  if (ours !== undefined) chain.settled();
  const price = limitOf(chain, order);
  return [
    reportOf(chain, leg, order, asked(ours) ? 'Replaced' : 'Restated', at, {
      ...idsOf(chain, ours),
      ordStatus: (before ?? 0) + leg.cumQty > 0 ? 'PartiallyFilled' : 'New',
      ...(before === undefined ? {} : { orderQty: before + leg.quantity }),
      ...(price === undefined ? {} : { price }),
    }),
  ];
}

/** Whether the OMS waits for what becomes of a replace. */
function asked(replacing: ReplaceInFlight | undefined): replacing is ReplaceInFlight {
  return replacing !== undefined && !replacing.told;
}

function idsOf(chain: OrderChain, replacing: ReplaceInFlight | undefined): More {
  if (!asked(replacing)) return { clOrdId: chain.clOrdId };
  return { clOrdId: replacing.replaceId, origClOrdId: replacing.origClOrdId };
}

/** Limit of an order in units; undefined when it has none. */
export function limitOf({ instrument }: OrderChain, { limitPrice }: VenueOrder): number | undefined {
  return limitPrice === undefined ? undefined : fields.roundedUnitsOf(limitPrice, instrument.priceScale);
}

/** The old order is replaced; the new one is known from the answer, from our request, or not at all. */
function replacedBy(chain: OrderChain, old: Leg, order: VenueOrder, at: Timestamp): Heard {
  old.open = false;
  const { replacing } = chain;
  const next = chain.legs.find((leg) => leg.order.replaces === old.id);
  if (next !== undefined) return { reports: settle(chain, next, at) };
  if (replacing === undefined)
    return order.replacedBy === undefined ? NOTHING : { reports: [], resolve: order.replacedBy };
  const cumQty = chain.cumQty;
  const limited = replacing.terms.type === 'LIMIT' || replacing.terms.type === 'STOP_LIMIT';
  chain.settled();
  const report = reportOf(chain, old, order, asked(replacing) ? 'Replaced' : 'Restated', at, {
    ...idsOf(chain, replacing),
    ...(order.replacedBy === undefined ? {} : { venueOrderId: order.replacedBy }),
    ordStatus: (cumQty ?? 0) > 0 ? 'PartiallyFilled' : 'New',
    ...(cumQty === undefined ? {} : { orderQty: cumQty + replacing.quantity, leavesQty: replacing.quantity }),
    ...(limited ? { price: replacing.terms.price } : {}),
  });
  return { reports: [report] };
}

/** News of an order that is to replace another and has not yet. */
function ofReplacement(chain: OrderChain, leg: Leg, update: TradeUpdate): readonly ExecutionReport[] {
  if (WORKS.has(update.event)) return settle(chain, leg, update.at);
  if (!ENDS.has(update.event)) return [];
  return replaceRejected(chain, leg, update);
}

/** Alpaca says it of the old order, and that the new one is rejected: once is enough. */
function replaceRejected(chain: OrderChain, leg: Leg, { order, at, reason }: TradeUpdate): readonly ExecutionReport[] {
  const { replacing, active = leg } = chain;
  chain.settled();
  if (!asked(replacing)) return [];
  return [
    reportOf(chain, active, active === leg ? order : active.order, 'ReplaceRejected', at, {
      ...idsOf(chain, replacing),
      code: 'ORDER_KEPT',
      reason: reason ?? 'the exchange refused the replace',
    }),
  ];
}

function cancelRejected(chain: OrderChain, leg: Leg, { order, at, reason }: TradeUpdate): readonly ExecutionReport[] {
  if (chain.cancelling === undefined) return [];
  const ids = cancelIds(chain);
  chain.cancelling = undefined;
  const more: More = { ...ids, code: 'ORDER_KEPT', reason: reason ?? 'the exchange refused the cancel' };
  return [reportOf(chain, leg, order, 'CancelRejected', at, more)];
}

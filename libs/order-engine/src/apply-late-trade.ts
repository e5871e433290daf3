import { NO_INSTRUCTIONS, sideSign } from '@bourseworks/domain';
import { diverge, nextInStream, publish } from './conclude.js';
import { basisOf, correctFill, isOwnFee } from './correct-fill.js';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, present } from './events.js';
import {
  isCorrection,
  ofDenied,
  originalOf,
  type ForgottenExecution,
  type ForgottenOrder,
} from './forgotten-orders.js';
import type { OrderEvent } from './order-event.js';
import type { LateTradeRecord } from './records/late-trade-record.js';

/** The order that left memory, or that was refused here and never sent. */
export function findForgotten(state: EngineState, id: string | undefined): ForgottenOrder | undefined {
  const known = state.forgotten.find(id);
  if (known !== undefined) return known;
  const denied = id === undefined ? undefined : state.denied.get(id);
  return denied === undefined ? undefined : ofDenied(denied);
}

function lateEvent(
  record: LateTradeRecord,
  order: ForgottenOrder,
  { lastQty, lastPx }: Booked,
  streamSequence: number,
): OrderEvent {
  const { sequence, us, reportId, execId, fee, feeCurrency, reason, venueUs, venueNs } = record;
  const { clOrdId, commandId, account, strategy, adapter, instrument, side, type, timeInForce, notional } = order;
  const { venue, symbol } = instrument;
  return {
    sequence,
    streamSequence,
    account,
    strategy,
    clOrdId,
    requestId: reportId === clOrdId ? undefined : reportId,
    origClOrdId: undefined,
    commandId,
    venueOrderId: present(record.venueOrderId) ?? present(order.venueOrderId),
    execId: present(execId),
    execRefId: present(record.execRefId),
    execType: record.execType,
    ordStatus: order.status,
    state: order.denied ? 'Denied' : 'Acknowledged',
    adapter,
    venue,
    symbol,
    instrument,
    side,
    type,
    timeInForce,
    quantity: order.quantity,
    price: order.price,
    instructions: NO_INSTRUCTIONS,
    triggered: false,
    listId: undefined,
    listRole: undefined,
    quantityText: undefined,
    priceText: undefined,
    lastQty,
    lastPx,
    lastMkt: undefined,
    cumQty: order.cumQty,
    leavesQty: 0,
    notionalHi: notional.hi,
    notionalLo: notional.lo,
    day: undefined,
    position: undefined,
    fee,
    feeCurrency: present(feeCurrency),
    code: 'ORDER_FILL_LATE',
    reason: present(reason),
    sentUs: undefined,
    us,
    venueUs,
    venueNs,
  };
}

/** What came of a report. */
interface Booked {
  readonly lastQty: number;
  readonly lastPx: number;
  /** False when it was taken back by a trade against it alone. */
  readonly exact: boolean;
  readonly what: string;
}

function bookTrade(state: EngineState, record: LateTradeRecord, order: ForgottenOrder): Booked {
  const { account, strategy, side, lastQty, lastPx, feeCurrency, us, execId, execType } = record;
  const { instrument } = order;
  const fee = record.fee ?? 0n;
  const signed = sideSign(side) * lastQty;
  const fill = state.portfolio.fill(account, strategy, instrument, signed, lastPx, fee, feeCurrency, us);
  const path = state.risk.path(account, strategy, instrument);
  state.risk.filled(path, signed, lastPx, isOwnFee(order, feeCurrency) ? fee : 0n, us);
  state.risk.executed(path, us);
  order.cumQty += lastQty;
  order.notional.addProduct(lastPx, lastQty);
  const booked = { quantity: lastQty, price: lastPx, fee, feeCurrency, fill };
  if (execId !== '') order.executions.push({ execId, execType, ...booked, standing: true });
  if (order.denied) state.forgotten.add(order);
  return { lastQty, lastPx, exact: true, what: `${signed} of ${instrument.key} at ${lastPx} booked` };
}

function bookCorrection(
  state: EngineState,
  record: LateTradeRecord,
  order: ForgottenOrder,
  original: ForgottenExecution,
): Booked {
  const { account, strategy, side, execId, execType, execRefId, fee, feeCurrency, us } = record;
  const stays = execType === 'TradeCorrect';
  const [quantity, price] = stays ? [record.lastQty, record.lastPx] : [0, 0];
  const path = state.risk.path(account, strategy, order.instrument);
  const to = { quantity, price, fee, feeCurrency, us };
  const { exact, ...corrected } = correctFill(state, order, side, path, original, to);
  original.standing = false;
  order.cumQty += quantity - original.quantity;
  order.notional.addProduct(original.price, -original.quantity).addProduct(price, quantity);
  if (execId !== '') order.executions.push({ execId, execType, quantity, price, ...corrected, standing: stays });
  const was = `${execRefId}, ${original.quantity} of ${order.instrument.key} at ${original.price}`;
  if (stays) return { lastQty: quantity, lastPx: price, exact, what: `${was} became ${quantity} at ${price}` };
  return { lastQty: original.quantity, lastPx: original.price, exact, what: `${was} taken back` };
}

/** Books what is told of an order that is long over: a fill is never dropped, nor one that never was kept. */
export function applyLateTrade(state: EngineState, record: LateTradeRecord, out: Decision): void {
  const { account, strategy, sequence, clOrdId, execId, execType, execRefId } = record;
  const order = findForgotten(state, clOrdId);
  if (order === undefined) return diverge(state, sequence, `order ${clOrdId} is not known`);
  const corrects = isCorrection(execType);
  const original = corrects ? originalOf(order, execRefId) : undefined;
  if (corrects && original === undefined) return diverge(state, sequence, `execution ${execRefId} is not known`);
  const booked =
    original === undefined ? bookTrade(state, record, order) : bookCorrection(state, record, order, original);
  const event = lateEvent(record, order, booked, nextInStream(state, record, state.stream(account, strategy)));
  publish(out, corrects ? { ...event, position: basisOf(state, order) } : event);
  const whose = order.denied ? 'that was refused and never sent' : `that was ${order.status} long ago`;
  const raise = (code: 'ORDER_FILL_LATE' | 'ORDER_ADJUSTED', message: string): void => {
    out.effects.push({ kind: 'risk', sequence, event: alarm(record, code, clOrdId, message) });
  };
  raise('ORDER_FILL_LATE', `${execType} ${execId} of an order ${whose}: ${booked.what}`);
  if (!booked.exact)
    raise('ORDER_ADJUSTED', `${execRefId} is too far back: taken back by a trade against it, gains are not restated`);
}

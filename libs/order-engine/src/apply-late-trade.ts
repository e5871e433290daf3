import { NO_INSTRUCTIONS, sideSign } from '@bourseworks/domain';
import { diverge, nextInStream, publish } from './conclude.js';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { alarm, present } from './events.js';
import { ofDenied, type ForgottenOrder } from './forgotten-orders.js';
import type { OrderEvent } from './order-event.js';
import type { LateTradeRecord } from './records/late-trade-record.js';

/** The order that left memory, or that was refused here and never sent. */
export function findForgotten(state: EngineState, id: string | undefined): ForgottenOrder | undefined {
  const known = state.forgotten.find(id);
  if (known !== undefined) return known;
  const denied = id === undefined ? undefined : state.denied.get(id);
  return denied === undefined ? undefined : ofDenied(denied);
}

function lateEvent(record: LateTradeRecord, order: ForgottenOrder, streamSequence: number): OrderEvent {
  const { sequence, us, reportId, execId, lastQty, lastPx, fee, feeCurrency, reason, venueUs, venueNs } = record;
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
    execRefId: undefined,
    execType: 'Trade',
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
    us,
    venueUs,
    venueNs,
  };
}

/** Books a fill of an order that is long over: a fill is never dropped. */
export function applyLateTrade(state: EngineState, record: LateTradeRecord, out: Decision): void {
  const { account, strategy, side, lastQty, lastPx, feeCurrency, us, sequence, clOrdId, execId } = record;
  const order = findForgotten(state, clOrdId);
  if (order === undefined) return diverge(state, sequence, `order ${clOrdId} is not known`);
  const { instrument } = order;
  const fee = record.fee ?? 0n;
  const signed = sideSign(side) * lastQty;
  state.portfolio.fill(account, strategy, instrument, signed, lastPx, fee, feeCurrency, us);
  const path = state.risk.path(account, strategy, instrument);
  const own = feeCurrency === '' || feeCurrency === instrument.currency;
  state.risk.filled(path, signed, lastPx, own ? fee : 0n, us);
  state.risk.executed(path, us);
  order.cumQty += lastQty;
  order.notional.addProduct(lastPx, lastQty);
  if (execId !== '') order.execIds.push(execId);
  if (order.denied) state.forgotten.add(order);
  publish(out, lateEvent(record, order, nextInStream(state, record, state.stream(account, strategy))));
  const what = order.denied ? 'that was refused and never sent' : `that was ${order.status} long ago`;
  const message = `Trade ${execId} of an order ${what}: ${signed} of ${instrument.key} at ${lastPx} booked`;
  out.effects.push({ kind: 'risk', sequence, event: alarm(record, 'ORDER_FILL_LATE', clOrdId, message) });
}

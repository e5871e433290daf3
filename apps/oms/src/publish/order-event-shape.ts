import {
  formatDecimal,
  formatMoney,
  formatNanos,
  isStopType,
  NO_INSTRUCTIONS,
  type OrderInstructions,
} from '@bourseworks/domain';
import type {
  OrderEventShape,
  OrderInstructionsShape,
  PositionBasisShape,
  RiskEventShape,
  StepTag,
} from '@bourseworks/dto';
import { dayAveragePrice, eventAveragePrice, type OrderEvent, type RiskEvent } from '@bourseworks/order-engine';

/** Leaves out what is undefined, so that the wire carries no nulls. */
function present<T extends object>(fields: T): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}

/** Moves a position or is charged to it: who keeps positions has to know what the numbers are worth. */
function isExecution({ lastQty, fee }: OrderEvent): boolean {
  return lastQty !== 0 || fee !== undefined;
}

type Reader = (units: number) => string | undefined;

/** Only what the order says; nothing for plain orders, which are nearly all. */
function instructionsShape(
  { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillUs }: OrderInstructions,
  price: Reader,
  quantity: Reader,
): OrderInstructionsShape & { readonly reduceOnly?: boolean } {
  return {
    stopPrice: stopPrice === 0 ? undefined : price(stopPrice),
    trailBy: trailBy === 0 ? undefined : price(trailBy),
    displayQty: displayQty === 0 ? undefined : quantity(displayQty),
    postOnly: postOnly ? true : undefined,
    reduceOnly: reduceOnly ? true : undefined,
    goodTillTime: goodTillUs === 0 ? undefined : formatNanos(goodTillUs),
  };
}

function basisShape({ position, instrument }: OrderEvent): PositionBasisShape | undefined {
  if (position === undefined || instrument === undefined) return undefined;
  return present<PositionBasisShape>({
    quantity: formatDecimal(position.quantity, instrument.qtyScale),
    cost: formatMoney(position.cost),
    realized: formatMoney(position.realized),
    fees: formatMoney(position.fees),
    lastPx: position.lastPx === 0 ? undefined : formatDecimal(position.lastPx, instrument.priceScale),
  });
}

/** The wire form of an order event; `step` when it was made in a lock-step replay. */
export function orderEventShape(event: OrderEvent, step?: StepTag): OrderEventShape {
  const { instrument } = event;
  const price = (units: number): string | undefined =>
    instrument === undefined ? undefined : formatDecimal(units, instrument.priceScale);
  const quantity = (units: number): string =>
    instrument === undefined ? '0' : formatDecimal(units, instrument.qtyScale);
  return present<OrderEventShape>({
    sequence: event.sequence,
    streamSequence: event.streamSequence,
    account: event.account,
    strategy: event.strategy,
    clOrdId: event.clOrdId,
    requestId: event.requestId,
    origClOrdId: event.origClOrdId,
    commandId: event.commandId,
    listId: event.listId,
    listRole: event.listRole,
    venueOrderId: event.venueOrderId,
    execId: event.execId,
    execRefId: event.execRefId,
    execType: event.execType,
    ordStatus: event.ordStatus,
    state: event.state,
    adapter: event.adapter,
    venue: event.venue,
    symbol: event.symbol,
    side: event.side,
    type: event.type,
    timeInForce: event.timeInForce,
    quantity: instrument === undefined ? (event.quantityText ?? '0') : quantity(event.quantity),
    price: instrument === undefined ? event.priceText : event.price === 0 ? undefined : price(event.price),
    ...(event.instructions === NO_INSTRUCTIONS ? {} : instructionsShape(event.instructions, price, quantity)),
    triggered: event.triggered && isStopType(event.type) ? true : undefined,
    lastQty: event.lastQty === 0 ? undefined : quantity(event.lastQty),
    lastPx: event.lastQty === 0 ? undefined : price(event.lastPx),
    lastMkt: event.lastMkt,
    cumQty: quantity(event.cumQty),
    leavesQty: quantity(event.leavesQty),
    avgPx: eventAveragePrice(event),
    dayOrderQty: event.day === undefined ? undefined : quantity(event.day.orderQty),
    dayCumQty: event.day === undefined ? undefined : quantity(event.day.cumQty),
    dayAvgPx: dayAveragePrice(event),
    position: basisShape(event),
    fee: event.fee === undefined ? undefined : formatMoney(event.fee),
    feeCurrency: event.feeCurrency,
    currency: isExecution(event) ? instrument?.currency : undefined,
    multiplier: isExecution(event) ? instrument?.multiplier : undefined,
    code: event.code,
    reason: event.reason,
    sentTime: event.sentUs === undefined ? undefined : formatNanos(event.sentUs),
    time: formatNanos(event.us),
    venueTime: event.venueUs === 0 ? undefined : formatNanos(event.venueUs, event.venueNs),
    step,
  });
}

export function riskEventShape(event: RiskEvent): RiskEventShape {
  return present<RiskEventShape>({
    sequence: event.sequence,
    code: event.code,
    scope: event.scope,
    id: event.id,
    message: event.message,
    limit: event.limit,
    observed: event.observed,
    ruleVersion: event.ruleVersion,
    clOrdId: event.clOrdId,
    commandId: event.commandId,
    time: formatNanos(event.us),
  });
}

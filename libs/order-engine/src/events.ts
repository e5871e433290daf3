import {
  averagePriceText,
  dayOf,
  leavesOf,
  NO_INSTRUCTIONS,
  ordStatusOf,
  type ErrorCode,
  type ExecType,
  type OrderInstructions,
  type Side,
} from '@bourseworks/domain';
import type { RiskDenial } from '@bourseworks/risk';
import type { EngineState } from './engine-state.js';
import { recordedInstructions } from './instructions.js';
import type { EventStream, Order } from './order.js';
import type { OrderEvent, PositionBasis, RiskEvent } from './order-event.js';
import type {
  CommandFields,
  CommandRefusedRecord,
  DeniedRecord,
  EngineRecord,
  ReportFields,
} from './records/record.js';

/** Facts of an event beyond the order's state; reused, `reset` before each use. */
export class EventFacts {
  requestId: string | undefined = undefined;
  position: PositionBasis | undefined = undefined;
  origClOrdId: string | undefined = undefined;
  execId: string | undefined = undefined;
  execRefId: string | undefined = undefined;
  lastQty = 0;
  lastPx = 0;
  lastMkt: string | undefined = undefined;
  fee: bigint | undefined = undefined;
  feeCurrency: string | undefined = undefined;
  code: ErrorCode | undefined = undefined;
  reason: string | undefined = undefined;
  sentUs: number | undefined = undefined;
  venueUs = 0;
  venueNs = 0;

  reset(): this {
    this.requestId = undefined;
    this.position = undefined;
    this.origClOrdId = undefined;
    this.execId = undefined;
    this.execRefId = undefined;
    this.lastQty = 0;
    this.lastPx = 0;
    this.lastMkt = undefined;
    this.fee = undefined;
    this.feeCurrency = undefined;
    this.code = undefined;
    this.reason = undefined;
    this.sentUs = undefined;
    this.venueUs = 0;
    this.venueNs = 0;
    return this;
  }

  ofReport(report: ReportFields): this {
    this.reset();
    this.execId = present(report.execId);
    this.execRefId = present(report.execRefId);
    this.fee = report.fee;
    this.feeCurrency = present(report.feeCurrency);
    this.code = report.code;
    this.reason = present(report.reason);
    this.venueUs = report.venueUs;
    this.venueNs = report.venueNs;
    return this;
  }
}

/** When the sender of a command decided; undefined where the OMS did by itself. */
export function sentUsOf({ commandId, sentUs }: Pick<CommandFields, 'commandId' | 'sentUs'>): number | undefined {
  return commandId === '' ? undefined : sentUs;
}

export function present(text: string): string | undefined {
  return text === '' ? undefined : text;
}

/** Event of an order after a record was applied to it. */
export function orderEvent(
  record: EngineRecord,
  order: Order,
  execType: ExecType,
  streamSequence: number,
  facts: EventFacts,
): OrderEvent {
  const { state, instrument } = order;
  return {
    sequence: record.sequence,
    streamSequence,
    account: order.account,
    strategy: order.strategy,
    clOrdId: order.clOrdId,
    requestId: facts.requestId,
    origClOrdId: facts.origClOrdId,
    commandId: order.commandId,
    listId: order.leg?.list.id,
    listRole: order.leg?.terms.role,
    venueOrderId: present(state.venueOrderId),
    execId: facts.execId,
    execRefId: facts.execRefId,
    execType,
    ordStatus: ordStatusOf(state),
    state: state.local,
    adapter: order.adapter,
    venue: instrument.venue,
    symbol: instrument.symbol,
    instrument,
    side: state.side,
    type: state.type,
    timeInForce: state.timeInForce,
    quantity: state.quantity,
    price: state.price,
    instructions: state.instructions,
    triggered: state.triggered,
    quantityText: undefined,
    priceText: undefined,
    lastQty: facts.lastQty,
    lastPx: facts.lastPx,
    lastMkt: facts.lastMkt,
    cumQty: state.cumQty,
    leavesQty: leavesOf(state),
    notionalHi: state.notional.hi,
    notionalLo: state.notional.lo,
    day: dayOf(state),
    position: facts.position,
    fee: facts.fee,
    feeCurrency: facts.feeCurrency,
    code: facts.code,
    reason: facts.reason,
    sentUs: facts.sentUs,
    us: record.us,
    venueUs: facts.venueUs,
    venueNs: facts.venueNs,
  };
}

interface BareOrder {
  readonly adapter: string;
  readonly venue: string;
  readonly symbol: string;
  readonly side: Side;
  readonly orderType: OrderEvent['type'];
  readonly timeInForce: OrderEvent['timeInForce'];
  readonly quantity: number;
  readonly price: number;
  readonly instructions: OrderInstructions;
  readonly quantityText: string | undefined;
  readonly priceText: string | undefined;
}

/** Stands in where a cancel or replace names an order that is not known. */
const NO_ORDER: BareOrder = {
  adapter: '',
  venue: '',
  symbol: '',
  side: 'BUY',
  orderType: 'LIMIT',
  timeInForce: 'DAY',
  quantity: 0,
  price: 0,
  instructions: NO_INSTRUCTIONS,
  quantityText: '0',
  priceText: undefined,
};

function bareEvent(
  record: DeniedRecord | CommandRefusedRecord,
  bare: BareOrder,
  execType: ExecType,
  stream: EventStream,
  state: EngineState,
): OrderEvent {
  return {
    sequence: record.sequence,
    streamSequence: record.streamSequence,
    account: stream.account,
    strategy: stream.strategy,
    clOrdId: record.clOrdId,
    requestId: undefined,
    origClOrdId: undefined,
    commandId: record.commandId,
    listId: undefined,
    listRole: undefined,
    venueOrderId: undefined,
    execId: undefined,
    execRefId: undefined,
    execType,
    ordStatus: 'Rejected',
    state: 'Denied',
    adapter: bare.adapter,
    venue: bare.venue,
    symbol: bare.symbol,
    instrument: state.instruments.get(`${bare.venue}/${bare.symbol}`),
    side: bare.side,
    type: bare.orderType,
    timeInForce: bare.timeInForce,
    quantity: bare.quantity,
    price: bare.price,
    instructions: bare.instructions,
    triggered: false,
    quantityText: bare.quantityText,
    priceText: bare.priceText,
    lastQty: 0,
    lastPx: 0,
    lastMkt: undefined,
    cumQty: 0,
    leavesQty: 0,
    notionalHi: 0,
    notionalLo: 0,
    day: undefined,
    position: undefined,
    fee: undefined,
    feeCurrency: undefined,
    code: record.code,
    reason: present(record.reason),
    sentUs: sentUsOf(record),
    us: record.us,
    venueUs: 0,
    venueNs: 0,
  };
}

export function deniedEvent(record: DeniedRecord, stream: EventStream, state: EngineState): OrderEvent {
  const { quantityText, priceText } = record;
  const instructions = recordedInstructions({ ...record, reduceOnly: false });
  const bare = { ...record, instructions, quantityText: present(quantityText), priceText: present(priceText) };
  return bareEvent(record, bare, 'Denied', stream, state);
}

/** Refusal of a cancel or replace of an order that is not known (or was refused itself). */
export function unknownOrderEvent(record: CommandRefusedRecord, stream: EventStream, state: EngineState): OrderEvent {
  return bareEvent(record, NO_ORDER, record.command === 'cancel' ? 'CancelRejected' : 'ReplaceRejected', stream, state);
}

/** Average price of the fills in an event, decimal text for display; undefined while nothing is filled. */
export function eventAveragePrice(event: OrderEvent): string | undefined {
  if (event.instrument === undefined) return undefined;
  const notional = BigInt(event.notionalHi) * (1n << 50n) + BigInt(event.notionalLo);
  return averagePriceText(notional, event.cumQty, event.instrument.priceScale);
}

/** The same of the fills of its trading day, for orders of several days. */
export function dayAveragePrice({ day, instrument }: OrderEvent): string | undefined {
  if (day === undefined || instrument === undefined) return undefined;
  return averagePriceText(day.notional, day.cumQty, instrument.priceScale);
}

/** An alarm about an order. */
export function alarm(record: EngineRecord, code: ErrorCode, clOrdId: string, message: string): RiskEvent {
  return {
    sequence: record.sequence,
    code,
    scope: 'order',
    id: clOrdId === '' ? 'unknown' : clOrdId,
    message,
    limit: undefined,
    observed: undefined,
    ruleVersion: 0,
    clOrdId: present(clOrdId),
    commandId: undefined,
    us: record.us,
  };
}

type Refusal = Pick<
  DeniedRecord,
  | 'sequence'
  | 'us'
  | 'clOrdId'
  | 'commandId'
  | 'code'
  | 'reason'
  | 'limit'
  | 'observed'
  | 'ruleVersion'
  | 'scope'
  | 'scopeId'
>;

/** A refusal by risk, as an event of its own. */
export function denialEvent(record: Refusal): RiskEvent {
  return {
    sequence: record.sequence,
    code: record.code,
    scope: record.scope,
    id: record.scopeId,
    message: record.reason,
    limit: present(record.limit),
    observed: present(record.observed),
    ruleVersion: record.ruleVersion,
    clOrdId: record.clOrdId,
    commandId: record.commandId,
    us: record.us,
  };
}

/** Fields of a refusal as records keep them. */
export function denialFields(denial: RiskDenial) {
  return {
    code: denial.code,
    reason: denial.message,
    limit: denial.limit,
    observed: denial.observed,
    ruleVersion: denial.ruleVersion,
    scope: denial.scope as string,
    scopeId: denial.id,
  };
}

import { amountOrZero, idOf, isZero, read, textOrEmpty, type Raw } from './fields.js';

/** One event of an order's life, of either market; numbers are decimal texts still. */
export interface OrderEvent {
  readonly symbol: string;
  /** The id that the order was sent with. */
  readonly clientId: string;
  /** The id of the cancel that this answers, where the venue tells it. */
  readonly cancelId: string | undefined;
  readonly orderId: string;
  /** What happened: the venue's word for it. */
  readonly event: string;
  /** What the order is now: the venue's word for it. */
  readonly status: string;
  readonly quantity: string;
  readonly price: string;
  readonly cumQty: string;
  /** Of an execution: undefined when the event is none. */
  readonly trade: VenueTrade | undefined;
  readonly reason: string | undefined;
  readonly timeMs: number;
}

export interface VenueTrade {
  /** Unique within the symbol. */
  readonly id: string;
  readonly quantity: string;
  readonly price: string;
  /** Positive = paid; undefined when the venue states none. */
  readonly fee: string | undefined;
  readonly feeCurrency: string | undefined;
}

/** Executions, liquidations and the venue's own closing of positions change what an account holds all alike. */
const EXECUTES: ReadonlySet<string> = new Set(['TRADE', 'CALCULATED']);

function tradeOf(raw: Raw, event: string): VenueTrade | undefined {
  const quantity = amountOrZero(raw, 'l');
  if (!EXECUTES.has(event) || isZero(quantity)) return undefined;
  const fee = textOrEmpty(raw, 'n');
  const feeCurrency = textOrEmpty(raw, 'N');
  const charged = fee !== '' && feeCurrency !== '';
  return {
    id: idOf(raw, 't'),
    quantity,
    price: read.textOf(raw, 'L'),
    fee: charged ? fee : undefined,
    feeCurrency: charged ? feeCurrency : undefined,
  };
}

function common(raw: Raw): Omit<OrderEvent, 'clientId' | 'cancelId' | 'reason'> {
  const event = read.textOf(raw, 'x');
  return {
    symbol: read.textOf(raw, 's'),
    orderId: idOf(raw, 'i'),
    event,
    status: read.textOf(raw, 'X'),
    quantity: read.textOf(raw, 'q'),
    price: amountOrZero(raw, 'p'),
    cumQty: amountOrZero(raw, 'z'),
    trade: tradeOf(raw, event),
    timeMs: read.countOf(raw, 'T'),
  };
}

/** `executionReport` of the spot market. What ends an order bears the id of the cancel, and the order's own in C. */
export function parseExecutionReport(raw: Raw): OrderEvent {
  const own = textOrEmpty(raw, 'C');
  const sent = textOrEmpty(raw, 'c');
  const reason = textOrEmpty(raw, 'r');
  return {
    ...common(raw),
    clientId: own === '' ? sent : own,
    cancelId: own === '' ? undefined : sent,
    reason: reason === '' || reason === 'NONE' ? undefined : reason,
  };
}

/** `ORDER_TRADE_UPDATE` of the futures. */
export function parseOrderTradeUpdate(message: Raw): OrderEvent {
  const raw = read.asRaw(message['o'], 'an order update');
  const reason = textOrEmpty(raw, 'er');
  return {
    ...common(raw),
    clientId: textOrEmpty(raw, 'c'),
    cancelId: undefined,
    reason: reason === '' || reason === '0' ? undefined : `expiry reason ${reason}`,
  };
}

const CONDITIONAL = 'algo:';

/** Ids of conditional orders are counted apart from those of orders. */
export function conditionalOrderId(algoId: string): string {
  return CONDITIONAL + algoId;
}

export function isConditionalId(orderId: string): boolean {
  return orderId.startsWith(CONDITIONAL);
}

/**
 * `ALGO_UPDATE` of the futures: a conditional order before its trigger. Once triggered, an order of the same client id goes
 * on, with updates of its own; what is said here from then on is told by those.
 */
export function parseAlgoUpdate(message: Raw): OrderEvent {
  const raw = read.asRaw(message['o'], 'an update of a conditional order');
  const status = read.textOf(raw, 'X');
  const reason = textOrEmpty(raw, 'rm');
  return {
    symbol: read.textOf(raw, 's'),
    clientId: textOrEmpty(raw, 'caid'),
    cancelId: undefined,
    orderId: conditionalOrderId(idOf(raw, 'aid')),
    event: status,
    status,
    quantity: read.textOf(raw, 'q'),
    price: amountOrZero(raw, 'p'),
    cumQty: amountOrZero(raw, 'aq'),
    trade: undefined,
    reason: reason === '' ? undefined : reason,
    timeMs: read.countOf(message, 'T'),
  };
}

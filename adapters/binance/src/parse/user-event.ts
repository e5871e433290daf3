import { amountOrZero, read, textOrEmpty, type Raw } from './fields.js';
import { parseAlgoUpdate, parseExecutionReport, parseOrderTradeUpdate, type OrderEvent } from './order-event.js';

export interface BalanceChange {
  readonly currency: string;
  /** Decimal text with a sign; of the whole holding, or what it changed by. */
  readonly amount: string;
}

export interface PositionChange {
  readonly symbol: string;
  /** Decimal text with a sign. */
  readonly quantity: string;
}

/** What the user data stream says. */
export type UserEvent =
  | { readonly kind: 'order'; readonly order: OrderEvent }
  | {
      readonly kind: 'account';
      readonly balances: readonly BalanceChange[];
      readonly positions: readonly PositionChange[];
    }
  /** The stream will tell no more: it is to be opened anew. */
  | { readonly kind: 'ended'; readonly reason: string }
  /** Nothing about orders or holdings. */
  | { readonly kind: 'other'; readonly name: string };

/** Streams of several subscriptions wrap what they say, each in its way. */
function unwrap(message: Raw): Raw {
  const inner = message['event'] ?? message['data'];
  return typeof inner === 'object' && inner !== null ? read.asRaw(inner, 'an event') : message;
}

function spotBalance(value: unknown): BalanceChange {
  const raw = read.asRaw(value, 'a balance');
  return { currency: read.textOf(raw, 'a'), amount: read.textOf(raw, 'f') };
}

function futuresAccount(message: Raw): UserEvent {
  const account = read.asRaw(message['a'], 'an account update');
  const balances = read.listOf(account, 'B').map((value) => {
    const raw = read.asRaw(value, 'a balance');
    return { currency: read.textOf(raw, 'a'), amount: read.textOf(raw, 'wb') };
  });
  const positions = read.listOf(account, 'P').map((value) => {
    const raw = read.asRaw(value, 'a position');
    return { symbol: read.textOf(raw, 's'), quantity: amountOrZero(raw, 'pa') };
  });
  return { kind: 'account', balances, positions };
}

/** Throws DomainError DATA_FORMAT for an event of orders or holdings that is not as it should be. */
export function parseUserEvent(message: Raw): UserEvent {
  const raw = unwrap(message);
  const name = textOrEmpty(raw, 'e');
  switch (name) {
    case 'executionReport':
      return { kind: 'order', order: parseExecutionReport(raw) };
    case 'ORDER_TRADE_UPDATE':
      return { kind: 'order', order: parseOrderTradeUpdate(raw) };
    case 'ALGO_UPDATE':
      return { kind: 'order', order: parseAlgoUpdate(raw) };
    case 'outboundAccountPosition':
      return { kind: 'account', balances: read.listOf(raw, 'B').map(spotBalance), positions: [] };
    case 'balanceUpdate': {
      const change = { currency: read.textOf(raw, 'a'), amount: read.textOf(raw, 'd') };
      return { kind: 'account', balances: [change], positions: [] };
    }
    case 'ACCOUNT_UPDATE':
      return futuresAccount(raw);
    case 'listenKeyExpired':
    case 'eventStreamTerminated':
    case 'serverShutdown':
      return { kind: 'ended', reason: `Binance ended the stream: ${name}` };
    default:
      return { kind: 'other', name };
  }
}

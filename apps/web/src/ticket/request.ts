import type { InstrumentShape } from '@bourseworks/dto/shapes';
import type { OrderListTicket, OrderTicket } from '../api/trading.js';
import { grouped, quantity } from '../lib/format.js';
import { readExits, type Exit } from './exits.js';
import { readTerms, type Terms, type Wrong } from './terms.js';
import type { Draft, TicketState } from './ticket-state.js';

/** What a ticket sends: an order alone, or one with the exits that follow it. */
export interface TicketRequest {
  readonly order: OrderTicket;
  readonly exits: readonly Exit[];
}

export type ReadTicket = { readonly ok: true; readonly terms: Terms; readonly exits: readonly Exit[] } | Wrong;

/** What was typed; the first thing that is wrong with it. `market`: its middle, where it is known. */
export function readTicket(draft: Draft, instrument: InstrumentShape, market?: string): ReadTicket {
  const read = readTerms(draft, instrument);
  if (!read.ok) return read;
  const exits = readExits(draft, instrument, market);
  return exits.ok ? { ...read, exits: exits.exits } : exits;
}

export function requestOf(
  { draft, clientOrderId }: TicketState,
  account: string,
  instrument: InstrumentShape,
  market?: string,
): TicketRequest | undefined {
  const read = readTicket(draft, instrument, market);
  if (!read.ok) return undefined;
  const { venue, symbol } = instrument;
  const { side, type, timeInForce } = draft;
  const order = { clientOrderId, account, venue, symbol, side, type, timeInForce, ...read.terms };
  return { order, exits: read.exits };
}

/** A bracket where there are both exits; one alone follows its order as the child of an OTO. Exits stand until they end. */
export function listOf({ order, exits }: TicketRequest): OrderListTicket {
  const { clientOrderId, account, ...entry } = order;
  const { venue, symbol, side, quantity: size } = order;
  const isBracket = exits.length > 1;
  const base = { venue, symbol, quantity: size, side: side === 'BUY' ? 'SELL' : 'BUY', timeInForce: 'GTC' } as const;
  const exitOrders = exits.map(({ role, price }) => ({
    ...base,
    role: isBracket ? role : ('CHILD' as const),
    ...(role === 'TAKE_PROFIT' ? ({ type: 'LIMIT', price } as const) : ({ type: 'STOP', stopPrice: price } as const)),
  }));
  return {
    clientOrderId,
    account,
    kind: isBracket ? 'BRACKET' : 'OTO',
    orders: [{ ...entry, role: 'ENTRY' }, ...exitOrders],
  };
}

const exitWords = ({ role, price }: Exit): string =>
  `${role === 'TAKE_PROFIT' ? 'take-profit' : 'stop-loss'} ${grouped(price)}`;

/** In words, for people. */
export function describe({ order, exits }: TicketRequest): string {
  const { side, quantity: size, symbol, price, stopPrice, trailBy } = order;
  const words = [
    side === 'BUY' ? 'Buy' : 'Sell',
    quantity(size),
    symbol,
    price === undefined ? 'at market' : `at ${grouped(price)}`,
    ...(stopPrice === undefined ? [] : [`once ${grouped(stopPrice)} trades`]),
    ...(trailBy === undefined ? [] : [`trailing by ${grouped(trailBy)}`]),
  ];
  return [words.join(' '), ...exits.map(exitWords)].join(', ');
}

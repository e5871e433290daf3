import type {
  BarFields,
  FillView,
  InstrumentShape,
  KillReplyShape,
  KillView,
  OrderView,
  PortfolioView,
  StrategyStatusShape,
} from '@bourseworks/dto/shapes';
import { tokens } from '../session/session.js';
import type { Side, TicketType, TimeInForce } from '../ticket/terms.js';
import { sessionFetch } from './http.js';
import { problemOf } from './problem.js';

export type Instrument = InstrumentShape & {
  readonly adapter: string;
  readonly kinds: readonly string[];
};

export interface OrderTicket {
  readonly clientOrderId: string;
  readonly account: string;
  readonly venue: string;
  readonly symbol: string;
  readonly adapter?: string;
  readonly side: Side;
  readonly type: TicketType;
  readonly timeInForce: TimeInForce;
  readonly quantity: string;
  readonly price?: string;
  readonly reason?: string;
}

export interface OrderReceipt {
  readonly clientOrderId?: string;
  readonly commandId: string;
  readonly clOrdId?: string;
  readonly ordStatus?: OrderView['ordStatus'];
  readonly state: OrderView['state'];
  readonly duplicate: boolean;
  readonly sequence?: number;
  readonly code?: string;
  readonly reason?: string;
}

export interface OrderPreview {
  readonly ok: boolean;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
  readonly referencePrice?: string;
  readonly notional?: string;
  readonly currency: string;
  readonly positionBefore: string;
  readonly positionAfter: string;
}

export interface CancelAllAnswer {
  readonly requested: number;
  readonly failed: readonly { readonly clOrdId: string; readonly code: string; readonly message: string }[];
}

export interface FlattenAnswer {
  readonly cancelled: number;
  readonly orders: readonly OrderReceipt[];
  readonly failed: readonly unknown[];
}

export type Strategy = StrategyStatusShape & { readonly host: string };
export type KillScope = KillView['scope'];

export interface Where {
  readonly account?: string;
  readonly venue?: string;
  readonly symbol?: string;
}

const fetchInSession = sessionFetch(tokens);

async function send<T>(method: string, path: string, body?: object): Promise<T> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.headers = { 'content-type': 'application/json' };
    init.body = JSON.stringify(body);
  }
  const response = await fetchInSession(new Request(`${location.origin}/api/v1/${path}`, init));
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as T;
}

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

function withQuery(path: string, query: Query): string {
  const known = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return known.length === 0 ? path : `${path}?${new URLSearchParams(known)}`;
}

const pathOf = (text: string) => encodeURIComponent(text);

/** REST calls of trading. All reject with an ApiProblem. */
export const trading = {
  accounts: () => send<{ accounts: PortfolioView[] }>('GET', 'accounts'),
  instruments: () => send<{ instruments: Instrument[] }>('GET', 'instruments'),
  bars: (query: { venue: string; symbol: string; kind: string; limit: number; to?: number }) =>
    send<{ bars: BarFields[] }>('GET', withQuery('history/bars', query)),

  preview: (ticket: OrderTicket) => send<OrderPreview>('POST', 'orders/preview', ticket),
  place: (ticket: OrderTicket) => send<OrderReceipt>('POST', 'orders', ticket),
  orders: (query: { account?: string; symbol?: string; open?: true; before?: string; limit?: number }) =>
    send<{ orders: OrderView[]; next?: string }>('GET', withQuery('orders', query)),
  order: (clOrdId: string) => send<OrderView>('GET', `orders/${pathOf(clOrdId)}`),
  replace: (clOrdId: string, change: { commandId: string; quantity?: string; price?: string }) =>
    send<OrderReceipt>('PATCH', `orders/${pathOf(clOrdId)}`, change),
  cancel: (clOrdId: string, commandId: string) =>
    send<OrderReceipt>('POST', `orders/${pathOf(clOrdId)}/cancel`, { commandId }),
  cancelAll: (commandId: string, where: Where) =>
    send<CancelAllAnswer>('POST', 'orders/cancel-all', { commandId, ...where }),
  flatten: (commandId: string, where: Where & { account: string }) =>
    send<FlattenAnswer>('POST', 'positions/flatten', { commandId, ...where }),
  fills: (query: { account?: string; symbol?: string; before?: string; limit?: number }) =>
    send<{ fills: FillView[]; next?: string }>('GET', withQuery('fills', query)),

  strategies: () => send<{ strategies: Strategy[]; unreachable: string[] }>('GET', 'strategies'),
  startStrategy: (id: string, commandId: string) =>
    send<Strategy>('POST', `strategies/${pathOf(id)}/start`, { commandId }),
  stopStrategy: (id: string, commandId: string, reason: string) =>
    send<Strategy>('POST', `strategies/${pathOf(id)}/stop`, { commandId, reason }),

  kills: () => send<{ kills: KillView[] }>('GET', 'kill-switch'),
  kill: (body: { commandId: string; scope: KillScope; id: string; reason: string }) =>
    send<KillReplyShape>('POST', 'kill-switch', body),
  rearm: (body: { commandId: string; scope: KillScope; id: string; reason: string }) =>
    send<KillReplyShape>('POST', 'kill-switch/rearm', body),
};

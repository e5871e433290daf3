import type { KillView, OrderView, StrategyStatusShape, TradingStateView } from '@bourseworks/dto/shapes';
import { client, read } from './client.js';
import type { components } from './schema.js';

type Schemas = components['schemas'];
export type Instrument = Schemas['InstrumentView'];
export type OrderTicket = Schemas['OrderTicket'];
export type OrderReceipt = Schemas['OrderReceipt'];
export type OrderListTicket = Schemas['OrderListTicket'];
export type ListReceipt = Schemas['ListReceipt'];
export type OrderList = Schemas['OrderListView'];
export type OrderPreview = Schemas['OrderPreview'];
export type Strategy = StrategyStatusShape & { readonly host: string };
export type KillScope = KillView['scope'];

export interface Where {
  readonly account?: string;
  readonly venue?: string;
  readonly symbol?: string;
}

interface Page extends Where {
  readonly before?: string;
  readonly limit?: number;
}

export interface SwitchBody {
  readonly commandId: string;
  readonly scope: KillScope;
  readonly id: string;
  readonly reason: string;
}

export type StateBody = Pick<TradingStateView, 'scope' | 'id' | 'state' | 'reason'> & { readonly commandId: string };

/** REST and sockets speak of the same views; the generated types know codes and parameters as any text. */
const as = async <T>(answer: Promise<unknown>): Promise<T> => (await answer) as T;

const of = (clOrdId: string) => ({ params: { path: { clOrdId } } });
const inList = (listId: string) => ({ params: { path: { listId } } });

/** REST calls of trading. All reject with an ApiProblem. */
export const trading = {
  instruments: () => read(client.GET('/api/v1/instruments')),
  bars: (query: { venue: string; symbol: string; kind: 'bar-1m'; limit: number }) =>
    read(client.GET('/api/v1/history/bars', { params: { query } })),

  preview: (body: OrderTicket) => read(client.POST('/api/v1/orders/preview', { body })),
  place: (body: OrderTicket) => read(client.POST('/api/v1/orders', { body })),
  placeList: (body: OrderListTicket) => read(client.POST('/api/v1/order-lists', { body })),
  list: (listId: string) => read(client.GET('/api/v1/order-lists/{listId}', inList(listId))),
  cancelList: (listId: string, commandId: string) =>
    read(client.POST('/api/v1/order-lists/{listId}/cancel', { ...inList(listId), body: { commandId } })),
  orders: (query: Page) =>
    as<{ orders: OrderView[]; next?: string }>(read(client.GET('/api/v1/orders', { params: { query } }))),
  replace: (clOrdId: string, body: { commandId: string; quantity?: string; price?: string; stopPrice?: string }) =>
    read(client.PATCH('/api/v1/orders/{clOrdId}', { ...of(clOrdId), body })),
  cancel: (clOrdId: string, commandId: string) =>
    read(client.POST('/api/v1/orders/{clOrdId}/cancel', { ...of(clOrdId), body: { commandId } })),
  cancelAll: (commandId: string, where: Where) =>
    read(client.POST('/api/v1/orders/cancel-all', { body: { commandId, ...where } })),
  flatten: (commandId: string, where: Where & { account: string }) =>
    read(client.POST('/api/v1/positions/flatten', { body: { commandId, ...where } })),

  strategies: () => as<{ strategies: Strategy[]; unreachable: string[] }>(read(client.GET('/api/v1/strategies'))),
  startStrategy: (id: string, commandId: string) =>
    as<Strategy>(read(client.POST('/api/v1/strategies/{id}/start', { params: { path: { id } }, body: { commandId } }))),
  stopStrategy: (id: string, commandId: string, reason: string) =>
    as<Strategy>(
      read(client.POST('/api/v1/strategies/{id}/stop', { params: { path: { id } }, body: { commandId, reason } })),
    ),

  kills: () => as<{ kills: KillView[] }>(read(client.GET('/api/v1/kill-switch'))),
  kill: (body: SwitchBody) => read(client.POST('/api/v1/kill-switch', { body })),
  rearm: (body: SwitchBody) => read(client.POST('/api/v1/kill-switch/rearm', { body })),
  setState: (body: StateBody) => read(client.POST('/api/v1/trading-states', { body })),
};

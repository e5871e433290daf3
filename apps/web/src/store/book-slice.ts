import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type {
  FillView,
  KillView,
  OrdersEvent,
  OrdersSnapshot,
  OrderView,
  PortfolioView,
  RiskNotice,
  RiskUsageView,
} from '@bourseworks/dto/shapes';

/** Orders, fills, portfolios and switches as the gateway tells them: what the OMS knows. */
export interface BookState {
  readonly orders: Readonly<Record<string, OrderView>>;
  readonly fills: readonly FillView[];
  /** By `account|strategy`. */
  readonly portfolios: Readonly<Record<string, PortfolioView>>;
  readonly kills: readonly KillView[];
  /** Use of limits, by account. */
  readonly usages: Readonly<Record<string, RiskUsageView>>;
  /** Whether the OMS answers the gateway. */
  readonly omsLive: boolean;
  /** True once a snapshot is here. */
  readonly loaded: boolean;
}

/** Closed orders and fills that the page keeps; older ones are asked for. */
export const MAX_CLOSED = 2_000;
export const MAX_FILLS = 2_000;

const initialState: BookState = {
  orders: {},
  fills: [],
  portfolios: {},
  kills: [],
  usages: {},
  omsLive: false,
  loaded: false,
};

export const portfolioKey = ({ account, strategy }: Pick<PortfolioView, 'account' | 'strategy'>): string =>
  `${account}|${strategy}`;

/** The later of two views of an order: events and answers may cross. */
function withOrders(orders: BookState['orders'], views: readonly OrderView[]): BookState['orders'] {
  const next: Record<string, OrderView> = { ...orders };
  for (const view of views) {
    const known = next[view.clOrdId];
    if (!known || view.sequence >= known.sequence) next[view.clOrdId] = view;
  }
  return bounded(next);
}

function bounded(orders: Record<string, OrderView>): Record<string, OrderView> {
  const all = Object.values(orders);
  if (all.length <= MAX_CLOSED * 1.25) return orders;
  const open = all.filter(({ closed }) => !closed);
  const closed = all.filter((order) => order.closed).toSorted((a, b) => b.updatedAt - a.updatedAt);
  return Object.fromEntries([...open, ...closed.slice(0, MAX_CLOSED)].map((order) => [order.clOrdId, order]));
}

function withFills(fills: readonly FillView[], added: readonly FillView[]): readonly FillView[] {
  if (added.length === 0) return fills;
  const newest = fills[0]?.sequence ?? -1;
  const inOrder = added.every(({ sequence }, at) => sequence > (at === 0 ? newest : added[at - 1].sequence));
  if (inOrder) return [...added.toReversed(), ...fills].slice(0, MAX_FILLS);
  const byId = new Map(fills.map((fill) => [fill.id, fill]));
  for (const fill of added) byId.set(fill.id, fill);
  return [...byId.values()].toSorted((a, b) => b.sequence - a.sequence || b.time - a.time).slice(0, MAX_FILLS);
}

const slice = createSlice({
  name: 'book',
  initialState,
  reducers: {
    snapshot: (state, { payload }: PayloadAction<OrdersSnapshot>): BookState => ({
      orders: Object.fromEntries(payload.orders.map((order) => [order.clOrdId, order])),
      fills: withFills(state.fills, payload.fills),
      portfolios: Object.fromEntries(payload.portfolios.map((view) => [portfolioKey(view), view])),
      kills: payload.kills,
      usages: Object.fromEntries(payload.usages.map((view) => [view.account, view])),
      omsLive: payload.live,
      loaded: true,
    }),
    /** Several events of one animation frame at once, in their order. */
    events: (state, { payload }: PayloadAction<readonly OrdersEvent[]>): BookState => ({
      ...state,
      orders: withOrders(
        state.orders,
        payload.flatMap(({ orders }) => orders),
      ),
      fills: withFills(
        state.fills,
        payload.flatMap(({ fills }) => fills),
      ),
    }),
    /** Older ones that a person asked for. */
    olderOrders: (state, { payload }: PayloadAction<readonly OrderView[]>): BookState => ({
      ...state,
      orders: withOrders(state.orders, payload),
    }),
    portfolios: (state, { payload }: PayloadAction<readonly PortfolioView[]>): BookState => ({
      ...state,
      portfolios: { ...state.portfolios, ...Object.fromEntries(payload.map((view) => [portfolioKey(view), view])) },
    }),
    usages: (state, { payload }: PayloadAction<readonly RiskUsageView[]>): BookState => ({
      ...state,
      usages: { ...state.usages, ...Object.fromEntries(payload.map((view) => [view.account, view])) },
    }),
    kills: (state, { payload }: PayloadAction<readonly KillView[]>): BookState => ({ ...state, kills: payload }),
    live: (state, { payload }: PayloadAction<boolean>): BookState => ({ ...state, omsLive: payload }),
    cleared: (): BookState => initialState,
  },
});

export const bookActions = slice.actions;
export const bookReducer = slice.reducer;
export type { RiskNotice };

import type {
  CcxtBalances,
  CcxtExchange,
  CcxtMarket,
  CcxtOrder,
  CcxtParams,
  CcxtPosition,
  CcxtTrade,
} from '../src/ccxt-exchange.js';
import { formatMoney } from '@bourseworks/domain';
import { OrderNotFound } from './errors.js';
import { SYMBOL, type StandInVenue } from './stand-in-venue.js';

const MARKET: CcxtMarket = {
  symbol: SYMBOL,
  base: 'BTC',
  quote: 'USDT',
  active: true,
  spot: true,
  precision: { amount: 0.0001, price: 0.01 },
  limits: { amount: { min: 0.0001, max: 1_000 } },
};

/** ccxt's unified interface, in process. */
export class StandInExchange implements CcxtExchange {
  /** One that amends orders where they stand. */
  readonly id = 'okx';
  readonly has = {
    createMarketOrder: true,
    editOrder: true,
    fetchOrder: true,
    fetchOrders: true,
    fetchMyTrades: true,
    fetchBalance: true,
  };
  readonly features = {
    spot: { createOrder: { timeInForce: { GTC: true, IOC: true, FOK: true, PO: true }, triggerPrice: true } },
  };
  readonly precisionMode = 4;
  readonly rateLimit = 1;

  constructor(private readonly venue: StandInVenue) {}

  setSandboxMode(): void {
    return undefined;
  }

  loadMarkets(): Promise<Readonly<Record<string, CcxtMarket>>> {
    return this.venue.asked(() => ({ [SYMBOL]: MARKET }));
  }

  createOrder(
    _symbol: string,
    type: string,
    side: string,
    amount: number,
    price = 0,
    params: CcxtParams = {},
  ): Promise<CcxtOrder> {
    const { clientOrderId, timeInForce = 'GTC' } = params as { clientOrderId: string; timeInForce?: string };
    const placed = { clientOrderId, type, side, amount, price, timeInForce };
    return this.venue.told('submit', () => this.venue.wire(this.venue.place(placed)));
  }

  editOrder(
    id: string,
    _symbol: string,
    _type: string,
    _side: string,
    amount = 0,
    price = 0,
    params: CcxtParams = {},
  ): Promise<CcxtOrder> {
    const { clientOrderId } = params as { clientOrderId: string };
    return this.venue.told('replace', () => this.venue.wire(this.venue.edit(id, clientOrderId, amount, price)));
  }

  cancelOrder(id: string): Promise<unknown> {
    return this.venue.told('cancel', () => this.venue.cancel(id));
  }

  fetchOrder(id: string): Promise<CcxtOrder> {
    return this.venue.asked(() => {
      const order = this.venue.orders.find((one) => one.id === id);
      if (order === undefined) throw new OrderNotFound(`no order ${id}`);
      return this.venue.wire(order);
    });
  }

  fetchOrders(_symbol: string, since = 0): Promise<readonly CcxtOrder[]> {
    const recent = () => this.venue.listed.filter(({ timestamp }) => timestamp >= since);
    return this.venue.asked(() => recent().map((order) => this.venue.wire(order)));
  }

  fetchOpenOrders(): Promise<readonly CcxtOrder[]> {
    const open = () => this.venue.listed.filter(({ status }) => status === 'open');
    return this.venue.asked(() => open().map((order) => this.venue.wire(order)));
  }

  fetchClosedOrders(): Promise<readonly CcxtOrder[]> {
    return this.venue.asked(() => []);
  }

  fetchMyTrades(_symbol: string, since = 0, limit = 500): Promise<readonly CcxtTrade[]> {
    const { tradesForMs, tradesLag } = this.venue;
    const covered = ({ timestamp }: CcxtTrade) => timestamp >= since && timestamp < since + tradesForMs;
    return this.venue.asked(() => (tradesLag ? [] : this.venue.trades.filter(covered).slice(0, limit)));
  }

  fetchPositions(): Promise<readonly CcxtPosition[]> {
    return Promise.resolve([]);
  }

  fetchBalance(): Promise<CcxtBalances> {
    return this.venue.asked(() => ({ total: { USDT: formatMoney(this.venue.cash) } }));
  }
}

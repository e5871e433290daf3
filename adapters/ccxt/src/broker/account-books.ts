import { DomainError } from '@bourseworks/domain';
import type { CcxtExchange, CcxtOrder, CcxtTrade } from '../ccxt-exchange.js';
import { execIdOf } from '../mapper/order.mapper.js';
import { faultOf } from '../errors.js';
import { tradesReach, type Reach } from './reach.js';

const PAGE = 500;
const MAX_PAGES = 1_000;
const MAX_CLIENT_IDS = 100_000;

/** Questions to the exchange about the account, paged where they are. Throws ccxt's errors. */
export class AccountBooks {
  /** Our id of an order by the exchange's; '' = it has none. */
  private readonly clientIds = new Map<string, string>();
  private readonly tradesReach: Reach;

  constructor(
    private readonly exchange: CcxtExchange,
    /** Waits for its turn within the rate limit. */
    private readonly turn: () => Promise<void>,
    private readonly nowMs: () => number,
    contracts: boolean,
  ) {
    this.tradesReach = tradesReach(exchange, contracts);
  }

  async openOrders(symbol: string): Promise<readonly CcxtOrder[]> {
    await this.turn();
    return this.exchange.fetchOpenOrders(symbol);
  }

  /** Undefined for one that the exchange does not know. */
  async byVenueId(id: string, symbol: string): Promise<CcxtOrder | undefined> {
    await this.turn();
    try {
      return await this.exchange.fetchOrder(id, symbol);
    } catch (error) {
      if (faultOf(error).notFound) return undefined;
      throw error;
    }
  }

  /** Looks through the lists that the exchange has, as not every one can be asked for a client id. */
  async byClientId(clOrdId: string, symbol: string, sinceMs: number): Promise<CcxtOrder | undefined> {
    const { has } = this.exchange;
    const among = (orders: readonly CcxtOrder[]) => orders.find(({ clientOrderId }) => clientOrderId === clOrdId);
    const open = among(await this.openOrders(symbol));
    if (open !== undefined) return open;
    await this.turn();
    if (has['fetchOrders'] === true) return among(await this.exchange.fetchOrders(symbol, sinceMs, PAGE));
    const closed =
      has['fetchClosedOrders'] === true ? await this.exchange.fetchClosedOrders(symbol, sinceMs, PAGE) : [];
    const found = among(closed);
    if (found !== undefined || has['fetchCanceledOrders'] !== true) return found;
    await this.turn();
    return among((await this.exchange.fetchCanceledOrders?.(symbol, sinceMs, PAGE)) ?? []);
  }

  /**
   * Trades of the account from a time on, oldest first, each once; none that are older than the exchange tells. Read in
   * windows up to now: an answer without trades says nothing of what came after its window. Throws DomainError
   * ADAPTER_FAILED for more than can be read.
   */
  async trades(symbol: string, sinceMs: number): Promise<readonly CcxtTrade[]> {
    const { limit, windowMs, backMs } = this.tradesReach;
    const nowMs = this.nowMs();
    const found = new Map<string, CcxtTrade>();
    let from = Math.max(sinceMs, nowMs - backMs);
    for (let page = 0; page === 0 || from <= nowMs; page++) {
      if (page === MAX_PAGES) throw this.incomplete(`trades of ${symbol}`);
      await this.turn();
      const trades = await this.exchange.fetchMyTrades(symbol, from, limit);
      const before = found.size;
      for (const trade of trades) if (trade.timestamp >= sinceMs) found.set(execIdOf(trade), trade);
      if (found.size === before) from += windowMs;
      else from = trades.reduce((last, { timestamp }) => Math.max(last, timestamp), from);
    }
    // Stable: trades of one millisecond stay as the exchange gave them.
    return [...found.values()].toSorted((one, other) => one.timestamp - other.timestamp);
  }

  /** The client id of an order that is not tracked; '' where it cannot be told. */
  async clientIdOf(venueId: string, symbol: string): Promise<string> {
    const known = this.clientIds.get(venueId);
    if (known !== undefined) return known;
    const order = this.exchange.has['fetchOrder'] === true ? await this.byVenueId(venueId, symbol) : undefined;
    const clientId = order?.clientOrderId ?? '';
    if (this.clientIds.size >= MAX_CLIENT_IDS) this.clientIds.clear();
    this.clientIds.set(venueId, clientId);
    return clientId;
  }

  private incomplete(what: string): DomainError {
    const message = `${this.exchange.id} has more ${what} than can be read`;
    return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'ccxt' } });
  }
}

import type { DomainError, ExecutionReport, Instrument } from '@bourseworks/domain';
import type { BrokerBalance, BrokerOrderState, BrokerPosition } from '@bourseworks/ports';
import type { CcxtExchange, CcxtOrder } from '../ccxt-exchange.js';
import { money, units } from '../mapper/numbers.js';
import { execIdOf, isReplaced, toFill, toState } from '../mapper/order.mapper.js';
import type { AccountBooks } from './account-books.js';
import type { Symbols } from './symbols.js';
import type { TrackedOrder, TrackedOrders } from './tracked-order.js';

/** Clocks differ, and lists begin at a time of the exchange's. */
const OVERLAP_MS = 60_000;

export interface QuestionsOptions {
  readonly exchange: CcxtExchange;
  readonly books: AccountBooks;
  readonly orders: TrackedOrders;
  readonly symbols: Symbols;
  readonly turn: () => Promise<void>;
  /** An order that was given up is open. */
  readonly found: (tracked: TrackedOrder, venueId: string) => void;
  readonly failed: (what: string, error: unknown) => DomainError;
}

/** What reconciliation asks. All throw DomainError ADAPTER_FAILED when the exchange cannot be asked, ADAPTER_LOGIN when it refuses the keys. */
export class AccountQuestions {
  constructor(private readonly options: QuestionsOptions) {}

  /** Orders of earlier processes and of other programs are followed from now on. */
  async openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    const { books, orders, symbols } = this.options;
    const states: BrokerOrderState[] = [];
    for (const { instrument, symbol } of symbols.all()) {
      for (const order of await this.asked('open orders', () => books.openOrders(symbol))) {
        const state = toState(order, instrument, orders.byTheirId(order.id)?.clOrdId);
        this.adopt(account, instrument, order, state);
        states.push(state);
      }
    }
    return states;
  }

  async order(clOrdId: string): Promise<BrokerOrderState | undefined> {
    const { books, orders, symbols } = this.options;
    const tracked = orders.byOurId(clOrdId);
    const listed = tracked === undefined ? symbols.all() : [symbols.listed(tracked.order.instrument)];
    const sinceMs = tracked === undefined ? 0 : Math.floor(tracked.sinceUs / 1_000) - OVERLAP_MS;
    for (const { instrument, symbol } of listed) {
      const found = await this.asked(`order ${clOrdId}`, () =>
        tracked?.venueId === undefined
          ? books.byClientId(tracked?.ids[0] ?? clOrdId, symbol, sinceMs)
          : books.byVenueId(tracked.venueId, symbol),
      );
      if (found === undefined) continue;
      // The id of a replace that was not done is not one of the order.
      const doubtful = tracked?.doubtfulReplace;
      const undone = doubtful?.id === clOrdId && !isReplaced(found, instrument, doubtful.terms);
      return undone ? undefined : toState(found, instrument, clOrdId);
    }
    return undefined;
  }

  async fillsSince(sinceUs: number): Promise<readonly ExecutionReport[]> {
    const { books, orders, symbols } = this.options;
    const fills = new Map<string, ExecutionReport>();
    for (const { instrument, symbol } of symbols.all()) {
      await this.asked('fills', async () => {
        for (const trade of await books.trades(symbol, Math.max(0, Math.floor(sinceUs / 1_000)))) {
          const venueId = trade.order ?? '';
          const clOrdId = orders.byTheirId(venueId)?.clOrdId ?? (await books.clientIdOf(venueId, symbol));
          fills.set(execIdOf(trade), toFill(trade, instrument, clOrdId));
        }
      });
    }
    return [...fills.values()];
  }

  /** Of contracts. Undefined when any symbol is of a spot market: one that is missing would be read as flat. */
  async positions(): Promise<readonly BrokerPosition[] | undefined> {
    const { exchange, symbols, turn } = this.options;
    const listed = symbols.all();
    const told = listed.length > 0 && listed.every(({ symbol }) => symbol.includes(':'));
    if (!told || exchange.has['fetchPositions'] !== true) return undefined;
    const held = await this.asked('positions', async () => {
      await turn();
      return exchange.fetchPositions(listed.map(({ symbol }) => symbol));
    });
    const sums = new Map<string, BrokerPosition>();
    for (const { symbol, side, contracts, entryPrice } of held) {
      const instrument = listed.find((one) => one.symbol === symbol)?.instrument;
      if (instrument === undefined) continue;
      const quantity = units(contracts, instrument.qtyScale) * (side === 'short' ? -1 : 1);
      if (quantity === 0) continue;
      // Hedged, the long and the short of a contract are apart, each at its own price: their sum is what fills add up to.
      const other = sums.get(instrument.key);
      const averagePx = other === undefined ? units(entryPrice, instrument.priceScale) : 0;
      sums.set(instrument.key, { instrument, quantity: quantity + (other?.quantity ?? 0), averagePx });
    }
    return [...sums.values()].filter(({ quantity }) => quantity !== 0);
  }

  async balances(): Promise<readonly BrokerBalance[]> {
    const { exchange, turn } = this.options;
    const { total } = await this.asked('balances', async () => {
      await turn();
      return exchange.fetchBalance();
    });
    return Object.entries(total).flatMap(([currency, amount]) =>
      amount === null || amount === undefined ? [] : [{ currency, total: money(amount) }],
    );
  }

  private adopt(account: string, instrument: Instrument, order: CcxtOrder, state: BrokerOrderState): void {
    const { orders } = this.options;
    const { clOrdId, terms, acceptedUs = 0 } = state;
    if (clOrdId === '' || terms === undefined || orders.byTheirId(order.id) !== undefined) return;
    // One of ours whose answer is still under way is not another program's.
    const known = orders.byOurId(clOrdId);
    if (known !== undefined) {
      if (known.stage === 'closed' && known.venueId === undefined) this.options.found(known, order.id);
      return;
    }
    const tracked = orders.adopt({ clOrdId, account, instrument, terms, sentUs: acceptedUs });
    orders.link(tracked, order.id);
    tracked.become('open');
  }

  private async asked<T>(what: string, question: () => Promise<T>): Promise<T> {
    try {
      return await question();
    } catch (error) {
      throw this.options.failed(`be asked for ${what}`, error);
    }
  }
}

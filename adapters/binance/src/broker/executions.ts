import { DomainError, type ExecutionReport, type Instrument } from '@bourseworks/domain';
import { NO_SUCH_ORDER } from '../mapper/error.mapper.js';
import { toTradeReport } from '../mapper/report.mapper.js';
import type { ListedTrade } from '../parse/answers.js';
import type { VenueRest } from '../session/venue-rest.js';
import type { KnownOrders } from './known-orders.js';
import type { Market, TradeRange } from './market.js';

/** More than a day of the busiest account; beyond it something does not end. */
const MAX_PAGES = 10_000;
/** Spans of time to look through before the whole history is read by its numbers instead. */
const MAX_SPANS = 30;

/** Lists executions of an account, and says of which of our orders they are. */
export class Executions {
  constructor(
    private readonly market: Market,
    private readonly rest: VenueRest,
    private readonly orders: KnownOrders,
  ) {}

  /** Those of a symbol since a time. `sinceUs` in the venue's time. */
  async since(instrument: Instrument, sinceUs: number): Promise<ExecutionReport[]> {
    const { symbol } = instrument;
    const sinceMs = Math.max(0, Math.floor(sinceUs / 1_000));
    const trades: ListedTrade[] = [];
    let page = await this.first(symbol, sinceMs);
    // A span of time says nothing of what came after it: from the first on they are followed by their numbers.
    for (let pages = 1; page.length > 0; pages++) {
      for (const trade of page) if (trade.timeMs >= sinceMs) trades.push(trade);
      if (pages >= MAX_PAGES) throw tooMany(symbol);
      page = await this.page(symbol, { fromId: idAfter(page) });
    }
    return this.reports(trades, instrument);
  }

  /** Those of one order, by the venue's id of it. */
  async ofOrder(instrument: Instrument, orderId: string): Promise<ExecutionReport[]> {
    const trades = await this.page(instrument.symbol, { orderId });
    return this.reports(trades, instrument);
  }

  /** The first page with any: the venue looks through no more than a span of time at once. */
  private async first(symbol: string, sinceMs: number): Promise<readonly ListedTrade[]> {
    const nowMs = this.rest.serverClock.nowMs();
    const span = this.market.tradeSpanMs;
    if (nowMs - sinceMs > MAX_SPANS * span) return this.page(symbol, { fromId: '0' });
    let startMs = sinceMs;
    for (;;) {
      const page = await this.page(symbol, { startMs, endMs: startMs + span });
      startMs += span + 1;
      if (page.length > 0 || startMs > nowMs) return page;
    }
  }

  private page(symbol: string, range: TradeRange): Promise<readonly ListedTrade[]> {
    return this.rest.ask(this.market.trades(symbol, range));
  }

  private async reports(trades: readonly ListedTrade[], instrument: Instrument): Promise<ExecutionReport[]> {
    const reports: ExecutionReport[] = [];
    for (const trade of trades) reports.push(toTradeReport(trade, instrument, await this.clOrdIdOf(trade)));
    return reports;
  }

  /** A list of executions bears the venue's id of the order alone. */
  private async clOrdIdOf({ symbol, orderId }: ListedTrade): Promise<string> {
    let clientId = this.orders.clientIdOf(symbol, orderId);
    if (clientId === undefined) {
      const found = await this.rest.askUnless(this.market.lookupById(symbol, orderId), [NO_SUCH_ORDER]);
      clientId = found?.clientId ?? '';
      this.orders.noteVenueId(symbol, orderId, clientId);
    }
    return this.orders.clOrdIdOf(clientId);
  }
}

function idAfter(page: readonly ListedTrade[]): string {
  return String(BigInt(page[page.length - 1].id) + 1n);
}

function tooMany(symbol: string): DomainError {
  return new DomainError({
    code: 'ADAPTER_FAILED',
    message: `the executions of ${symbol} come to no end`,
    details: { adapter: 'binance', symbol },
  });
}

import { DomainError, type ExecutionReport, type Instrument, type OrderTerms } from '@bourseworks/domain';
import {
  BrokerAdapter,
  delay,
  SeededRng,
  SystemClock,
  type BrokerBalance,
  type BrokerCapabilities,
  type BrokerOrder,
  type BrokerOrderState,
  type BrokerPosition,
  type BrokerSink,
  type Clock,
} from '@bourseworks/ports';
import { backoffMs, DEFAULT_BACKOFF, loginRefused } from '@bourseworks/venue-client';
import { isDigest } from '../mapper/client-id.js';
import type { BinanceConfig } from '../config.js';
import { isLoginFault, NO_SUCH_ORDER, UNKNOWN_ORDER } from '../mapper/error.mapper.js';
import { toClientId } from '../mapper/client-id.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { toOrderState } from '../mapper/order-state.mapper.js';
import { isOpen } from '../mapper/statuses.js';
import { read } from '../parse/fields.js';
import { isConditionalId } from '../parse/order-event.js';
import type { VenueOrder } from '../parse/answers.js';
import type { Question } from '../session/venue-call.js';
import { STREAM_TIMES, type StreamTimes, type UserStream } from '../session/user-stream.js';
import { VenueRest } from '../session/venue-rest.js';
import { Executions } from './executions.js';
import { KnownOrders } from './known-orders.js';
import type { Market, OrderRef } from './market.js';
import { openStream } from './open-stream.js';
import { OrderDesk } from './order-desk.js';

/**
 * The broker side of one market of Binance. Orders go by REST, what becomes of them comes over the user data stream; what
 * the stream does not tell in time is asked. One key, one account.
 */
export class BinanceBroker extends BrokerAdapter {
  readonly name: string;
  readonly capabilities: BrokerCapabilities;
  private readonly rest: VenueRest;
  private readonly orders = new KnownOrders();
  private readonly executions: Executions;
  private readonly desk: OrderDesk;
  private readonly stream: UserStream;
  private readonly bySymbol = new Map<string, Instrument>();
  private sink: BrokerSink | undefined;
  private linked = false;
  private closed = false;
  private settleConnect: ((refusal?: string) => void) | undefined;

  constructor(
    private readonly market: Market,
    private readonly config: BinanceConfig,
    times: Partial<StreamTimes> = {},
    private readonly clock: Clock = new SystemClock(),
  ) {
    super();
    const all = { ...STREAM_TIMES, ...times };
    this.name = market.name;
    this.capabilities = market.capabilities;
    this.rest = new VenueRest(config, market.rest, clock);
    this.executions = new Executions(market, this.rest, this.orders);
    this.desk = new OrderDesk(market, this.rest, this.orders, this.executions, clock, all.settleMs, {
      report: (report) => this.sink?.report(report),
      instrument: (symbol) => this.bySymbol.get(symbol),
      lookup: (order) => this.lookup(order),
      linked: () => this.linked,
    });
    this.stream = openStream(market.name, config, this.rest, all, clock, {
      up: () => this.up(),
      down: (reason) => this.down(reason),
      refused: (reason) => this.refused(reason),
      event: (event) => {
        if (event.kind === 'order') this.desk.receive(event.order);
      },
    });
  }

  override isOwnId(id: string): boolean {
    return isDigest(id);
  }

  instruments(): readonly Instrument[] {
    return [...this.bySymbol.values()];
  }

  /** Waits for a venue that cannot be reached; throws DomainError ADAPTER_LOGIN for one that refuses the key. */
  async connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    const rng = new SeededRng(this.clock.nowUs());
    for (let attempt = 0; !this.closed; attempt++) {
      if (await this.prepared()) break;
      await delay(this.clock, backoffMs(attempt, DEFAULT_BACKOFF, rng) * 1_000);
    }
    if (this.closed || this.linked) return;
    await new Promise<void>((resolve, reject) => {
      this.settleConnect = (refusal) => {
        this.settleConnect = undefined;
        if (refusal === undefined) resolve();
        else reject(loginRefused(this.name, 'Binance', refusal));
      };
      this.stream.start();
    });
  }

  submit(order: BrokerOrder): void {
    if (this.isOurs(order.account)) this.desk.submit(order);
    else this.desk.refuse(order.clOrdId, 'submit', 'ACCOUNT_UNKNOWN', this.notOurs());
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    if (this.isOurs(order.account)) void this.desk.cancel(order, cancelId);
    else this.desk.refuse(cancelId, 'cancel', 'ACCOUNT_UNKNOWN', this.notOurs(), order.clOrdId);
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    if (this.isOurs(order.account)) void this.desk.replace(order, replaceId, terms);
    else this.desk.refuse(replaceId, 'replace', 'ACCOUNT_UNKNOWN', this.notOurs(), order.clOrdId);
  }

  async openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    if (!this.isOurs(account)) return [];
    const open: BrokerOrderState[] = [];
    for (const question of this.market.open()) {
      for (const order of await this.rest.ask(question)) {
        const instrument = this.bySymbol.get(order.symbol);
        if (instrument === undefined) continue;
        const state = toOrderState(order, instrument, this.orders.clOrdIdOf(order.clientId));
        if (state.open) open.push(state);
      }
    }
    return open;
  }

  async order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    if (!this.isOurs(account)) return undefined;
    const known = this.orders.find(clOrdId);
    const order = known === undefined ? await this.search(clOrdId) : await this.lookup(known);
    const instrument = order === undefined ? undefined : this.bySymbol.get(order.symbol);
    return order === undefined || instrument === undefined ? undefined : toOrderState(order, instrument, clOrdId);
  }

  async fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]> {
    if (!this.isOurs(account)) return [];
    const fills: ExecutionReport[] = [];
    for (const instrument of this.bySymbol.values()) fills.push(...(await this.executions.since(instrument, sinceUs)));
    return fills.sort((a, b) => a.us - b.us);
  }

  override async positions(account: string): Promise<readonly BrokerPosition[] | undefined> {
    const { positions } = this.market;
    if (positions === undefined || !this.isOurs(account)) return undefined;
    const held: BrokerPosition[] = [];
    for (const { symbol, quantity, entryPrice } of await this.rest.ask(positions)) {
      const instrument = this.bySymbol.get(symbol);
      if (instrument === undefined) continue;
      const units = read.signedUnitsOf(quantity, instrument.qtyScale);
      const averagePx = read.roundedUnitsOf(entryPrice, instrument.priceScale);
      if (units !== 0) held.push({ instrument, quantity: units, averagePx });
    }
    return held;
  }

  override async balances(account: string): Promise<readonly BrokerBalance[] | undefined> {
    if (!this.isOurs(account)) return undefined;
    const holdings = await this.rest.ask(this.market.holdings);
    const balances = holdings.map(({ currency, parts }) => ({
      currency,
      total: parts.reduce((sum, part) => sum + read.moneyOf(part), 0n),
    }));
    return balances.filter(({ total }) => total !== 0n);
  }

  async close(): Promise<void> {
    this.closed = true;
    this.settleConnect?.();
    this.desk.close();
    await this.stream.close();
    this.rest.close();
  }

  private isOurs(account: string): boolean {
    return account === this.config.account;
  }

  private notOurs(): string {
    return `the key trades for ${this.config.account} alone`;
  }

  private failed(reason: string): DomainError {
    return new DomainError({ code: 'ADAPTER_FAILED', message: reason, details: { adapter: this.name } });
  }

  /** Time, instruments and limits; false when the venue cannot be reached, which passes. */
  private async prepared(): Promise<boolean> {
    const { precondition } = this.market;
    const synced = await this.rest.syncClock();
    if (synced.kind !== 'ok') return false;
    const info = await this.tried(this.market.exchangeInfo(this.config.symbols));
    if (info === undefined) return false;
    for (const { type, windowMs, limit } of info.limits) {
      const window = this.market.limitWindow(type, windowMs);
      if (window !== undefined) this.rest.limiter.setLimit(window, limit);
    }
    const missing = this.config.symbols.filter((symbol) => !info.symbols.some((listed) => listed.symbol === symbol));
    if (missing.length > 0) throw this.failed(`${this.name} does not list ${missing.join(', ')}`);
    for (const listed of info.symbols)
      this.bySymbol.set(listed.symbol, toInstrument(listed, this.name, this.market.assetClass));
    const checked = await this.tried({ ...precondition, parse: (body) => ({ problem: precondition.parse(body) }) });
    if (checked?.problem !== undefined) throw this.failed(checked.problem);
    return checked !== undefined;
  }

  /** The answer; undefined when there is none, but may be later. Throws for a question that is turned down for good. */
  private async tried<T>({ call, parse }: Question<T>): Promise<T | undefined> {
    const answer = await this.rest.tell(call);
    if (answer.kind === 'ok') return parse(answer.body);
    const final = answer.kind === 'refused' && (!answer.retryable || isLoginFault(answer.code));
    if (final) throw this.rest.failed(call, answer);
    return undefined;
  }

  /** An order of a former life: where it was sent to is not known, so each symbol is asked. */
  private async search(clOrdId: string): Promise<VenueOrder | undefined> {
    const clientId = toClientId(clOrdId);
    for (const symbol of this.bySymbol.keys()) {
      const found = await this.lookup({ symbol, clientId, conditional: this.market.conditionalOrders });
      if (found === undefined) continue;
      const known = this.orders.note({ clOrdId, symbol, conditional: isConditionalId(found.orderId) });
      known.accepted = true;
      known.closed = !isOpen(found.status);
      return found;
    }
    return undefined;
  }

  private async lookup(order: OrderRef): Promise<VenueOrder | undefined> {
    for (const question of this.market.lookups(order)) {
      const found = await this.rest.askUnless(question, [NO_SUCH_ORDER, UNKNOWN_ORDER]);
      if (found === undefined) continue;
      this.orders.noteVenueId(found.symbol, found.orderId, found.clientId);
      return found;
    }
    return undefined;
  }

  private up(): void {
    if (this.closed) return;
    this.linked = true;
    this.sink?.link(true);
    this.settleConnect?.();
  }

  /** Whoever waits for the link is told so, others that it is still down: the keys are a matter for people. */
  private refused(reason: string): void {
    if (this.settleConnect !== undefined) this.settleConnect(reason);
    else if (!this.closed) this.sink?.link(false, reason, 'ADAPTER_LOGIN');
  }

  private down(reason: string): void {
    if (!this.linked || this.closed) return;
    this.linked = false;
    this.sink?.link(false, reason);
  }
}

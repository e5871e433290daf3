import {
  DomainError,
  US_PER_SECOND,
  type ErrorCode,
  type ExecType,
  type ExecutionReport,
  type Instrument,
  type OrderTerms,
} from '@bourseworks/domain';
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
  type Rng,
} from '@bourseworks/ports';
import {
  backoffMs,
  DEFAULT_BACKOFF,
  loginRefused,
  quotable,
  RateLimiter,
  rejection,
  undeclared,
  type Lane,
} from '@bourseworks/venue-client';
import { capabilitiesOf } from '../capabilities.js';
import type { CcxtExchange } from '../ccxt-exchange.js';
import type { CcxtConfig } from '../config.js';
import { faultOf, type CcxtFault } from '../errors.js';
import { isOpen, toCcxtTerms } from '../mapper/order.mapper.js';
import { AccountBooks } from './account-books.js';
import { AccountQuestions } from './account-questions.js';
import { Follower } from './follower.js';
import { Poller } from './poller.js';
import { Symbols } from './symbols.js';
import { TrackedOrder, TrackedOrders } from './tracked-order.js';

/** How long nothing is sent after the exchange turned something down for its number. */
const BAN_US = US_PER_SECOND;
const CANCEL_RESERVE = 0.2;
const MAX_WAIT_US = 10 * US_PER_SECOND;

type Refusal = 'Rejected' | 'CancelRejected' | 'ReplaceRejected';

export interface CcxtBrokerOptions extends Omit<CcxtConfig, 'exchange' | 'sandbox' | 'urls' | 'options'> {
  readonly exchange: CcxtExchange;
  readonly clock?: Clock;
  /** Wait after refused keys, milliseconds. Default 60 000. */
  readonly loginPauseMs?: number;
}

/**
 * The broker side of an exchange by ccxt's unified interface. Orders are followed by asking; where ccxt has a WebSocket its
 * news make the next question come at once. One pair of keys opens one account: orders of another are rejected.
 */
export class CcxtBroker extends BrokerAdapter {
  readonly name = 'ccxt';
  readonly capabilities: BrokerCapabilities;
  private readonly exchange: CcxtExchange;
  private readonly clock: Clock;
  private readonly rng: Rng;
  private readonly limiter: RateLimiter;
  private readonly books: AccountBooks;
  private readonly orders = new TrackedOrders();
  private readonly follower: Follower;
  private readonly poller: Poller;
  private readonly secrets: readonly string[];
  private readonly symbols: Symbols;
  private readonly questions: AccountQuestions;
  private sink: BrokerSink | undefined;
  private closed = false;

  constructor(private readonly options: CcxtBrokerOptions) {
    super();
    const { exchange, clock = new SystemClock(), horizonMs, symbols } = options;
    this.exchange = exchange;
    this.clock = clock;
    this.rng = new SeededRng(clock.nowUs());
    this.secrets = [options.apiKey, options.secret, options.password, options.uid];
    this.symbols = new Symbols(exchange, symbols);
    const contracts = symbols.some((symbol) => symbol.includes(':'));
    this.capabilities = capabilitiesOf(exchange, contracts, horizonMs);
    const perSecond = Math.max(1, Math.floor(1_000 / (exchange.rateLimit ?? 1_000)));
    const window = {
      name: 'requests',
      limit: 5 * perSecond,
      windowUs: 5 * US_PER_SECOND,
      cancelReserve: CANCEL_RESERVE,
    };
    this.limiter = new RateLimiter({ windows: [window], clock, maxWaitUs: MAX_WAIT_US });
    this.books = new AccountBooks(
      exchange,
      () => this.turn('query'),
      () => Math.floor(clock.nowUs() / 1_000),
      contracts,
    );
    this.questions = new AccountQuestions({
      exchange,
      books: this.books,
      orders: this.orders,
      symbols: this.symbols,
      turn: () => this.turn('query'),
      found: (tracked, venueId) => this.follower.found(tracked, venueId),
      failed: (what, error) => this.failed(what, error),
    });
    this.follower = new Follower({
      books: this.books,
      orders: this.orders,
      clock,
      horizonUs: this.capabilities.consistencyHorizonUs,
      symbolOf: (instrument) => this.symbols.of(instrument),
      report: (report) => this.report(report),
    });
    this.poller = new Poller({
      clock,
      everyUs: options.pollMs * 1_000,
      round: () => this.round(),
      busy: () => this.orders.live().length > 0,
      ...(options.loginPauseMs !== undefined && { loginPauseMs: options.loginPauseMs }),
      link: (up, fault) => this.link(up, fault),
    });
  }

  instruments(): readonly Instrument[] {
    return this.symbols.all().map(({ instrument }) => instrument);
  }

  /** Waits for an exchange that cannot be reached, until `close`. Throws DomainError ADAPTER_LOGIN for refused keys. */
  async connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    for (let attempt = 0; !this.closed; attempt++) {
      try {
        await this.symbols.load();
        break;
      } catch (error) {
        const fault = faultOf(error);
        if (error instanceof DomainError || fault.kind === 'FINAL') throw this.failed('be connected to', error);
        await delay(this.clock, backoffMs(attempt, DEFAULT_BACKOFF, this.rng) * 1_000);
      }
    }
    try {
      await this.poller.start();
    } catch (error) {
      throw this.failed('be asked', error);
    }
    if (this.exchange.has['watchOrders'] === true) void this.watch();
  }

  submit(order: BrokerOrder): void {
    const us = this.clock.nowUs();
    const never = undeclared(this.capabilities, order.terms) ?? this.elsewhere(order.account);
    if (never !== undefined) return this.later(() => this.report(rejection(order.clOrdId, never, us)));
    const known = this.orders.byOurId(order.clOrdId);
    const tracked = known ?? new TrackedOrder(order, true, us);
    if (known === undefined) this.orders.add(tracked);
    const { type, side, amount, price, params } = toCcxtTerms(order.clOrdId, order.instrument, order.terms);
    const symbol = this.symbols.of(order.instrument);
    void this.command('new', () => this.exchange.createOrder(symbol, type, side, amount, price, params)).then(
      (created) => {
        if (known === undefined || tracked.stage === 'doubt') this.follower.accepted(tracked, created.id, us);
        this.poller.soon();
      },
      (error: unknown) => this.submitFailed(tracked, known !== undefined, faultOf(error)),
    );
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    const tracked = this.orders.byOurId(order.clOrdId) ?? this.orders.adopt(order);
    void this.cancelWhenAnswered(tracked, cancelId).catch((error: unknown) => {
      const fault = faultOf(error);
      const closed = tracked.stage === 'closed' || tracked.venueId !== undefined;
      const code = fault.notFound && closed ? 'ORDER_CLOSED' : (fault.code ?? 'ORDER_KEPT');
      if (fault.kind === 'UNKNOWN') tracked.doubtfulCancel = cancelId;
      this.refuse('CancelRejected', cancelId, order.clOrdId, fault, code);
      this.poller.soon();
    });
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    const tracked = this.orders.byOurId(order.clOrdId) ?? this.orders.adopt(order);
    void this.replaceWhenAnswered(tracked, replaceId, terms).catch((error: unknown) => {
      const fault = faultOf(error);
      if (fault.kind === 'UNKNOWN') tracked.doubtfulReplace = { id: replaceId, terms };
      else this.orders.unalias(replaceId);
      this.refuse('ReplaceRejected', replaceId, order.clOrdId, fault, fault.code ?? 'ORDER_KEPT');
      this.poller.soon();
    });
  }

  openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    return account === this.options.account ? this.questions.openOrders(account) : Promise.resolve([]);
  }

  order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    return account === this.options.account ? this.questions.order(clOrdId) : Promise.resolve(undefined);
  }

  fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]> {
    return account === this.options.account ? this.questions.fillsSince(sinceUs) : Promise.resolve([]);
  }

  /** Of contracts; a spot account has balances only. */
  override positions(account: string): Promise<readonly BrokerPosition[] | undefined> {
    return account === this.options.account ? this.questions.positions() : Promise.resolve(undefined);
  }

  override balances(account: string): Promise<readonly BrokerBalance[] | undefined> {
    return account === this.options.account ? this.questions.balances() : Promise.resolve(undefined);
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    this.poller.close();
    this.limiter.close();
    await this.exchange.close?.();
  }

  private elsewhere(account: string): { readonly code: ErrorCode; readonly reason: string } | undefined {
    if (account === this.options.account) return undefined;
    return { code: 'ORDER_REJECTED', reason: `the keys open the account ${this.options.account} only` };
  }

  private submitFailed(tracked: TrackedOrder, again: boolean, fault: CcxtFault): void {
    // An earlier send of it arrived: that is no refusal of the order.
    if (fault.duplicate || fault.kind === 'UNKNOWN') {
      if (!again) tracked.become('doubt');
      this.refuse('Rejected', tracked.clOrdId, undefined, { ...fault, kind: 'UNKNOWN' }, 'ORDER_REJECTED');
      this.poller.soon();
      return;
    }
    if (again) return;
    this.orders.close(tracked);
    this.refuse('Rejected', tracked.clOrdId, undefined, fault, fault.code ?? 'ORDER_REJECTED');
  }

  private async cancelWhenAnswered(tracked: TrackedOrder, cancelId: string): Promise<void> {
    await tracked.answered();
    const symbol = this.symbols.of(tracked.order.instrument);
    const venueId = tracked.venueId ?? (await this.venueIdOf(tracked, symbol));
    if (venueId === undefined || tracked.stage === 'closed') {
      const code = venueId === undefined ? 'ORDER_UNKNOWN' : 'ORDER_CLOSED';
      this.refuse('CancelRejected', cancelId, tracked.clOrdId, undefined, code);
      return;
    }
    await this.command('cancel', () => this.exchange.cancelOrder(venueId, symbol));
    tracked.cancels.push(cancelId);
    this.poller.soon();
  }

  private async replaceWhenAnswered(tracked: TrackedOrder, replaceId: string, terms: OrderTerms): Promise<void> {
    const origin = tracked.clOrdId;
    await tracked.answered();
    const symbol = this.symbols.of(tracked.order.instrument);
    const venueId = tracked.venueId ?? (await this.venueIdOf(tracked, symbol));
    if (!this.capabilities.replace || venueId === undefined || tracked.stage === 'closed') {
      const known = venueId === undefined ? 'ORDER_UNKNOWN' : 'ORDER_CLOSED';
      const code = this.capabilities.replace ? known : 'ORDER_TYPE_UNSUPPORTED';
      this.refuse('ReplaceRejected', replaceId, origin, undefined, code);
      return;
    }
    this.orders.alias(tracked, replaceId);
    // The first id: an exchange that reads one here knows the order by it, and it stays the order's own.
    const { type, side, amount, price, params } = toCcxtTerms(tracked.ids[0], tracked.order.instrument, terms);
    const edited = await this.command('replace', () =>
      this.exchange.editOrder(venueId, symbol, type, side, amount, price, params),
    );
    this.follower.replaced(tracked, replaceId, edited.id, terms);
    this.poller.soon();
  }

  private async venueIdOf(tracked: TrackedOrder, symbol: string): Promise<string | undefined> {
    const sinceMs = Math.floor(tracked.sinceUs / 1_000) - 60_000;
    const found = await this.books.byClientId(tracked.clOrdId, symbol, sinceMs);
    if (found === undefined) return undefined;
    // The lists show an order late: one that was given up may be open, and must be followed then.
    if (tracked.stage === 'doubt' || (tracked.stage === 'closed' && isOpen(found))) {
      this.follower.found(tracked, found.id);
    }
    return found.id;
  }

  /** Waits for the rate limit, then sends. A command that the limiter refuses was never sent. */
  private async command<T>(lane: Lane, send: () => Promise<T>): Promise<T> {
    await this.turn(lane);
    try {
      return await send();
    } catch (error) {
      if (faultOf(error).kind === 'RETRYABLE') this.limiter.ban(BAN_US);
      throw error;
    }
  }

  private async turn(lane: Lane): Promise<void> {
    const grant = await this.limiter.acquire(lane, { requests: 1 });
    if (grant.kind === 'refused') throw new RateLimitExceeded(grant.reason);
  }

  private failed(what: string, error: unknown): DomainError {
    if (error instanceof DomainError) return error;
    const fault = faultOf(error);
    const reason = quotable(fault.message, this.secrets);
    if (fault.authentication) return loginRefused('ccxt', this.exchange.id, reason);
    const message = `${this.exchange.id} could not ${what}: ${reason}`;
    return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'ccxt' } });
  }

  /** A refusal, or Unknown where the fault says that it may have been done. */
  private refuse(
    as: Refusal,
    id: string,
    orig: string | undefined,
    fault: CcxtFault | undefined,
    code: ErrorCode,
  ): void {
    const unknown = fault?.kind === 'UNKNOWN';
    const execType: ExecType = unknown ? 'Unknown' : as;
    this.report({
      clOrdId: id,
      ...(orig === undefined ? {} : { origClOrdId: orig }),
      execId: '',
      execType,
      ...(as === 'Rejected' && !unknown ? { ordStatus: 'Rejected' as const } : {}),
      ...(unknown ? {} : { code }),
      reason: fault === undefined ? 'the exchange does not have it open' : quotable(fault.message, this.secrets),
      us: this.clock.nowUs(),
      ns: 0,
    });
  }

  private link(up: boolean, fault?: CcxtFault): void {
    if (fault === undefined) this.sink?.link(up);
    else this.sink?.link(up, quotable(fault.message, this.secrets), fault.authentication ? 'ADAPTER_LOGIN' : undefined);
  }

  private report(report: ExecutionReport): void {
    if (!this.closed) this.sink?.report(report);
  }

  private later(callback: () => void): void {
    queueMicrotask(callback);
  }

  /** Asks for everything that is live; when nothing is, whether the exchange is there. */
  private async round(): Promise<void> {
    const live = this.orders.live().map(({ order }) => this.symbols.of(order.instrument));
    const symbols = live.length > 0 ? [...new Set(live)] : this.options.symbols.slice(0, 1);
    for (const symbol of symbols) await this.follower.follow(symbol);
  }

  private async watch(): Promise<void> {
    for (let attempt = 0; !this.closed;) {
      try {
        await this.exchange.watchOrders?.();
        attempt = 0;
        this.poller.soon();
      } catch {
        // The questions go on meanwhile: the news only make them quicker.
        await delay(this.clock, backoffMs(attempt++, DEFAULT_BACKOFF, this.rng) * 1_000);
      }
    }
  }
}

/** Said by our own limiter as the exchange would say it. */
class RateLimitExceeded extends Error {}

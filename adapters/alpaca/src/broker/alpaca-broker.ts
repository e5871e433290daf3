import { DomainError, type ExecutionReport, type Instrument, type OrderTerms } from '@bourseworks/domain';
import {
  BrokerAdapter,
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
import { backoffMs, DEFAULT_BACKOFF, type BackoffOptions } from '@bourseworks/venue-client';
import type { AlpacaConfig } from '../config.js';
import { ORDER_TYPES, TIMES_IN_FORCE } from '../mapper/order.mapper.js';
import { parseAccount, parsePosition } from '../parse/account.parse.js';
import { fields, listIn, NAME } from '../parse/fields.js';
import type { TradeUpdate } from '../parse/trade-update.parse.js';
import { AlpacaRest } from '../session/alpaca-rest.js';
import { findAssets, unlisted } from '../session/assets.js';
import { TradingStream } from '../session/trading-stream.js';
import { ChainBook } from './chain-book.js';
import { ChainLookup, stateOf } from './chain-lookup.js';
import { fillsSince } from './fill-history.js';
import { LeftOut } from './left-out.js';
import { Listings } from './listings.js';
import { OrderCommands } from './order-commands.js';
import type { OrderChain } from './order-chain.js';
import { hear, settle } from './order-reports.js';

export interface AlpacaTimings {
  readonly loginMs: number;
  readonly authRetryMs: number;
  readonly pingMs: number;
  readonly silenceMs: number;
  readonly slackUs: number;
  /** Microseconds; see BrokerCapabilities. */
  readonly consistencyHorizonUs: number;
  readonly backoff: BackoffOptions;
}

export const DEFAULT_TIMINGS: AlpacaTimings = {
  loginMs: 10_000,
  authRetryMs: 60_000,
  pingMs: 10_000,
  silenceMs: 30_000,
  slackUs: 250_000,
  // An order whose connection broke may still be under way within Alpaca, and fills reach its lists a moment later.
  consistencyHorizonUs: 1_000_000,
  backoff: DEFAULT_BACKOFF,
};

/** Of what Alpaca sent, in a message. */
const MAX_SAID = 60;

/**
 * Alpaca as a broker of stocks and crypto: commands and questions over REST, reports over the stream of trade updates. The
 * stream repeats nothing after a lost connection: `link` tells the OMS, which then asks for orders and fills.
 */
export class AlpacaBroker extends BrokerAdapter {
  readonly name = NAME;
  readonly capabilities: BrokerCapabilities;
  private readonly rest: AlpacaRest;
  private readonly stream: TradingStream;
  private readonly listings = new Listings();
  private readonly book = new ChainBook();
  private readonly leftOut = new LeftOut((what) => this.tell(what));
  private readonly lookup: ChainLookup;
  private readonly commands: OrderCommands;
  private sink: BrokerSink | undefined;
  private opened: (() => void) | undefined;
  /** Ends the wait before another attempt to connect. */
  private goOn: (() => void) | undefined;
  private closed = false;

  constructor(
    private readonly config: AlpacaConfig,
    private readonly clock: Clock = new SystemClock(),
    private readonly timings: AlpacaTimings = DEFAULT_TIMINGS,
  ) {
    super();
    this.capabilities = {
      orderTypes: ORDER_TYPES,
      timesInForce: TIMES_IN_FORCE,
      replace: true,
      uniqueClOrdId: true,
      consistencyHorizonUs: timings.consistencyHorizonUs,
    };
    this.rest = new AlpacaRest(config, clock, timings);
    this.stream = new TradingStream(config, clock, timings, {
      up: () => this.up(),
      down: (reason) => this.down(reason),
      refused: (reason) => this.down(reason),
      update: (update) => this.take(update),
      unreadable: (order, error) => this.lookup.leaveOut(order, error),
    });
    this.lookup = new ChainLookup(this.rest, this.book, this.listings, this.leftOut);
    const { capabilities } = this;
    const options = { account: config.account, capabilities, settleUs: config.requestTimeoutMs * 1_000 };
    const report = (one: ExecutionReport): void => this.sink?.report(one);
    this.commands = new OrderCommands(this.rest, this.book, this.lookup, this.listings, clock, options, report);
  }

  instruments(): readonly Instrument[] {
    return this.listings.all();
  }

  /** Waits for Alpaca, and for keys that it takes, until `close`. Throws DomainError for symbols that it does not trade. */
  async connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    const rng = new SeededRng(this.clock.nowUs());
    for (let attempt = 0; !this.closed && this.listings.size === 0; attempt++) {
      try {
        await this.loadInstruments();
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'ADAPTER_FAILED') throw error;
        if (this.closed) return;
        if (this.rest.blockedUs > 0) this.down(error.message);
        await this.pause(Math.max(this.rest.blockedUs, backoffMs(attempt, this.timings.backoff, rng) * 1_000));
      }
    }
    if (this.closed || this.stream.connected) return;
    await new Promise<void>((resolve) => {
      this.opened = resolve;
      this.stream.start();
    });
  }

  submit(order: BrokerOrder): void {
    this.commands.submit(order);
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    this.commands.cancel(order, cancelId);
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    this.commands.replace(order, replaceId, terms);
  }

  async openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    if (account !== this.config.account) return [];
    const chains = await this.lookup.openChains();
    return chains.map((chain) => this.known(chain, chain.clOrdId));
  }

  async order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    if (account !== this.config.account) return undefined;
    const chain = await this.lookup.byClientId(clOrdId);
    if (chain === undefined) return undefined;
    const { active, replacing } = chain;
    // What the OMS is told now is how it goes on from here: it does not wait for what becomes of a replace any more.
    if (replacing !== undefined) replacing.told = true;
    if (active?.order.status !== 'pending_replace') chain.settled();
    return this.known(chain, clOrdId);
  }

  async fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]> {
    if (account !== this.config.account) return [];
    return fillsSince(sinceUs, this.rest, this.lookup, this.book);
  }

  override async positions(account: string): Promise<readonly BrokerPosition[] | undefined> {
    if (account !== this.config.account) return undefined;
    const positions: BrokerPosition[] = [];
    for (const item of listIn(await this.rest.ask('/v2/positions'), 'positions')) {
      try {
        const position = this.position(item);
        if (position !== undefined && position.quantity !== 0) positions.push(position);
      } catch (error) {
        const symbol = fields.textOf(fields.asRaw(item, 'a position'), 'symbol');
        // Of what is traded here, a position that is left out would be taken for none.
        if (this.listings.has(symbol)) throw error;
        this.leftOut.add(`the position in ${symbol.slice(0, MAX_SAID)}`, error);
      }
    }
    return positions;
  }

  override async balances(account: string): Promise<readonly BrokerBalance[] | undefined> {
    if (account !== this.config.account) return undefined;
    const { currency, cash } = parseAccount(await this.rest.ask('/v2/account'));
    return [{ currency, total: fields.moneyOf(cash) }];
  }

  close(): Promise<void> {
    this.closed = true;
    this.stream.close();
    this.rest.close();
    this.goOn?.();
    this.opened?.();
    return Promise.resolve();
  }

  /** Undefined for what this platform does not trade there. */
  private position(item: unknown): BrokerPosition | undefined {
    const { symbol, assetClass, quantity, averagePrice } = parsePosition(item);
    const instrument = this.listings.of(symbol, assetClass);
    if (instrument === undefined) return undefined;
    const { qtyScale, priceScale } = instrument;
    return {
      instrument,
      quantity: fields.signedUnitsOf(quantity, qtyScale),
      averagePx: averagePrice === undefined ? 0 : fields.roundedUnitsOf(averagePrice, priceScale),
    };
  }

  /** Tells of the link that something of it is left out; false while there is no link to tell of. */
  private tell(what: string): boolean {
    if (!this.stream.connected) return false;
    this.sink?.link(true, what);
    return true;
  }

  private pause(us: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.clock.setTimer(us, resolve);
      this.goOn = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  private async loadInstruments(): Promise<void> {
    const { symbols, crypto, subDollar } = this.config;
    const assets = await findAssets(this.rest, this.config);
    const wanted = [...symbols, ...crypto].map((symbol) => {
      const asset = assets.get(symbol);
      if (asset?.tradable === true) return asset;
      throw unlisted(symbol, this.config);
    });
    for (const asset of wanted) this.listings.list(asset, subDollar.includes(asset.symbol));
  }

  private known(chain: OrderChain, clOrdId: string): BrokerOrderState {
    const state = stateOf(chain, clOrdId);
    if (state === undefined) throw fields.badData(`an order without its beginning as ${clOrdId}`);
    return state;
  }

  private take(update: TradeUpdate): void {
    const chain = this.lookup.see(update.order);
    if (chain === undefined) return;
    const { reports, resolve } = hear(chain, update);
    for (const report of reports) this.sink?.report(report);
    if (resolve !== undefined) void this.replacedElsewhere(chain, resolve, update);
  }

  /** An order of ours was replaced by another program, or by hand: its new terms are told as the venue's own restatement. */
  private async replacedElsewhere(chain: OrderChain, id: string, { at }: TradeUpdate): Promise<void> {
    try {
      this.book.adopt(chain, await this.lookup.byId(id));
    } catch {
      // Without an answer the order stays as it was known; the reconciliation after the next lost link finds the rest.
      return;
    }
    const leg = chain.leg(id);
    if (leg === undefined) return;
    leg.inForce = false;
    for (const report of settle(chain, leg, at)) this.sink?.report(report);
  }

  private up(): void {
    this.opened?.();
    this.opened = undefined;
    this.sink?.link(true);
  }

  private down(reason: string): void {
    if (!this.closed) this.sink?.link(false, reason);
  }
}

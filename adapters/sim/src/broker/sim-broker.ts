import {
  DomainError,
  ORDER_TYPES,
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
import { backoffMs, DEFAULT_BACKOFF, rejection, undeclared } from '@bourseworks/venue-client';
import type { SimConfig } from '../config.js';
import { toInstrument } from '../mapper/instrument.mapper.js';
import { toBalance, toPosition, toTermsInForce } from '../mapper/account.mapper.js';
import { toErrorCode, toOrderBody, toOrderState, toReplaceBody, toReport } from '../mapper/order.mapper.js';
import { badData, listOf, textOf, type Raw } from '../parse/fields.js';
import { parseExecution, parseOrder, type VenueExecution } from '../parse/order.parse.js';
import { ExchangeRest, VenueRefusal } from '../session/exchange-rest.js';
import { ExchangeSession, type Answer } from '../session/exchange-session.js';
import { AccountLink } from './account-link.js';

const PAGE = 1_000;
const MAX_ACCOUNTS = 32;
/** An order whose connection broke may still lie in the exchange's input: a query sent over another one can overtake it. */
const CONSISTENCY_HORIZON_US = 500_000;

type Command = 'submit' | 'cancel' | 'replace';

const REFUSED: Readonly<Record<Command, ExecType>> = {
  submit: 'Rejected',
  cancel: 'CancelRejected',
  replace: 'ReplaceRejected',
};

/**
 * The broker side of the simulated exchange. Orders, reports and questions about orders share one WebSocket, so that they stay
 * in order: the state of an order is never told before the reports that led to it. Only lists of fills go by REST. An answer
 * that does not come (time-out, lost connection, fault of the exchange) is reported as `Unknown`, unless a report came first.
 */
export class SimBroker extends BrokerAdapter {
  readonly name = 'sim';
  readonly capabilities: BrokerCapabilities = {
    orderTypes: ORDER_TYPES,
    // Its books trade continuously: there is no auction for OPG and CLS.
    timesInForce: ['DAY', 'GTC', 'IOC', 'FOK', 'GTD'],
    instructions: ['POST_ONLY', 'ICEBERG'],
    replace: true,
    uniqueClOrdId: true,
    consistencyHorizonUs: CONSISTENCY_HORIZON_US,
    namedAccounts: true,
    volatileBooks: true,
  };
  private readonly rng: Rng;
  private readonly rest: ExchangeRest;
  private readonly session: ExchangeSession;
  private readonly links = new Map<string, AccountLink>();
  private readonly bySymbol = new Map<string, Instrument>();
  /** Ids of commands that neither an answer nor a report has settled yet: as many as the session has requests in flight. */
  private readonly unsettled = new Set<string>();
  private sink: BrokerSink | undefined;
  private opened: (() => void) | undefined;
  private linked = false;
  private closed = false;

  constructor(
    private readonly config: SimConfig,
    private readonly clock: Clock = new SystemClock(),
  ) {
    super();
    this.rng = new SeededRng(clock.nowUs());
    this.rest = new ExchangeRest(config.url, clock);
    const handlers = {
      up: (instance: string) => this.up(instance),
      down: (reason: string) => this.down(reason),
      message: (message: Raw) => this.receive(message),
    };
    this.session = new ExchangeSession({ ...config, clock, oneAtATime: true }, handlers);
  }

  instruments(): readonly Instrument[] {
    return [...this.bySymbol.values()];
  }

  /** Waits for an exchange that is not there yet, until `close`. */
  async connect(sink: BrokerSink): Promise<void> {
    this.sink = sink;
    for (let attempt = 0; !this.closed && this.bySymbol.size === 0; attempt++) {
      try {
        await this.loadInstruments();
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'ADAPTER_FAILED') throw error;
        await delay(this.clock, backoffMs(attempt, DEFAULT_BACKOFF, this.rng) * 1_000);
      }
    }
    await new Promise<void>((resolve) => {
      this.opened = resolve;
      if (this.closed) resolve();
      else this.session.start();
    });
  }

  submit(order: BrokerOrder): void {
    const never = undeclared(this.capabilities, order.terms);
    if (never !== undefined) {
      const report = rejection(order.clOrdId, never, this.clock.nowUs());
      queueMicrotask(() => this.sink?.report(report));
      return;
    }
    const { apiKey } = this.link(order.account);
    const body = { op: 'order.submit', apiKey, order: toOrderBody(order) };
    this.send(body, 'submit', order.clOrdId);
  }

  cancel(order: BrokerOrder, cancelId: string): void {
    const { apiKey } = this.link(order.account);
    const body = { op: 'order.cancel', apiKey, clientOrderId: order.clOrdId, cancelId };
    this.send(body, 'cancel', cancelId, order.clOrdId);
  }

  replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void {
    const { apiKey } = this.link(order.account);
    const change = toReplaceBody(order, replaceId, terms);
    const body = { op: 'order.replace', apiKey, clientOrderId: order.clOrdId, order: change };
    this.send(body, 'replace', replaceId, order.clOrdId);
  }

  async openOrders(account: string): Promise<readonly BrokerOrderState[]> {
    const answer = await this.ask(account, { op: 'orders.open' });
    return listOf(answer, 'orders').map((order) => this.state(order));
  }

  override async positions(account: string): Promise<readonly BrokerPosition[]> {
    const answer = await this.ask(account, { op: 'account.positions' });
    return listOf(answer, 'positions').map((item) => toPosition(item, (symbol) => this.instrument(symbol)));
  }

  override async balances(account: string): Promise<readonly BrokerBalance[]> {
    const answer = await this.ask(account, { op: 'account.balances' });
    return listOf(answer, 'balances').map(toBalance);
  }

  async order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined> {
    try {
      const answer = await this.ask(account, { op: 'order.get', clientOrderId: clOrdId });
      return this.state(answer['order'], clOrdId);
    } catch (error) {
      if (error instanceof VenueRefusal && error.venueCode === 'UNKNOWN_ORDER') return undefined;
      throw error;
    }
  }

  async fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]> {
    const fills: ExecutionReport[] = [];
    // Behind the request for reports on the same connection: a fill that is too late for this list is reported.
    await this.ask(account, { op: 'ping' });
    for (let after = 0; ;) {
      const answer = await this.get(account, '/api/fills', { since: Math.max(0, sinceUs), after, limit: PAGE });
      const page = listOf(answer, 'executions').map(parseExecution);
      for (const fill of page) fills.push(toReport(fill, this.instrument(fill.symbol)));
      if (page.length < PAGE) return fills;
      after = page[page.length - 1].sequence;
    }
  }

  close(): Promise<void> {
    this.closed = true;
    this.session.close();
    this.rest.close();
    this.opened?.();
    return Promise.resolve();
  }

  private async loadInstruments(): Promise<void> {
    const answer = await this.rest.get('/api/instruments', {}, { timeoutMs: this.config.requestTimeoutMs });
    for (const instrument of listOf(answer, 'instruments').map(toInstrument))
      this.bySymbol.set(instrument.symbol, instrument);
  }

  private instrument(symbol: string): Instrument {
    const instrument = this.bySymbol.get(symbol);
    if (instrument === undefined) throw badData(`the symbol ${symbol}, which it does not list`);
    return instrument;
  }

  /** `askedId`: the id under which it was asked for, which may be an earlier one. */
  private state(value: unknown, askedId?: string): BrokerOrderState {
    const order = parseOrder(value);
    const instrument = this.instrument(order.symbol);
    return { ...toOrderState(order, instrument, askedId ?? order.clientOrderId), ...toTermsInForce(value, instrument) };
  }

  /** The reports of an account are asked for when it is first mentioned, before what is asked or sent on its behalf. */
  private link(account: string): AccountLink {
    const known = this.links.get(account);
    if (known !== undefined) return known;
    if (this.links.size >= MAX_ACCOUNTS) throw new Error(`the sim broker serves at most ${MAX_ACCOUNTS} accounts`);
    const apiKey = `${this.config.apiKeyPrefix}${account}`;
    const deliver = (execution: VenueExecution) => this.deliver(execution);
    const link = new AccountLink(account, apiKey, this.session, this.rest, this.config.requestTimeoutMs, deliver);
    this.links.set(account, link);
    if (this.session.connected) link.begin();
    return link;
  }

  /** Asks over the connection that carries the reports. Throws VenueRefusal, and DomainError ADAPTER_FAILED for no answer. */
  private async ask(account: string, question: { readonly op: string; readonly clientOrderId?: string }): Promise<Raw> {
    const { apiKey } = this.link(account);
    const answer = await this.session.ask({ ...question, apiKey });
    if (answer.kind === 'ok') return answer.body;
    if (answer.kind === 'refused') throw new VenueRefusal(answer.code, answer.message);
    throw new DomainError({
      code: 'ADAPTER_FAILED',
      message: `the exchange could not be asked for ${question.op}: ${answer.reason}`,
      details: { adapter: 'sim', op: question.op },
    });
  }

  private get(account: string, path: string, query: Readonly<Record<string, string | number>>): Promise<Raw> {
    const { apiKey } = this.link(account);
    return this.rest.get(path, query, { timeoutMs: this.config.requestTimeoutMs, apiKey });
  }

  private send(body: object, command: Command, clOrdId: string, origClOrdId?: string): void {
    this.unsettled.add(clOrdId);
    this.session.request(body, (answer) => this.settle(command, clOrdId, origClOrdId, answer));
  }

  private deliver(execution: VenueExecution): void {
    this.unsettled.delete(execution.clientOrderId);
    this.sink?.report(toReport(execution, this.instrument(execution.symbol)));
  }

  /**
   * What the answer to a command tells beyond the reports: refusals, and outcomes that cannot be known. An answer that is lost
   * leaves nothing in doubt when a report that came before it has told the outcome.
   */
  private settle(command: Command, clOrdId: string, origClOrdId: string | undefined, answer: Answer): void {
    const reported = !this.unsettled.delete(clOrdId);
    if (answer.kind === 'ok' || (answer.kind === 'lost' && reported)) return;
    // The exchange has an order of this id: an earlier send of it arrived. That is no refusal of the order.
    const known = answer.kind === 'refused' && command === 'submit' && answer.code === 'DUPLICATE_CLIENT_ORDER_ID';
    const unknown = answer.kind === 'lost' || known;
    const otherwise = command === 'submit' ? 'ORDER_REJECTED' : 'ORDER_KEPT';
    this.sink?.report({
      clOrdId,
      ...(origClOrdId === undefined ? {} : { origClOrdId }),
      execId: '',
      execType: unknown ? 'Unknown' : REFUSED[command],
      ...(command === 'submit' && !unknown ? { ordStatus: 'Rejected' } : {}),
      ...(answer.kind === 'refused' && !unknown ? { code: toErrorCode(answer.code, otherwise) } : {}),
      reason: answer.kind === 'lost' ? answer.reason : answer.message,
      us: this.clock.nowUs(),
      ns: 0,
    });
  }

  private receive(message: Raw): void {
    if (textOf(message, 'type') !== 'execution') throw badData(`a ${textOf(message, 'type')} message`);
    this.links.get(textOf(message, 'account'))?.receive(message);
  }

  private up(instance: string): void {
    const links = [...this.links.values()];
    for (const link of links) link.instanceIs(instance);
    Promise.all(links.map((link) => link.resume())).then(
      (missing) => this.ready(missing.filter((text) => text !== undefined).join('; ')),
      // When the connection broke again this finds nothing to end; otherwise a fresh start is the remedy.
      (error: unknown) => this.session.restart(error instanceof Error ? error.message : String(error)),
    );
  }

  private ready(missing: string): void {
    if (!this.session.connected || this.linked) return;
    this.linked = true;
    this.opened?.();
    this.sink?.link(true, missing === '' ? undefined : missing);
  }

  private down(reason: string): void {
    if (!this.linked || this.closed) return;
    this.linked = false;
    this.sink?.link(false, reason);
  }
}

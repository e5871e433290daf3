import {
  refuse,
  type Bar,
  type Instrument,
  type Quote,
  type Refusal,
  type Result,
  type Trade,
} from '@bourseworks/domain';
import type { LogFields } from '@bourseworks/ports';
import type { ListRequestShape, OrderRequestShape, SignalShape } from '@bourseworks/dto/shapes';
import type { RawParameters } from '../parameters/schema.js';
import { ReplayClock } from '../runtime/replay-clock.js';
import { StrategyRuntime } from '../runtime/strategy-runtime.js';
import type {
  Decision,
  History,
  HistoryRequest,
  HostRequest,
  LogLevel,
  OrderCommand,
  RunState,
  RuntimeLink,
} from '../runtime/types.js';
import type { StrategyClass } from '../strategy.js';
import { PaperMarket } from './paper-market.js';
import { PaperOrders, type PaperOrder } from './paper-orders.js';

export interface HarnessOptions {
  readonly id?: string;
  readonly parameters?: RawParameters;
  readonly instruments: readonly Instrument[];
  readonly startUs?: number;
  readonly history?: (query: HistoryRequest) => Result<History>;
  /**
   * `true`: orders fill at the open of the next bar of their instrument, but for exits. `quotes`: against the quotes and trades
   * that are shown (see PaperMarket); no lists. Default: all orders are left to the test.
   */
  readonly paper?: boolean | 'quotes';
}

/** Drives a strategy in the caller's thread on a virtual clock, for tests: no worker, no bus, no waiting. */
export class StrategyHarness implements RuntimeLink {
  readonly clock: ReplayClock;
  readonly runtime: StrategyRuntime;
  readonly paperOrders = new PaperOrders();
  readonly commands: OrderCommand[] = [];
  readonly requests: HostRequest[] = [];
  readonly decisions: (Decision & { readonly us: number })[] = [];
  readonly logs: { readonly level: LogLevel; readonly fields: LogFields; readonly message?: string }[] = [];
  readonly signals: SignalShape[] = [];
  readonly replies: { readonly id: number; readonly result: Result<unknown> }[] = [];
  readonly rounds: { readonly n: number; readonly round: number; readonly sent: number }[] = [];
  readonly states: { readonly state: RunState; readonly error?: Refusal }[] = [];
  private readonly market = new PaperMarket(this.paperOrders, (event) => this.runtime.orderEvent(event));
  private working: PaperOrder[] = [];
  /** Events and answers that are due in the next turn. */
  private outstanding = 0;

  constructor(
    type: StrategyClass,
    private readonly options: HarnessOptions,
  ) {
    this.clock = new ReplayClock(options.startUs ?? 0);
    const { id = 'test', parameters = {} } = options;
    this.runtime = new StrategyRuntime(type, {
      id,
      account: 'TEST',
      parameters,
      epoch: 1,
      clock: this.clock,
      link: this,
    });
    for (const instrument of options.instruments) this.runtime.instrument(instrument);
  }

  /** Runs the promises of the strategy, and the answers that it waits for, until none moves any more. */
  async settle(): Promise<void> {
    do await new Promise((resolve) => setImmediate(resolve));
    while (this.outstanding > 0);
  }

  async start(): Promise<void> {
    this.runtime.start();
    await this.settle();
  }

  async stop(reason = 'test'): Promise<void> {
    void this.runtime.stop(reason);
    await this.settle();
  }

  /** Moves the clock to `us`; what timers on the way set off is settled before the next. */
  async until(us: number): Promise<void> {
    await this.settle();
    for (let next = this.clock.nextUs; next !== undefined && next <= us; next = this.clock.nextUs) {
      this.clock.advance(next, true);
      await this.settle();
    }
    this.clock.advance(us, true);
    await this.settle();
  }

  /** Fills what waits for this bar, moves the clock to its end, and shows it to the strategy. */
  async bar(bar: Bar, instrument: Instrument): Promise<void> {
    if (this.options.paper === true) await this.fillAtOpen(bar, instrument);
    await this.until(bar.endUs);
    this.runtime.bar(bar, instrument);
    await this.settle();
  }

  async trade(trade: Trade, instrument: Instrument): Promise<void> {
    await this.until(trade.us);
    if (this.options.paper === 'quotes') this.market.trade(trade, instrument);
    this.runtime.trade(trade, instrument);
    await this.settle();
  }

  async quote(quote: Quote, instrument: Instrument): Promise<void> {
    await this.until(quote.us);
    if (this.options.paper === 'quotes') this.market.quote(quote, instrument);
    this.runtime.quote(quote, instrument);
    await this.settle();
  }

  /** Bodies of the orders sent so far. */
  get submitted(): readonly OrderRequestShape[] {
    return this.commands.flatMap((command) => (command.verb === 'submit' ? [command.body] : []));
  }

  /** Bodies of the lists sent so far. */
  get listed(): readonly ListRequestShape[] {
    return this.commands.flatMap((command) => (command.verb === 'submit-list' ? [command.body] : []));
  }

  instrumentOf(order: OrderRequestShape): Instrument {
    const found = this.options.instruments.find(
      ({ venue, symbol }) => venue === order.venue && symbol === order.symbol,
    );
    if (found === undefined) throw new Error(`no instrument ${order.venue}/${order.symbol} in this harness`);
    return found;
  }

  private async fillAtOpen(bar: Bar, instrument: Instrument): Promise<void> {
    const due = this.working.filter((order) => this.instrumentOf(order) === instrument);
    this.working = this.working.filter((order) => !due.includes(order));
    for (const order of due) {
      const quantity = Math.round(Number(order.quantity) * 10 ** instrument.qtyScale);
      this.runtime.orderEvent(
        this.paperOrders.filled(order, instrument, { price: bar.open, quantity, us: bar.startUs }),
      );
      this.release(order, bar.startUs);
    }
    if (due.length > 0) await this.settle();
  }

  order(command: OrderCommand): void {
    this.commands.push(command);
    if (this.options.paper === 'quotes') return this.later(() => this.atMarket(command));
    if (this.options.paper !== true) return;
    if (command.verb === 'submit-list') this.take(command.body);
    if (command.verb !== 'submit') return;
    const { body } = command;
    this.working.push(body);
    this.later(() => this.runtime.orderEvent(this.paperOrders.accepted(body, this.clock.nowUs())));
  }

  private atMarket({ verb, body }: OrderCommand): void {
    const us = this.clock.nowUs();
    if (verb === 'submit') this.market.submit(body, this.instrumentOf(body), us);
    if (verb === 'cancel') this.market.cancel(body, us);
    if (verb === 'replace') this.market.replace(body, us);
  }

  /** The entry works like any order; exits rest for the test to fill, those of an entry once it is filled. */
  private take(list: ListRequestShape): void {
    const orders = this.paperOrders.ordersOf(list);
    const [first] = orders;
    const hasEntry = first.listRole === 'ENTRY';
    if (hasEntry) this.working.push(first);
    this.later(() => {
      const us = this.clock.nowUs();
      for (const order of orders) this.runtime.orderEvent(this.paperOrders.held(order, us));
      for (const order of hasEntry ? [first] : orders) this.runtime.orderEvent(this.paperOrders.accepted(order, us));
    });
  }

  private release({ commandId, listId }: PaperOrder, us: number): void {
    const list = listId === undefined ? undefined : this.listed.find((one) => one.commandId === commandId);
    if (list === undefined) return;
    for (const exit of this.paperOrders.ordersOf(list).slice(1))
      this.runtime.orderEvent(this.paperOrders.accepted(exit, us));
  }

  request(request: HostRequest): void {
    this.requests.push(request);
    this.later(() => this.runtime.reply(request.id, this.answer(request)));
  }

  private later(action: () => void): void {
    this.outstanding += 1;
    setImmediate(() => {
      this.outstanding -= 1;
      action();
    });
  }

  private answer(request: HostRequest): Result<unknown> {
    switch (request.op) {
      case 'history':
        return this.options.history?.(request.query) ?? refuse('HISTORY_NOT_FOUND', 'this harness has no history');
      case 'subscribe':
      case 'instrument': {
        const { venue, symbol } = request.query;
        const instrument = this.options.instruments.find((known) => known.venue === venue && known.symbol === symbol);
        if (instrument === undefined) return refuse('INSTRUMENT_UNKNOWN', `${venue}/${symbol} is not in this harness`);
        if (request.op === 'instrument') return { ok: true, value: instrument };
        return { ok: true, value: { instrument, kind: request.query.kind, topic: 'test', status: 'started' } };
      }
      case 'unsubscribe':
      case 'listen':
        return { ok: true, value: undefined };
    }
  }

  decision(decision: Decision, us: number): void {
    this.decisions.push({ ...decision, us });
  }

  log(level: LogLevel, fields: LogFields, message?: string): void {
    this.logs.push(message === undefined ? { level, fields } : { level, fields, message });
  }

  signal(signal: SignalShape): void {
    this.signals.push(signal);
  }

  reply(id: number, result: Result<unknown>): void {
    this.replies.push({ id, result });
  }

  done(n: number, round: number, sent: number): void {
    this.rounds.push({ n, round, sent });
  }

  state(state: RunState, error?: Refusal): void {
    this.states.push(error === undefined ? { state } : { state, error });
  }
}

import {
  barKind,
  DomainError,
  isErrorCode,
  type Bar,
  type BookDelta,
  type BookSnapshot,
  type Instrument,
  type Quote,
  type Refusal,
  type Result,
  type Trade,
} from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { OrderEventShape, SignalShape, StepTag } from '@bourseworks/dto/shapes';
import { readPatterns, type PatternEntry } from '../decorators/pattern.decorators.js';
import { Executions } from '../execution/executions.js';
import { readParameters, type RawParameters } from '../parameters/schema.js';
import { attachContext, type Strategy, type StrategyClass } from '../strategy.js';
import { BuiltBars } from './built-bars.js';
import { HostRequests } from './host-requests.js';
import { OrderDesk } from './order-desk.js';
import { OrderLedger } from './order-ledger.js';
import { ReplayClock } from './replay-clock.js';
import { createContext } from './strategy-context.js';
import type { RunState, RuntimeLink, StreamEvent } from './types.js';

/** How long a stop waits for the cancels of open orders, on the strategy's clock. */
const CANCEL_WAIT_US = 3_000_000;

export interface RuntimeOptions {
  readonly id: string;
  readonly account: string;
  readonly parameters: RawParameters;
  /** Start time of the host in microseconds; 1 in lock-step. Part of every commandId. */
  readonly epoch: number;
  /** In lock-step a ReplayClock, which the steps move. */
  readonly clock: Clock;
  readonly link: RuntimeLink;
  /** Lock-step run; undefined when live. */
  readonly run?: string;
}

interface OpenStep {
  readonly n: number;
  readonly round: number;
  readonly timeUs: number;
  sent: number;
  ended: boolean;
}

/** Drives one strategy, synchronously and without threads: whoever owns it delivers input and takes output. */
export class StrategyRuntime {
  readonly patterns: readonly PatternEntry[];
  readonly ledger = new OrderLedger();
  private readonly strategy: Strategy;
  private readonly requests: HostRequests;
  private readonly desk: OrderDesk;
  private readonly executions: Executions;
  private readonly built: BuiltBars;
  private readonly instruments = new Map<string, Instrument>();
  private step: OpenStep | undefined;
  private runState: RunState = 'STARTING';
  private yieldWanted = false;

  /** @throws DomainError PARAMETER_INVALID; whatever the constructor of the strategy throws. */
  constructor(
    type: StrategyClass,
    private readonly options: RuntimeOptions,
  ) {
    const parameters = readParameters(type.parameters ?? {}, options.parameters);
    if (!parameters.ok) throw new DomainError(parameters.refusal);
    this.strategy = new type();
    this.patterns = readPatterns(this.strategy);
    this.requests = new HostRequests(options.link);
    const { id, account, epoch, clock, link, run } = options;
    const { ledger } = this;
    const tag = run === undefined ? undefined : (sequence: number) => this.tag(run, sequence);
    this.desk = new OrderDesk({ id, account, epoch, clock, link, ledger, ...(tag === undefined ? {} : { tag }) });
    const invoke = (name: string, call: () => unknown): void => this.invoke(name, call);
    const guard = (call: () => void): void => this.invoke('execution', call);
    this.executions = new Executions({
      clock,
      submit: (intent) => this.desk.submit(intent),
      cancel: (order) => this.desk.cancel(order),
      setTimer: (delayUs, callback) => clock.setTimer(delayUs, () => guard(callback)),
      guard,
      resolved: () => (this.yieldWanted = true),
    });
    this.built = new BuiltBars({
      clock,
      guard,
      tell: (bar, instrument, name) => this.invoke('onBar', () => this.strategy.onBar(bar, instrument, name)),
    });
    const { strategy, desk, executions, built, requests } = this;
    attachContext(
      strategy,
      createContext({
        strategy,
        options,
        parameters: parameters.value,
        desk,
        ledger,
        executions,
        built,
        requests,
        invoke,
      }),
    );
  }

  get state(): RunState {
    return this.runState;
  }

  /** Whether undecorated commands are wanted too. */
  get takesCommands(): boolean {
    return this.strategy.onCommand !== undefined;
  }

  /**
   * Whether promises should get their turn before the next record: a hook returned one, or one was resolved. Reading it
   * resets it. This is what makes the place of a continuation in the order of input the same in every run.
   */
  takeYield(): boolean {
    const wanted = this.yieldWanted;
    this.yieldWanted = false;
    return wanted;
  }

  /** Makes an instrument known; later definitions of the same key win. */
  instrument(instrument: Instrument): void {
    this.instruments.set(instrument.key, instrument);
  }

  start(): void {
    // Stopped or failed while the host still gathered what a start needs.
    if (this.runState !== 'STARTING') return;
    this.options.link.state('STARTING');
    void this.run('onStart', () => this.strategy.onStart()).then(() => {
      if (this.runState === 'STARTING') this.enter('RUNNING');
      this.yieldWanted = true;
    });
    this.yieldWanted = true;
  }

  /** Runs `onStop`, cancels what is open, and reports STOPPED. */
  async stop(reason: string): Promise<void> {
    if (this.runState !== 'STARTING' && this.runState !== 'RUNNING') return;
    this.enter('STOPPING');
    this.yieldWanted = true;
    // In a replay nothing happens between the steps: a cancel would wait for a step that may never come.
    const cancels = this.options.run === undefined && this.strategy.cancelOrdersOnStop;
    this.executions.stop('the strategy stops', cancels);
    await this.run('onStop', () => this.strategy.onStop(reason));
    if (cancels) await this.cancelOpen();
    if (this.state === 'STOPPING') this.enter('STOPPED');
  }

  bar(bar: Bar, instrument: Instrument): void {
    this.invoke('onBar', () => this.strategy.onBar(bar, instrument, barKind(bar)));
  }

  trade(trade: Trade, instrument: Instrument): void {
    this.invoke('onTrade', () => {
      this.executions.trade(trade, instrument);
      return this.strategy.onTrade(trade, instrument);
    });
    this.invoke('onBar', () => this.built.trade(trade, instrument));
  }

  quote(quote: Quote, instrument: Instrument): void {
    this.invoke('onQuote', () => {
      this.executions.quote(quote, instrument);
      return this.strategy.onQuote(quote, instrument);
    });
  }

  book(book: BookSnapshot | BookDelta, instrument: Instrument): void {
    this.invoke('onBook', () => this.strategy.onBook(book, instrument));
  }

  stream(event: StreamEvent): void {
    this.invoke('onStream', () => this.strategy.onStream(event));
  }

  signal(signal: SignalShape): void {
    this.invoke('onSignal', () => this.strategy.onSignal(signal));
  }

  /** `replayed`: an event of before this start, which changes orders and positions but is no news. */
  orderEvent(event: OrderEventShape, replayed = false): void {
    const instrument = this.instruments.get(`${event.venue}/${event.symbol}`);
    if (instrument === undefined) {
      return this.fail(
        new Error(`order event of an instrument that the host did not define: ${event.venue}/${event.symbol}`),
      );
    }
    const applied = this.ledger.apply(event, instrument);
    if (!applied.ok) return this.fail(new DomainError(applied.refusal));
    if (replayed) return;
    const { order, update, resolved } = applied.value;
    if (resolved) this.yieldWanted = true;
    // In any state: those that are being stopped wait for it.
    this.executions.order(order);
    this.invoke('onOrderEvent', () => this.strategy.onOrderEvent(order, update));
  }

  /** Answer of the host to a request. */
  reply(id: number, result: Result<unknown>): void {
    if (this.requests.settle(id, result)) this.yieldWanted = true;
  }

  /** A request or event for the strategy; the outcome goes to the link's `reply`. */
  command(id: number, method: string, body: unknown): void {
    const entry = this.patterns.find(({ pattern }) => pattern === method);
    const handler = entry === undefined ? this.undecorated(method) : this.methodOf(entry);
    if (handler === undefined || this.runState !== 'RUNNING') {
      const code = handler === undefined ? 'NO_HANDLER' : 'STRATEGY_STATE';
      return this.options.link.reply(id, { ok: false, refusal: { code, message: `${method} is not answered now` } });
    }
    void this.answer(id, method, () => handler(body));
  }

  /** Lock-step: a round begins; what follows belongs to it. */
  stepBegin(n: number, round: number, timeUs: number): void {
    this.step = { n, round, timeUs, sent: 0, ended: false };
    if (this.options.clock instanceof ReplayClock) this.options.clock.advance(timeUs, false);
    this.desk.flush();
  }

  /** Lock-step: all input of the round is in. `poll` reports the end when the handlers have settled. */
  stepEnd(): void {
    if (this.step === undefined) return;
    if (this.options.clock instanceof ReplayClock) this.options.clock.advance(this.step.timeUs, true);
    this.step.ended = true;
    this.yieldWanted = true;
  }

  /**
   * Call with an empty microtask queue, in a turn of the event loop of its own: ends the round once the handlers have settled or await
   * nothing but the OMS (or virtual time). Whether requests to the host are in flight decides it.
   */
  poll(): void {
    const { step } = this;
    if (step === undefined || !step.ended || this.requests.inFlight > 0 || this.runState === 'STARTING') return;
    this.step = undefined;
    this.options.link.done(step.n, step.round, step.sent);
  }

  /** The strategy cannot go on. Its open orders are cancelled, its hooks are not called any more. */
  fail(error: unknown, hook?: string): void {
    if (this.runState === 'FAILED' || this.runState === 'STOPPED') return;
    const refusal = toRefusal(error, hook);
    this.options.link.log(
      'error',
      { event: 'strategy.failed', hook, stack: error instanceof Error ? error.stack : undefined },
      refusal.message,
    );
    this.enter('FAILED', refusal);
    this.executions.stop(refusal.message, true);
    for (const order of this.ledger.openOrders()) void this.desk.cancel(order);
  }

  private enter(state: RunState, error?: Refusal): void {
    this.runState = state;
    this.options.link.state(state, error);
  }

  private tag(run: string, sequence: number): StepTag | undefined {
    // Step 0 only says that all members are there: nothing is traded in it.
    if (this.step === undefined || this.step.n === 0) return undefined;
    this.step.sent += 1;
    return { run, n: this.step.n, round: this.step.round, sequence };
  }

  private methodOf(entry: PatternEntry): (body: unknown) => unknown {
    const methods = this.strategy as unknown as Record<string, (body: unknown) => unknown>;
    return (body) => methods[entry.method](body);
  }

  private undecorated(method: string): ((body: unknown) => unknown) | undefined {
    if (this.strategy.onCommand === undefined) return undefined;
    return (body) => this.strategy.onCommand?.(method, body);
  }

  private invoke(hook: string, call: () => unknown): void {
    if (this.runState !== 'RUNNING' && this.runState !== 'STARTING') return;
    try {
      const result = call();
      if (!(result instanceof Promise)) return;
      this.yieldWanted = true;
      result.then(undefined, (error: unknown) => this.fail(error, hook));
    } catch (error) {
      this.fail(error, hook);
    }
  }

  private async run(hook: string, call: () => void | Promise<void>): Promise<void> {
    try {
      await call();
    } catch (error) {
      this.fail(error, hook);
    }
  }

  private async answer(id: number, method: string, call: () => unknown): Promise<void> {
    this.yieldWanted = true;
    const { link } = this.options;
    try {
      link.reply(id, { ok: true, value: await call() });
    } catch (error) {
      // The caller's fault or the handler's: it gets the code, and the strategy trades on.
      link.log(
        'error',
        { event: 'strategy.command.failed', method },
        error instanceof Error ? error.message : String(error),
      );
      const code = error instanceof DomainError ? error.code : 'INTERNAL_ERROR';
      link.reply(id, {
        ok: false,
        refusal: { code, message: error instanceof Error ? error.message : 'the handler failed' },
      });
    }
  }

  private async cancelOpen(): Promise<void> {
    const open = this.ledger.openOrders();
    if (open.length === 0) return;
    const cancels = Promise.all(open.map((order) => this.desk.cancel(order)));
    let giveUp: (() => void) | undefined;
    const timeout = new Promise<void>((resolve) => (giveUp = resolve));
    const timer = this.options.clock.setTimer(CANCEL_WAIT_US, () => giveUp?.());
    await Promise.race([cancels, timeout]);
    timer.cancel();
    if (this.ledger.openCount > 0) {
      this.options.link.log(
        'warn',
        { event: 'strategy.orders.left', orders: this.ledger.openCount },
        'orders are still open after the stop',
      );
    }
  }
}

function toRefusal(error: unknown, hook: string | undefined): Refusal {
  const message = error instanceof Error ? error.message : String(error);
  const code = error instanceof DomainError && isErrorCode(error.code) ? error.code : 'STRATEGY_FAILED';
  return {
    code,
    message: hook === undefined ? message : `${hook}: ${message}`,
    ...(hook === undefined ? {} : { details: { hook } }),
  };
}

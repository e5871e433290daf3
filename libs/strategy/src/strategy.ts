import {
  ok,
  type Bar,
  type BarBuilder,
  type BookDelta,
  type BookSnapshot,
  type Instrument,
  type Quote,
  type Result,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { SignalShape } from '@bourseworks/dto/shapes';
import type { StrategyContext } from './context.js';
import type { ParameterSchema, ParameterValues } from './parameters/schema.js';
import type { Execution, IcebergTerms, PovTerms, TwapTerms, VwapTerms } from './execution/types.js';
import type { OrderHandle } from './runtime/order-handle.js';
import type { OrderListHandle } from './runtime/order-list.js';
import type {
  BracketIntent,
  Decision,
  EventOf,
  History,
  HistoryRequest,
  OcoIntent,
  OrderIntent,
  OrderUpdate,
  OtoIntent,
  ScaleInIntent,
  TargetTerms,
  StreamEvent,
  StreamQuery,
  Subscription,
  TermsChange,
} from './runtime/types.js';

const contexts = new WeakMap<Strategy, StrategyContext>();

/** Gives a strategy its context; called once by whatever runs it, before `onStart`. */
export function attachContext(strategy: Strategy, context: StrategyContext): void {
  contexts.set(strategy, context);
}

/** A strategy class with its parameter schema, as the host finds it by type name. */
export interface StrategyClass<S extends ParameterSchema = ParameterSchema> {
  new (): Strategy<S>;
  /** Checked before the strategy is made; default: no parameters. */
  readonly parameters?: ParameterSchema;
}

/**
 * Base of every strategy. The same class runs live, in lock-step replay and in a backtest: it takes time from `clock`,
 * data from its hooks, and says what it wants through the methods below.
 *
 * Hooks run one after the other on the strategy's own thread. A hook may be `async`; when it awaits a history, a
 * subscription or an order, the other hooks go on meanwhile, in the order in which the host received their input. What a
 * hook throws stops the strategy: it goes to FAILED and its open orders are cancelled.
 */
export abstract class Strategy<S extends ParameterSchema = ParameterSchema> {
  /** Open orders are cancelled when the strategy stops. Override with false to leave them working. */
  readonly cancelOrdersOnStop: boolean = true;

  /** Orders and positions of earlier runs are known here. Data that arrive while it awaits are delivered already. */
  onStart(): void | Promise<void> {}
  onStop(_reason: string): void | Promise<void> {}
  /** `kind` is that of the stream, such as `bar-1m`, or the name of bars that it has built. */
  onBar(_bar: Bar, _instrument: Instrument, _kind: string): void | Promise<void> {}
  onTrade(_trade: Trade, _instrument: Instrument): void | Promise<void> {}
  onQuote(_quote: Quote, _instrument: Instrument): void | Promise<void> {}
  onBook(_book: BookSnapshot | BookDelta, _instrument: Instrument): void | Promise<void> {}
  onOrderEvent(_order: OrderHandle, _update: OrderUpdate): void | Promise<void> {}
  onTimer(_name: string): void | Promise<void> {}
  /** A gap, restart or change of state of a subscribed stream. */
  onStream(_event: StreamEvent): void | Promise<void> {}
  /** A value of a signal asked for with `listen`. */
  onSignal(_signal: SignalShape): void | Promise<void> {}
  /** Requests and events on `strategy/v1/{id}/{method}` that no decorated method takes; the result is the reply. */
  onCommand?(method: string, body: unknown): unknown;

  protected get id(): string {
    return this.context.id;
  }

  protected get account(): string {
    return this.context.account;
  }

  protected get parameters(): ParameterValues<S> {
    return this.context.parameters as ParameterValues<S>;
  }

  /** Virtual in replay and backtest. */
  protected get clock(): Clock {
    return this.context.clock;
  }

  /** Written off this thread. */
  protected get log(): EventLog {
    return this.context.log;
  }

  /** Resolves with the whole range in memory, or with the refusal of the market-data service. */
  protected history<K extends StreamKind>(request: HistoryRequest<K>): Promise<Result<History<K>>> {
    return this.context.history(request);
  }

  /**
   * Gives what a stream had in the last `backUs` to `take`, in order of time; resolves with how many items there were, or with
   * the refusal of the market-data service. Nothing where that would be before 1970, as at the start of a replay.
   */
  protected async fromHistory<K extends StreamKind>(
    query: StreamQuery<K>,
    backUs: number,
    take: (item: EventOf<K>, instrument: Instrument) => void,
  ): Promise<Result<number>> {
    const to = this.clock.nowUs();
    const from = Math.max(0, to - backUs);
    if (from >= to) return ok(0);
    const history = await this.history({ ...query, from, to });
    if (!history.ok) return history;
    const { instrument, items } = history.value;
    for (const item of items) take(item, instrument);
    return ok(items.length);
  }

  /** Resolves once the stream runs; its items come to the hook of their kind from then on. */
  protected subscribe(query: StreamQuery): Promise<Result<Subscription>> {
    return this.context.subscribe(query);
  }

  /**
   * Makes bars of the trades of an instrument, by any of the builders of the domain (`timeBars`, `tickBars`, `volumeBars`,
   * `dollarBars`, `imbalanceBars`, `renkoBars`); they come to `onBar` after the trade, with `name` as their kind. It needs a
   * subscription to trades. With `flushUs`, from 1 000, bars of time end by the clock as well, looked at so often.
   *
   * @throws RangeError for a name that the instrument has already
   */
  protected buildBars(name: string, instrument: Instrument, builder: BarBuilder, flushUs?: number): void {
    this.context.buildBars(name, instrument, builder, flushUs);
  }

  protected instrument(venue: string, symbol: string, adapter?: string): Promise<Result<Instrument>> {
    return this.context.instrument(venue, symbol, adapter);
  }

  /**
   * Sends an order. Returns at once; a refusal shows in the handle (`refused`, `code`): at once, without an event, when the
   * numbers do not fit the instrument, later by `onOrderEvent`.
   */
  protected submit(intent: OrderIntent): OrderHandle {
    return this.context.submit(intent);
  }

  protected buy(intent: Omit<OrderIntent, 'side'>): OrderHandle {
    return this.context.submit({ ...intent, side: 'BUY' });
  }

  protected sell(intent: Omit<OrderIntent, 'side'>): OrderHandle {
    return this.context.submit({ ...intent, side: 'SELL' });
  }

  /**
   * An entry with a take-profit and a stop-loss that cancel each other, sized to what the entry fills. Returns at once;
   * taken as a whole or not at all, which `await list.accepted` and `list.refused` tell.
   */
  protected bracket(intent: BracketIntent): OrderListHandle {
    return this.context.bracket(intent);
  }

  /** Two orders of one instrument and quantity that cancel each other. Returns at once. */
  protected oco(intent: OcoIntent): OrderListHandle {
    return this.context.oco(intent);
  }

  /** An order that releases others as it fills. Returns at once. */
  protected oto(intent: OtoIntent): OrderListHandle {
    return this.context.oto(intent);
  }

  /**
   * Sends the order that brings the position to `units` (signed) once it and all that is open of the instrument have filled;
   * in whole lots, rounded toward where the position is. Undefined when nothing is missing that one order may have.
   */
  protected targetPosition(instrument: Instrument, units: number, intent?: TargetTerms): OrderHandle | undefined {
    return this.context.targetPosition(instrument, units, intent);
  }

  /** Sends limit orders of equal parts, spread evenly between two prices; none when the terms are wrong (BAD_REQUEST). */
  protected scaleIn(intent: ScaleInIntent): Result<readonly OrderHandle[]> {
    return this.context.scaleIn(intent);
  }

  /** Works a quantity in equal parts over a time. Like all executions it returns at once, and ends with the strategy. */
  protected twap(terms: TwapTerms): Execution {
    return this.context.twap(terms);
  }

  /** Works a quantity over a time by a profile, such as of `volumeProfile`. */
  protected vwap(terms: VwapTerms): Execution {
    return this.context.vwap(terms);
  }

  /** Works a quantity as a share of what trades. */
  protected pov(terms: PovTerms): Execution {
    return this.context.pov(terms);
  }

  /** Works a quantity at a limit, showing a part at a time. */
  protected iceberg(terms: IcebergTerms): Execution {
    return this.context.iceberg(terms);
  }

  /** Resolves when nothing of the list is open, or with the refusal of the cancel. */
  protected cancelList(list: OrderListHandle): Promise<Result<OrderListHandle>> {
    return this.context.cancelList(list);
  }

  /** Resolves when the order is closed, or with the refusal of the cancel. */
  protected cancel(order: OrderHandle): Promise<Result<OrderHandle>> {
    return this.context.cancel(order);
  }

  /** New total quantity, price, trigger, distance, display or end, in integers of the instrument. */
  protected replace(order: OrderHandle, terms: TermsChange): Promise<Result<OrderHandle>> {
    return this.context.replace(order, terms);
  }

  /** Signed position in quantity units, from this strategy's own fills; exact. */
  protected position(instrument: Instrument): number {
    return this.context.position(instrument);
  }

  protected openOrders(instrument?: Instrument): readonly OrderHandle[] {
    return this.context.openOrders(instrument);
  }

  /** Writes a line of the decision log: what was decided, why, and the numbers behind it. */
  protected decide(decision: Decision): void {
    this.context.decide(decision);
  }

  /** Publishes `signals/v1/{id}/{name}` for other strategies. */
  protected signal(name: string, value: number | string | boolean): void {
    this.context.signal(name, value);
  }

  /** Delivers another strategy's signal to `onSignal`. */
  protected listen(strategy: string, name: string): Promise<Result<void>> {
    return this.context.listen(strategy, name);
  }

  /** Calls `onTimer(name)` once, `delayUs` from now. */
  protected setTimer(delayUs: number, name: string): Timer {
    return this.context.setTimer(delayUs, name);
  }

  protected sleep(us: number): Promise<void> {
    return this.context.sleep(us);
  }

  private get context(): StrategyContext {
    const context = contexts.get(this);
    if (context === undefined)
      throw new Error('a strategy has no context before onStart: move this out of the constructor');
    return context;
  }
}

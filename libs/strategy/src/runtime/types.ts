import type {
  Bar,
  BookDelta,
  BookSnapshot,
  ErrorCode,
  ExecType,
  Instrument,
  OrderType,
  Quote,
  Refusal,
  Result,
  Side,
  StreamKind,
  TimeInForce,
  Trade,
} from '@bourseworks/domain';
import type { LogFields } from '@bourseworks/ports';
import type {
  CancelRequestShape,
  LIST_LEG_CANCELS,
  LIST_RELEASES,
  ListRequestShape,
  OrderRequestShape,
  ReplaceRequestShape,
  SignalShape,
} from '@bourseworks/dto/shapes';

/** What a stream of `K` delivers. */
export type EventOf<K extends StreamKind> = K extends 'trade'
  ? Trade
  : K extends 'quote'
    ? Quote
    : K extends 'book'
      ? BookSnapshot | BookDelta
      : Bar;

export interface StreamQuery<K extends StreamKind = StreamKind> {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: K;
  /** Adapter other than the venue's default. */
  readonly adapter?: string;
}

/** [from, to), microseconds since the epoch. */
export interface HistoryRequest<K extends StreamKind = StreamKind> extends StreamQuery<K> {
  readonly from: number;
  readonly to: number;
}

export interface History<K extends StreamKind = StreamKind> {
  readonly instrument: Instrument;
  readonly kind: K;
  /** In time order. */
  readonly items: readonly EventOf<K>[];
}

export interface Subscription {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
  readonly topic: string;
  readonly status: 'started' | 'joined';
  /** Stops the delivery to this strategy. Idempotent. */
  unsubscribe(): Promise<Result<void>>;
}

/** Something happened to a stream that the strategy reads. */
export interface StreamEvent {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
  /** GAP: items were lost. RESTARTED: the publisher began anew. ENDED: nothing more will come. */
  readonly state: 'GAP' | 'RESTARTED' | 'LIVE' | 'STALE' | 'ENDED';
  /** GAP: how many items. */
  readonly missed: number;
  readonly reason?: string;
}

/** What a replace may change; integers of the instrument. */
export interface TermsChange {
  /** New total quantity. */
  readonly quantity?: number;
  readonly price?: number;
  /** Trigger of a stop that waits. */
  readonly stopPrice?: number;
  /** Distance of a trailing stop from the market. */
  readonly trailBy?: number;
  /** Part that is shown at a time; in a replace 0 shows all. */
  readonly displayQty?: number;
  /** End of a GTD order, microseconds since the epoch. */
  readonly goodTillUs?: number;
}

/** What a strategy orders. Quantity, prices and distance are integers of the instrument. */
export interface OrderIntent extends TermsChange {
  readonly instrument: Instrument;
  readonly side: Side;
  /** Positive multiple of the instrument's lot. */
  readonly quantity: number;
  /** Default by what is given: TRAILING_STOP by trailBy, STOP or STOP_LIMIT by stopPrice, LIMIT by price, else MARKET. */
  readonly type?: OrderType;
  /** Limit, a positive multiple of the tick: LIMIT and STOP_LIMIT only. */
  readonly price?: number;
  /** Default IOC for market orders, GTD with goodTillUs, else GTC. */
  readonly timeInForce?: TimeInForce;
  readonly adapter?: string;
  /** Why; kept in the journal. At most 500 characters. */
  readonly reason?: string;
  /** Denied (RISK_REDUCE_ONLY) unless it can only bring the position of the strategy nearer to zero. */
  readonly reduceOnly?: boolean;
  /** Never takes what is in the book: its venue refuses or cancels it instead. */
  readonly postOnly?: boolean;
}

/** What the order of a target may have beyond what follows from it. */
export type TargetTerms = Omit<OrderIntent, 'instrument' | 'side' | 'quantity'>;

/** A quantity in equal parts at limits from one price to another. */
export interface ScaleInIntent extends Omit<OrderIntent, 'price' | 'type' | 'stopPrice' | 'trailBy'> {
  /** Limits of the first and the last order; each in between is moved to the tick on its passive side. */
  readonly fromPrice: number;
  readonly toPrice: number;
  /** 1 to 100; no more than there are least orders in the quantity. */
  readonly steps: number;
}

/** How the orders of a list depend on each other. */
export interface ListTerms {
  /** PROPORTIONAL (default): what depends on an entry follows each partial fill of it; FULL: it waits for all of it. */
  readonly release?: (typeof LIST_RELEASES)[number];
  /** What the cancel of one exit does to the other. Default: CANCEL for an OCO, KEEP for a bracket. */
  readonly onLegCancel?: (typeof LIST_LEG_CANCELS)[number];
  /** A market order takes back what both exits filled in a race. Default: false, it is alarmed only. */
  readonly closeOvershoot?: boolean;
}

/** An exit of a bracket: instrument, side and quantity follow from its entry. */
export type ExitIntent = Omit<OrderIntent, 'instrument' | 'side' | 'quantity' | 'adapter'>;

/** An entry, and two exits of what it fills that cancel each other. */
export interface BracketIntent extends ListTerms {
  readonly entry: OrderIntent;
  readonly takeProfit: ExitIntent;
  readonly stopLoss: ExitIntent;
}

/** Two orders of one instrument and quantity that cancel each other. */
export interface OcoIntent extends ListTerms {
  readonly legs: readonly [OrderIntent, OrderIntent];
}

/** An order that releases 1 to 9 others as it fills. */
export interface OtoIntent extends ListTerms {
  readonly entry: OrderIntent;
  readonly children: readonly OrderIntent[];
}

/** Something happened to an order of this strategy, prices and quantities in integers of the instrument. */
export interface OrderUpdate {
  readonly execType: ExecType;
  readonly instrument: Instrument;
  readonly side: Side;
  /** Of this execution; 0 when it is none. */
  readonly lastQuantity: number;
  readonly lastPrice: number;
  readonly code?: ErrorCode;
  readonly reason?: string;
  /** When the OMS applied it, microseconds. */
  readonly us: number;
  /** When it happened at the venue, where known. */
  readonly venueUs?: number;
}

/** One line of the decision log. `action` and `reason` in words, everything else as plain values. */
export interface Decision {
  readonly action: string;
  readonly reason: string;
  readonly [name: string]: string | number | boolean | undefined;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export type HostRequest =
  | { readonly id: number; readonly op: 'history'; readonly query: HistoryRequest }
  | { readonly id: number; readonly op: 'subscribe'; readonly query: StreamQuery }
  | { readonly id: number; readonly op: 'unsubscribe'; readonly query: StreamQuery }
  | { readonly id: number; readonly op: 'instrument'; readonly query: Omit<StreamQuery, 'kind'> }
  | { readonly id: number; readonly op: 'listen'; readonly strategy: string; readonly name: string };

export type OrderCommand =
  | { readonly verb: 'submit'; readonly body: OrderRequestShape }
  | { readonly verb: 'submit-list'; readonly body: ListRequestShape }
  | { readonly verb: 'cancel'; readonly body: CancelRequestShape }
  | { readonly verb: 'replace'; readonly body: ReplaceRequestShape };

/** Order event made by the host itself has streamSequence 0. */
export const LOCAL_STREAM_SEQUENCE = 0;

export type RunState = 'STARTING' | 'RUNNING' | 'STOPPING' | 'STOPPED' | 'FAILED';

/** Where the outputs of a strategy go: rings in a worker, arrays in a test, the engine in a backtest. Never throws. */
export interface RuntimeLink {
  order(command: OrderCommand): void;
  request(request: HostRequest): void;
  decision(decision: Decision, us: number): void;
  log(level: LogLevel, fields: LogFields, message?: string): void;
  signal(signal: SignalShape): void;
  /** Outcome of a command that came in with this id. */
  reply(id: number, result: Result<unknown>): void;
  /** Lock-step: the strategy has done its part of the round. */
  done(n: number, round: number, sent: number): void;
  state(state: RunState, error?: Refusal): void;
}

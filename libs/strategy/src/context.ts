import type { BarBuilder, Instrument, Result, StreamKind } from '@bourseworks/domain';
import type { Clock, EventLog, Timer } from '@bourseworks/ports';
import type { Execution, IcebergTerms, PovTerms, TwapTerms, VwapTerms } from './execution/types.js';
import type { OrderHandle } from './runtime/order-handle.js';
import type { OrderListHandle } from './runtime/order-list.js';
import type {
  BracketIntent,
  Decision,
  History,
  HistoryRequest,
  OcoIntent,
  OrderIntent,
  OtoIntent,
  ScaleInIntent,
  TargetTerms,
  TermsChange,
  StreamQuery,
  Subscription,
} from './runtime/types.js';

/** What the kit gives a strategy. The base class hands it on under shorter names. */
export interface StrategyContext {
  readonly id: string;
  readonly account: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly clock: Clock;
  readonly log: EventLog;
  history<K extends StreamKind>(request: HistoryRequest<K>): Promise<Result<History<K>>>;
  subscribe(query: StreamQuery): Promise<Result<Subscription>>;
  instrument(venue: string, symbol: string, adapter?: string): Promise<Result<Instrument>>;
  submit(intent: OrderIntent): OrderHandle;
  bracket(intent: BracketIntent): OrderListHandle;
  oco(intent: OcoIntent): OrderListHandle;
  oto(intent: OtoIntent): OrderListHandle;
  scaleIn(intent: ScaleInIntent): Result<readonly OrderHandle[]>;
  targetPosition(instrument: Instrument, units: number, intent?: TargetTerms): OrderHandle | undefined;
  twap(terms: TwapTerms): Execution;
  vwap(terms: VwapTerms): Execution;
  pov(terms: PovTerms): Execution;
  iceberg(terms: IcebergTerms): Execution;
  cancelList(list: OrderListHandle): Promise<Result<OrderListHandle>>;
  cancel(order: OrderHandle): Promise<Result<OrderHandle>>;
  replace(order: OrderHandle, terms: TermsChange): Promise<Result<OrderHandle>>;
  position(instrument: Instrument): number;
  openOrders(instrument?: Instrument): readonly OrderHandle[];
  decide(decision: Decision): void;
  signal(name: string, value: number | string | boolean): void;
  listen(strategy: string, name: string): Promise<Result<void>>;
  buildBars(name: string, instrument: Instrument, builder: BarBuilder, flushUs?: number): void;
  setTimer(delayUs: number, name: string): Timer;
  sleep(us: number): Promise<void>;
}

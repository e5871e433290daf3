import type {
  Bar,
  BookDelta,
  BookSnapshot,
  ErrorCode,
  ExecutionReport,
  Instrument,
  OrderTerms,
  OrderType,
  Quote,
  TimeInForce,
} from '@bourseworks/domain';
import type { StreamSpec } from './market-data-adapter.js';

/** Instructions that not every venue follows. Without REDUCE_ONLY the OMS alone holds an order to reducing. */
export const BROKER_INSTRUCTIONS = ['POST_ONLY', 'REDUCE_ONLY', 'ICEBERG'] as const;
export type BrokerInstruction = (typeof BROKER_INSTRUCTIONS)[number];

export interface BrokerCapabilities {
  readonly orderTypes: readonly OrderType[];
  readonly timesInForce: readonly TimeInForce[];
  /** Default: none. */
  readonly instructions?: readonly BrokerInstruction[];
  /** The venue replaces in place; otherwise the OMS cancels and sends anew. */
  readonly replace: boolean;
  /** Replaces of one order that may be unanswered at a time, 1-4; default 1: a further one is refused here. */
  readonly replacesInFlight?: number;
  /** A filled order that is made larger works again. Default: it is over. */
  readonly reopensFilled?: boolean;
  /** The venue refuses a second order with the same clOrdId, so that an unknown send may be repeated. */
  readonly uniqueClOrdId: boolean;
  /** How long a query may still miss an order that was accepted, in microseconds. */
  readonly consistencyHorizonUs: number;
  /** The venue keeps our accounts apart by their names; else all that it holds is one account's. Default: no. */
  readonly namedAccounts?: boolean;
  /** The venue forgets positions and cash when it starts anew: differences are told, and nothing is adjusted. Default: no. */
  readonly volatileBooks?: boolean;
}

/** An order as the broker gets it. */
export interface BrokerOrder {
  readonly clOrdId: string;
  readonly account: string;
  readonly instrument: Instrument;
  readonly terms: OrderTerms;
  /** Time of the decision on the sender's clock, microseconds. */
  readonly sentUs: number;
}

/** The broker's view of an order, for reconciliation. Units of the instrument. */
export interface BrokerOrderState {
  /** The id that it was sent with; of an order that did not come from here, what the venue calls its client id, or empty. */
  readonly clOrdId: string;
  readonly venueOrderId: string;
  readonly cumQty: number;
  readonly leavesQty: number;
  readonly open: boolean;
  /** Where the venue tells: needed to settle an unheard replace, and to adopt orders that were placed elsewhere. */
  readonly instrument?: Instrument;
  /** Terms in force, quantity in whole. The trigger of a TRAILING_STOP is where it has come to. */
  readonly terms?: OrderTerms;
  /** `terms` tell every instruction: one that they do not have is not in force. */
  readonly wholeTerms?: boolean;
  /** Of a stop, where the venue tells: it went into the book. */
  readonly triggered?: boolean;
  /** When the venue accepted it, microseconds. */
  readonly acceptedUs?: number;
}

/** A position of an account as the broker states it. */
export interface BrokerPosition {
  readonly instrument: Instrument;
  /** Signed, units of the instrument. */
  readonly quantity: number;
  /** Average price of what is held, units of the instrument; 0 = not told. */
  readonly averagePx: number;
}

/** Cash of an account in one currency, ledger money at 10^-18. */
export interface BrokerBalance {
  readonly currency: string;
  readonly total: bigint;
}

/** Receives what the broker says. Calls are synchronous and in the broker's order. */
export interface BrokerSink {
  report(report: ExecutionReport): void;
  /**
   * The link to the venue went up or down; said again while it is down, the reason is another. While down, outcomes of sends
   * are unknown. `code`: ADAPTER_LOGIN when the venue refuses the login.
   */
  link(up: boolean, reason?: string, code?: ErrorCode): void;
}

/**
 * The broker side of a venue; runs in the OMS process. `submit`, `cancel` and `replace` return at once: the outcome arrives
 * through the sink. A send whose outcome cannot be known is reported with execType `Unknown`, never as rejected.
 */
export abstract class BrokerAdapter {
  abstract readonly name: string;
  abstract readonly capabilities: BrokerCapabilities;
  /** Instruments that may be traded. Valid after `connect`. */
  abstract instruments(): readonly Instrument[];
  /**
   * Opens the link; resolves once orders can be sent. Reconnects by itself from then on. Rejects with DomainError, ADAPTER_LOGIN
   * for a login that is refused.
   */
  abstract connect(sink: BrokerSink): Promise<void>;
  abstract submit(order: BrokerOrder): void;
  /** `cancelId` is the clOrdId of the cancel itself. */
  abstract cancel(order: BrokerOrder, cancelId: string): void;
  abstract replace(order: BrokerOrder, replaceId: string, terms: OrderTerms): void;
  /** Orders of an account that are open at the broker. */
  abstract openOrders(account: string): Promise<readonly BrokerOrderState[]>;
  /** One order by our id; undefined when the broker does not know it. */
  abstract order(account: string, clOrdId: string): Promise<BrokerOrderState | undefined>;
  /** Executions of an account since a time, as reports with execType `Trade`. */
  abstract fillsSince(account: string, sinceUs: number): Promise<readonly ExecutionReport[]>;
  /** Whether an id at the venue is one that this adapter made of ours, where the venue takes no ids such as ours. */
  isOwnId(_id: string): boolean {
    return false;
  }
  /** All positions of an account that are not flat; undefined when the venue keeps none. Default: not told. */
  positions(_account: string): Promise<readonly BrokerPosition[] | undefined> {
    return Promise.resolve(undefined);
  }
  /** Cash of an account by currency; undefined when the venue keeps none. Default: not told. */
  balances(_account: string): Promise<readonly BrokerBalance[] | undefined> {
    return Promise.resolve(undefined);
  }
  abstract close(): Promise<void>;
}

/**
 * A broker that fills against market data it is shown (paper trading). It is shown data before anything else sees them, so
 * an order can only meet data that came after the decision it follows from.
 */
export interface MarketDataDriven {
  /** What will be shown from now on; replaces what was said before. Which of an instrument's streams fills is the broker's rule. */
  onStreams(streams: readonly StreamSpec[]): void;
  onBar(instrument: Instrument, bar: Bar): void;
  onQuote(instrument: Instrument, quote: Quote): void;
  onBook(instrument: Instrument, book: BookSnapshot | BookDelta): void;
}

const DRIVEN_METHODS: readonly (keyof MarketDataDriven)[] = ['onStreams', 'onBar', 'onQuote', 'onBook'];

export function isMarketDataDriven(broker: BrokerAdapter): broker is BrokerAdapter & MarketDataDriven {
  return DRIVEN_METHODS.every((method) => method in broker);
}

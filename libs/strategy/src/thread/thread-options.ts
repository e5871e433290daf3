import type { Refusal } from '@bourseworks/domain';
import type { OrderVerb, PatternEntryList } from './thread-types.js';
import type { HostRequest } from '../runtime/types.js';
import type {
  CommandReplyRecord,
  DecisionRecord,
  DoneRecord,
  LogRecord,
  StateRecord,
  StrategyModule,
} from './protocol.js';

export interface ThreadSizes {
  /** Bytes of the ring of trades, bars, history, signals and commands; power of two. */
  readonly dataBytes?: number;
  /** Bytes of the reserved ring of order events; power of two. */
  readonly orderBytes?: number;
  /** Bytes of the ring from the strategy; power of two. */
  readonly outBytes?: number;
  /** Instruments whose quotes are conflated. */
  readonly quoteSlots?: number;
  /** Records that may wait beside each full ring before the strategy is stopped. */
  readonly maxOverflow?: number;
  /** Bytes of history answers sent and not yet taken. */
  readonly maxBulkInFlight?: number;
}

export interface ThreadLimits {
  /** Heap caps of the thread in MB; rings and typed arrays lie outside of them. */
  readonly maxOldGenerationMb?: number;
  readonly maxYoungGenerationMb?: number;
}

/** What a thread tells its owner. Called on the owner's thread, in the order of the strategy. */
export interface ThreadEvents {
  ready(patterns: PatternEntryList, takesCommands: boolean): void;
  state(record: StateRecord): void;
  /** `body` is the JSON for the OMS and may be kept; `causeReceivedUs` is when its input was received, 0 when not known. */
  order(verb: OrderVerb, body: Buffer, causeReceivedUs: number): void;
  request(request: HostRequest): void;
  log(record: LogRecord): void;
  decision(record: DecisionRecord): void;
  signal(signal: { readonly name: string }): void;
  reply(record: CommandReplyRecord): void;
  done(record: DoneRecord): void;
  /** A lane is full and its overflow too: a record was lost, the strategy must be stopped. */
  overrun(lane: 'data' | 'orders'): void;
  /** The first record waits beside a full ring. */
  overflow(lane: 'data' | 'orders'): void;
  /** The thread could not load or make the strategy. */
  failed(refusal: Refusal): void;
  /** The thread is gone. `error` when it crashed. */
  exit(code: number, error: Error | undefined): void;
}

export interface ThreadOptions {
  readonly id: string;
  readonly account: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly module: StrategyModule;
  readonly epoch: number;
  /** Lock-step run; absent when live. */
  readonly run?: string;
  readonly startUs?: number;
  readonly sizes?: ThreadSizes;
  readonly limits?: ThreadLimits;
  /** Built worker file; default: the kit's own beside this module. */
  readonly workerUrl?: URL;
}

import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode, Refusal, RefusalDetails, StreamKind } from '@bourseworks/domain';
import { FIRST_USER_RECORD_TYPE } from '@bourseworks/ring';
import type { InstrumentShape } from '@bourseworks/dto/shapes';
import type { PatternEntry } from '../decorators/pattern.decorators.js';
import type { RunState } from '../runtime/types.js';

/** Records from the host to a strategy's thread, beside trades, bars, book levels and bulk. All JSON. */
export const InRecord = {
  /** InstrumentRecord: comes before anything else of that instrument. */
  instrument: FIRST_USER_RECORD_TYPE,
  start: FIRST_USER_RECORD_TYPE + 1,
  /** StopRecord */
  stop: FIRST_USER_RECORD_TYPE + 2,
  /** StepBeginRecord: lock-step, a round begins. */
  stepBegin: FIRST_USER_RECORD_TYPE + 3,
  /** Lock-step: all input of the round was delivered. */
  stepEnd: FIRST_USER_RECORD_TYPE + 4,
  /** ReplyRecord: answers a request of the strategy. */
  reply: FIRST_USER_RECORD_TYPE + 5,
  /** CommandRecord */
  command: FIRST_USER_RECORD_TYPE + 6,
  /** OrderEventShape as it came from the bus; flag REPLAYED for events of before this start. */
  orderEvent: FIRST_USER_RECORD_TYPE + 7,
  /** SignalShape */
  signal: FIRST_USER_RECORD_TYPE + 8,
  /** StreamRecord */
  stream: FIRST_USER_RECORD_TYPE + 9,
} as const;

/** Records from a strategy's thread to the host. */
export const OutRecord = {
  /** f64 host sequence of the input that caused it (0: none), then the JSON body for the OMS. */
  submit: FIRST_USER_RECORD_TYPE + 32,
  cancel: FIRST_USER_RECORD_TYPE + 33,
  replace: FIRST_USER_RECORD_TYPE + 34,
  /** HostRequest */
  request: FIRST_USER_RECORD_TYPE + 35,
  /** LogRecord */
  log: FIRST_USER_RECORD_TYPE + 36,
  /** DecisionRecord */
  decision: FIRST_USER_RECORD_TYPE + 37,
  /** SignalShape */
  signal: FIRST_USER_RECORD_TYPE + 38,
  /** CommandReplyRecord */
  reply: FIRST_USER_RECORD_TYPE + 39,
  /** DoneRecord */
  done: FIRST_USER_RECORD_TYPE + 40,
  /** StateRecord */
  state: FIRST_USER_RECORD_TYPE + 41,
  /** As submit. */
  'submit-list': FIRST_USER_RECORD_TYPE + 42,
} as const;

export const CAUSE_BYTES = 8;
/** Flag of an order event record. */
export const REPLAYED = 1;

export interface InstrumentRecord {
  readonly index: number;
  readonly instrument: InstrumentShape;
}

export interface StopRecord {
  readonly reason: string;
}

export interface StepBeginRecord {
  readonly n: number;
  readonly round: number;
  readonly timeUs: number;
}

/** `value` of a history answer stays away: the items come as bulk. */
export interface ReplyRecord {
  readonly id: number;
  readonly refusal?: Refusal;
  readonly value?: unknown;
  /** The value is (or contains, as `instrument`) the instrument of this number. */
  readonly instrument?: number;
}

export interface CommandRecord {
  readonly id: number;
  readonly method: string;
  readonly body: unknown;
}

export interface StreamRecord {
  readonly instrument: number;
  readonly kind: StreamKind;
  readonly state: 'GAP' | 'RESTARTED' | 'LIVE' | 'STALE' | 'ENDED';
  readonly missed: number;
  readonly reason?: string;
}

export interface LogRecord {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: { readonly event: string; readonly [field: string]: unknown };
  readonly message?: string;
}

export interface DecisionRecord {
  readonly us: number;
  readonly decision: { readonly action: string; readonly reason: string; readonly [name: string]: unknown };
}

export interface CommandReplyRecord {
  readonly id: number;
  readonly value?: unknown;
  readonly refusal?: Refusal;
}

export interface DoneRecord {
  readonly n: number;
  readonly round: number;
  readonly sent: number;
}

export interface StateRecord {
  readonly state: RunState;
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly details?: RefusalDetails };
}

/** Where the class of a strategy is. */
export interface StrategyModule {
  /** File URL of the module. */
  readonly url: string;
  readonly exportName: string;
  /** File URL of a module with a ModuleLoader, for code that finds our libraries by its help only. */
  readonly loader?: string;
}

/** What the module named by StrategyModule.loader exports. */
export interface ModuleLoader {
  /** As `import()`; rejects with DomainError. */
  importModule(url: string): Promise<Readonly<Record<string, unknown>>>;
}

export interface ThreadMemory {
  readonly data: SharedArrayBuffer;
  readonly orders: SharedArrayBuffer;
  readonly quotes: SharedArrayBuffer;
  readonly out: SharedArrayBuffer;
  readonly bulkControl: SharedArrayBuffer;
  readonly workerBell: SharedArrayBuffer;
  readonly hostBell: SharedArrayBuffer;
}

/** What a worker is started with. */
export interface ThreadData {
  readonly id: string;
  readonly account: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly module: StrategyModule;
  readonly epoch: number;
  /** Lock-step run; absent when live. */
  readonly run?: string;
  /** Lock-step: virtual time before the first step, microseconds. */
  readonly startUs?: number;
  readonly memory: ThreadMemory;
  /** Doorbells and control, both ways. */
  readonly port: MessagePort;
  /** History buffers, and nothing else. */
  readonly bulkPort: MessagePort;
}

/** Control messages of the worker; a doorbell is the number 0. */
export type ControlFromWorker =
  | { readonly ready: { readonly patterns: readonly PatternEntry[]; readonly takesCommands: boolean } }
  | { readonly failed: Refusal }
  | { readonly flush: 'data' | 'orders' };

export type ControlFromHost = { readonly flush: 'out' };

import type { Clock, EventLog } from '@bourseworks/ports';
import type { SolaceSession } from '@bourseworks/solace-transport';
import type { HistoryClient } from '../history/history-client.js';
import type { LockStep } from '../lock-step/lock-step.js';
import type { OrderEventSource } from '../orders/order-event-source.js';
import type { InstrumentBook } from '../streams/instrument-book.js';
import type { StreamHub } from '../streams/stream-hub.js';

/** What the strategies of one host share. */
export interface RunnerDeps {
  readonly session: SolaceSession;
  readonly orderEvents: OrderEventSource;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly instruments: InstrumentBook;
  readonly hub: StreamHub;
  readonly history: HistoryClient;
  /** Start of the host in microseconds; epochs of strategies are at or after it. */
  readonly startedUs: number;
  readonly lockStep?: LockStep;
  readonly run?: string;
  readonly heapMb: number;
  readonly maxRestarts: number;
  readonly startTimeoutUs: number;
  readonly orderTries: number;
  /** How often lost order events are looked for when live. */
  readonly lookEveryUs: number;
  readonly orderDeadlineMs: number;
  /** How long one sign of life of a strategy holds, microseconds; 0: none are sent. */
  readonly leaseTtlUs: number;
}

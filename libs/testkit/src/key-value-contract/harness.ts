import type { Clock, KeyValue } from '@bourseworks/ports';

/** How a store can be away: `silent`, nothing that changes it is answered; `gone`, nothing at all is. */
export const STORE_ABSENCES = ['silent', 'gone'] as const;
export type StoreAbsence = (typeof STORE_ABSENCES)[number];

/** What a test can do to a store. A store without one of them skips the cases that need it. */
export interface KeyValueControls {
  leave(how: StoreAbsence): Promise<void>;
  /** Ends `leave`: with all that it held. */
  comeBack(): Promise<void>;
  /** Its process, or the machine's file, begins anew with all that it held. Clients stay. */
  restart(): Promise<void>;
  /** It loses all that it held. */
  forget(): Promise<void>;
  /** The wall clock by which the store lives steps, while no time passes. */
  stepWall(us: number): Promise<void>;
}

export type KeyValueControl = keyof KeyValueControls;

/** A running store. */
export interface KeyValueUnderTest extends Partial<KeyValueControls> {
  /**
   * A client of it, as of another process. A patient one waits for longer than a busy machine stands still, the other so
   * briefly that a test can wait for it to give up.
   */
  open(patience: 'patient' | 'impatient'): Promise<KeyValue>;
  /** The clock of its clients. */
  readonly clock: Clock;
  /** Lets time pass, for the store and its clients. */
  pass(us: number): Promise<void>;
  close(): Promise<void>;
}

/** What stands before the store is started, for the names of cases. */
export interface KeyValueHarness {
  readonly controls: readonly KeyValueControl[];
  start(): Promise<KeyValueUnderTest>;
}

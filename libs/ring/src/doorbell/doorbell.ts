/**
 * How a consumer that has nothing to do is woken. It says in shared memory that it sleeps, looks at its lanes once more and
 * returns to its event loop; a producer that has written rings a message port only when it finds that flag set. Both sides
 * store first and look afterwards with sequentially consistent atomics, so at least one of them sees the other.
 *
 * The event loop keeps running meanwhile. `Atomics.wait` would stop timers and messages; a pending `Atomics.waitAsync` does
 * not keep a worker alive, which then exits with code 0; and it wakes no quicker than a port.
 */
const AWAKE = 0;
const ASLEEP = 1;
const WORD_SLEEPING = 0;

/** A cache line of its own: every producer of the consumer reads the flag after each write. */
const DOORBELL_BYTES = 64;

/** The part of a MessagePort or Worker that a ringer uses. */
export interface DoorbellPort {
  postMessage(value: unknown): void;
}

/** What is posted. Nothing depends on it; any message wakes the consumer. */
export const DOORBELL_MESSAGE = 0;

/** Memory of one consumer's flag, shared with all of its producers. */
export function createDoorbell(): SharedArrayBuffer {
  return new SharedArrayBuffer(DOORBELL_BYTES);
}

/** A producer's side. Several producers may share one consumer: exactly one of them rings. */
export class DoorbellRinger {
  private readonly words: Int32Array;
  private rungCount = 0;

  constructor(
    shared: SharedArrayBuffer,
    private readonly port: DoorbellPort,
  ) {
    this.words = new Int32Array(shared);
  }

  /** Messages posted by this ringer. */
  get rung(): number {
    return this.rungCount;
  }

  /** Call after a write, or once after a burst of writes. Costs one atomic load while the consumer is awake. */
  ring(): boolean {
    if (Atomics.load(this.words, WORD_SLEEPING) !== ASLEEP) return false;
    if (Atomics.compareExchange(this.words, WORD_SLEEPING, ASLEEP, AWAKE) !== ASLEEP) return false;
    this.rungCount += 1;
    this.port.postMessage(DOORBELL_MESSAGE);
    return true;
  }
}

/** The consumer's side. */
export class DoorbellSleeper {
  private readonly words: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.words = new Int32Array(shared);
  }

  /** Says that the consumer sleeps. It must look at its lanes once more after this, and only then return to its event loop. */
  sleep(): void {
    Atomics.store(this.words, WORD_SLEEPING, ASLEEP);
  }

  /** Says that the consumer is awake, so that producers stop ringing. */
  wake(): void {
    Atomics.store(this.words, WORD_SLEEPING, AWAKE);
  }
}

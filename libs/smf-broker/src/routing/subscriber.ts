/** Something that publishers may have to wait for. */
export interface Relief {
  /** Calls back once it is no longer congested, has been for too long, or is gone. */
  whenRelieved(callback: () => void): void;
}

/** Whoever takes messages from the router: a client's session, or a queue of an extension. */
export interface Subscriber extends Relief {
  /** Unique for the life of the broker. */
  readonly id: number;
  /** False while its output is above the soft bound: a shared group then prefers another member. */
  readonly ready: boolean;
  /** True while publishers should wait for it, see `whenRelieved`. */
  readonly congested: boolean;
  /** Takes no message that it published itself. */
  readonly noLocal: boolean;
  /** 1 is served first. */
  readonly deliverToOnePriority: number;
  /** Takes `frames` whole frames, `bytes[start, end)`. The bytes are shared and must not be changed or kept by reference
   * beyond what the subscriber accounts for. */
  deliver(bytes: Buffer, start: number, end: number, frames: number): void;
}

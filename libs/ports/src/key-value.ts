/**
 * A value with its version, which rises with every write of its key and never comes back: as with tokens, not in a store either
 * that has lost its memory.
 */
export interface Versioned {
  readonly value: string;
  /** Safe integer, at least 1. */
  readonly version: number;
}

/** A lease that was granted: only its owner may act, and whoever hears of a higher token ignores it. */
export interface Fence {
  /** Higher than every token of this name before, for ever: whatever carries it is told from that of earlier owners. */
  readonly token: number;
  /**
   * Until when it surely holds, monotonic microseconds of the caller: counted from before the store was asked. An owner that
   * could not renew stops acting before it.
   */
  readonly untilUs: number;
}

export interface Holder {
  readonly owner: string;
  readonly token: number;
}

/** Bounds of every store; beyond them it throws STORE_LIMIT. */
export const KEY_VALUE_LIMITS = {
  /** Bytes in UTF-8 of a key, and of the name of a bag, member, lease or owner; at least 1. */
  keyBytes: 512,
  /** Bytes in UTF-8 of a value. */
  valueBytes: 65_536,
  /** The same of a member of a bag: all of a bag are listed at once. */
  memberBytes: 4_096,
  /** Members of one bag. */
  members: 10_000,
  /** Shortest and longest time to live, microseconds. */
  minTtlUs: 1_000,
  maxTtlUs: 86_400_000_000_000,
} as const;

/**
 * Small state that the instances of a service share: values with versions, bags of members that run out by themselves, and
 * leases with fencing tokens. Keys, bags and leases are name spaces apart. Each call is atomic, and answers or throws in
 * bounded time; after STORE_UNAVAILABLE it is not known whether a change was made. Times to live run on the store's clock.
 *
 * @throws DomainError STORE_UNAVAILABLE, STORE_LIMIT
 */
export abstract class KeyValue {
  /** Undefined when it is absent or has run out. */
  abstract get(key: string): Promise<Versioned | undefined>;

  /** Sets a value, whatever was there; without `ttlUs` it stays. Resolves with the new version. */
  abstract put(key: string, value: string, ttlUs?: number): Promise<number>;

  /**
   * Sets (or, with undefined, removes) a value if its version is the one expected, 0 = absent. Resolves with the new version
   * (0 after a removal), or with undefined where another version was found; then nothing was changed.
   */
  abstract replace(
    key: string,
    expected: number,
    value: string | undefined,
    ttlUs?: number,
  ): Promise<number | undefined>;

  /** Puts a member into a bag, or its value and time to live anew. */
  abstract putIn(bag: string, member: string, value: string, ttlUs: number): Promise<void>;

  /** False when it was not there, or had run out. */
  abstract removeFrom(bag: string, member: string): Promise<boolean>;

  /** The members that have not run out. */
  abstract list(bag: string): Promise<ReadonlyMap<string, string>>;

  /**
   * Takes a lease that nobody holds. Undefined while anybody holds it, the caller included: that is what `renew` is for, and
   * two processes of one name would both believe it theirs. The token is max(last + 1, the store's wall time in microseconds),
   * so that it does not step back in a store that has lost its memory. After STORE_UNAVAILABLE the caller may hold it without
   * knowing: `holder` tells its token, and a `renew` with that how long.
   */
  abstract acquire(name: string, owner: string, ttlUs: number): Promise<Fence | undefined>;

  /** Holds on to it, with the same token. Undefined when it has run out or is another's: the owner stops at once. */
  abstract renew(name: string, owner: string, token: number, ttlUs: number): Promise<Fence | undefined>;

  /** Gives it back. False when it was no longer held. */
  abstract release(name: string, owner: string, token: number): Promise<boolean>;

  /** Who holds it now. */
  abstract holder(name: string): Promise<Holder | undefined>;

  /** Releases connections and files; idempotent. What is asked for afterwards throws STORE_UNAVAILABLE. */
  abstract close(): Promise<void>;
}

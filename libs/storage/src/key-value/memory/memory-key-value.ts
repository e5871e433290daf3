import { KEY_VALUE_LIMITS, KeyValue, type Clock, type Fence, type Holder, type Versioned } from '@bourseworks/ports';
import { unavailable } from '../../refusals.js';
import { bagFull, checkEntry, checkLease, checkMember, checkNames, storeFull } from '../refusals.js';

/** Entries of all kinds together. */
const MAX_ENTRIES = 100_000;

interface Perishable {
  /** Monotonic microseconds; Infinity without a time to live. */
  readonly untilUs: number;
}

type Entry = Versioned & Perishable;
type Member = { readonly value: string } & Perishable;
type Lease = Holder & Perishable;

/**
 * What several clients of one process share, for tests and for runs that nobody else takes part in. It dies with the
 * process.
 */
export class MemoryStore {
  readonly entries = new Map<string, Entry>();
  readonly bags = new Map<string, Map<string, Member>>();
  readonly leases = new Map<string, Lease>();
  private stamp = 0;
  private members = 0;

  constructor(readonly clock: Clock) {}

  /** A number above all before: of a version or a token. */
  nextStamp(): number {
    this.stamp = Math.max(this.stamp + 1, this.clock.nowUs());
    return this.stamp;
  }

  /** What has not run out. */
  live<T extends Perishable>(one: T | undefined): T | undefined {
    return one !== undefined && this.clock.monotonicUs() < one.untilUs ? one : undefined;
  }

  until(ttlUs: number | undefined): number {
    return ttlUs === undefined ? Infinity : this.clock.monotonicUs() + ttlUs;
  }

  /** @throws DomainError STORE_LIMIT when nothing can be added, what has run out being swept out first. */
  makeRoom(): void {
    if (this.size < MAX_ENTRIES) return;
    for (const map of [this.entries, this.leases, ...this.bags.values()]) this.sweep(map);
    for (const [name, bag] of this.bags) if (bag.size === 0) this.bags.delete(name);
    this.members = [...this.bags.values()].reduce((sum, bag) => sum + bag.size, 0);
    if (this.size >= MAX_ENTRIES) throw storeFull(MAX_ENTRIES);
  }

  setMember(bag: string, member: string, value: Member): void {
    const members = this.bags.get(bag) ?? new Map<string, Member>();
    if (!members.has(member)) {
      if (members.size >= KEY_VALUE_LIMITS.members) this.members -= this.sweep(members);
      if (members.size >= KEY_VALUE_LIMITS.members) throw bagFull(bag);
      this.makeRoom();
      this.members++;
    }
    members.set(member, value);
    this.bags.set(bag, members);
  }

  /** Whether it was there and had not run out. */
  dropMember(bag: string, member: string): boolean {
    const members = this.bags.get(bag);
    const found = members?.get(member);
    if (members === undefined || found === undefined) return false;
    members.delete(member);
    this.members--;
    if (members.size === 0) this.bags.delete(bag);
    return this.live(found) !== undefined;
  }

  private get size(): number {
    return this.entries.size + this.leases.size + this.members;
  }

  /** How many had run out. */
  private sweep(map: Map<string, Perishable>): number {
    const before = map.size;
    for (const [key, one] of map) if (this.live(one) === undefined) map.delete(key);
    return before - map.size;
  }
}

/** A client of a MemoryStore. Times to live run on the monotonic time of its clock. */
export class MemoryKeyValue extends KeyValue {
  private closed = false;

  constructor(private readonly store: MemoryStore) {
    super();
  }

  override async get(key: string): Promise<Versioned | undefined> {
    this.checkOpen();
    checkNames(key);
    const found = this.store.live(this.store.entries.get(key));
    return found && { value: found.value, version: found.version };
  }

  override async put(key: string, value: string, ttlUs?: number): Promise<number> {
    this.checkOpen();
    checkEntry(key, value, ttlUs);
    return this.set(key, value, ttlUs);
  }

  override async replace(
    key: string,
    expected: number,
    value: string | undefined,
    ttlUs?: number,
  ): Promise<number | undefined> {
    this.checkOpen();
    checkEntry(key, value, ttlUs);
    const version = this.store.live(this.store.entries.get(key))?.version ?? 0;
    if (version !== expected) return undefined;
    if (value !== undefined) return this.set(key, value, ttlUs);
    this.store.entries.delete(key);
    return 0;
  }

  override async putIn(bag: string, member: string, value: string, ttlUs: number): Promise<void> {
    this.checkOpen();
    checkMember(bag, member, value, ttlUs);
    this.store.setMember(bag, member, { value, untilUs: this.store.until(ttlUs) });
  }

  override async removeFrom(bag: string, member: string): Promise<boolean> {
    this.checkOpen();
    checkNames(bag, member);
    return this.store.dropMember(bag, member);
  }

  override async list(bag: string): Promise<ReadonlyMap<string, string>> {
    this.checkOpen();
    checkNames(bag);
    const listed = new Map<string, string>();
    for (const [member, one] of this.store.bags.get(bag) ?? [])
      if (this.store.live(one) !== undefined) listed.set(member, one.value);
    return listed;
  }

  override async acquire(name: string, owner: string, ttlUs: number): Promise<Fence | undefined> {
    this.checkOpen();
    checkLease(name, owner, ttlUs);
    if (this.store.live(this.store.leases.get(name)) !== undefined) return undefined;
    if (!this.store.leases.has(name)) this.store.makeRoom();
    return this.hold(name, owner, this.store.nextStamp(), ttlUs);
  }

  override async renew(name: string, owner: string, token: number, ttlUs: number): Promise<Fence | undefined> {
    this.checkOpen();
    checkLease(name, owner, ttlUs);
    return this.isHeld(name, owner, token) ? this.hold(name, owner, token, ttlUs) : undefined;
  }

  override async release(name: string, owner: string, token: number): Promise<boolean> {
    this.checkOpen();
    checkNames(name, owner);
    return this.isHeld(name, owner, token) && this.store.leases.delete(name);
  }

  override async holder(name: string): Promise<Holder | undefined> {
    this.checkOpen();
    checkNames(name);
    const lease = this.store.live(this.store.leases.get(name));
    return lease && { owner: lease.owner, token: lease.token };
  }

  override async close(): Promise<void> {
    this.closed = true;
  }

  private checkOpen(): void {
    if (this.closed) throw unavailable('the store in memory', 'it was closed');
  }

  private set(key: string, value: string, ttlUs: number | undefined): number {
    if (!this.store.entries.has(key)) this.store.makeRoom();
    const version = this.store.nextStamp();
    this.store.entries.set(key, { value, version, untilUs: this.store.until(ttlUs) });
    return version;
  }

  private isHeld(name: string, owner: string, token: number): boolean {
    const lease = this.store.live(this.store.leases.get(name));
    return lease?.owner === owner && lease.token === token;
  }

  private hold(name: string, owner: string, token: number, ttlUs: number): Fence {
    const untilUs = this.store.until(ttlUs);
    this.store.leases.set(name, { owner, token, untilUs });
    return { token, untilUs };
  }
}

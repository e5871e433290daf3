import {
  KEY_VALUE_LIMITS,
  KeyValue,
  type Clock,
  type EventLog,
  type Fence,
  type Holder,
  type Versioned,
} from '@bourseworks/ports';
import { bagFull, checkEntry, checkLease, checkMember, checkNames } from '../refusals.js';
import { RedisConnection } from './redis-connection.js';
import type { RedisKeyValueOptions } from './redis-options.js';
import { ACQUIRE, LIST, PUT, PUT_IN, RELEASE, REMOVE_FROM, RENEW, REPLACE } from './scripts.js';

const US_PER_MS = 1_000;
/** The clocks of two machines run apart by a two-thousandth at most while they are being set right; twice that. */
const DRIFT = 1 / 1_000;

/**
 * State shared over Redis 6.2 or later, by scripts: Redis runs one at a time. Times to live run on the server's wall clock
 * and are rounded up to milliseconds. The server must not evict (`noeviction`): a lease that is evicted is granted twice.
 */
export class RedisKeyValue extends KeyValue {
  private readonly connection: RedisConnection;
  private readonly stampKey: string;
  /** The highest version or token seen: a server that lost its memory, and whose clock is behind, still goes on from it. */
  private seen = 0;

  constructor(
    private readonly options: RedisKeyValueOptions,
    private readonly clock: Clock,
    log?: EventLog,
  ) {
    super();
    this.connection = new RedisConnection(options, clock, log);
    this.stampKey = this.keyOf('stamp');
  }

  override async get(key: string): Promise<Versioned | undefined> {
    checkNames(key);
    const [value, version] = await this.connection.fields(this.keyOf('entry', key), 'value', 'version');
    return value == null || version == null ? undefined : { value, version: this.see(version) };
  }

  override async put(key: string, value: string, ttlUs?: number): Promise<number> {
    checkEntry(key, value, ttlUs);
    const keys = [this.stampKey, this.keyOf('entry', key)];
    return this.see(await this.connection.run(PUT, keys, [String(this.seen), value, ttlText(ttlUs)]));
  }

  override async replace(
    key: string,
    expected: number,
    value: string | undefined,
    ttlUs?: number,
  ): Promise<number | undefined> {
    checkEntry(key, value, ttlUs);
    const keys = [this.stampKey, this.keyOf('entry', key)];
    const what = value === undefined ? ['remove'] : ['set', value, ttlText(ttlUs)];
    const version = await this.connection.run(REPLACE, keys, [String(this.seen), String(expected), ...what]);
    return version === null ? undefined : this.see(version);
  }

  override async putIn(bag: string, member: string, value: string, ttlUs: number): Promise<void> {
    checkMember(bag, member, value, ttlUs);
    const args = [member, value, String(ttlUs), String(KEY_VALUE_LIMITS.members)];
    if ((await this.connection.run(PUT_IN, this.bagKeys(bag), args)) !== 1) throw bagFull(bag);
  }

  override async removeFrom(bag: string, member: string): Promise<boolean> {
    checkNames(bag, member);
    return (await this.connection.run(REMOVE_FROM, this.bagKeys(bag), [member])) === 1;
  }

  override async list(bag: string): Promise<ReadonlyMap<string, string>> {
    checkNames(bag);
    const [members, values] = (await this.connection.run(LIST, this.bagKeys(bag), [])) as [string[], string[]];
    return new Map(members.map((member, index) => [member, values[index] ?? '']));
  }

  override async acquire(name: string, owner: string, ttlUs: number): Promise<Fence | undefined> {
    checkLease(name, owner, ttlUs);
    const untilUs = this.surelyUntil(ttlUs);
    const keys = [this.stampKey, this.keyOf('lease', name)];
    const token = await this.connection.run(ACQUIRE, keys, [String(this.seen), owner, ttlText(ttlUs)]);
    return token === null ? undefined : { token: this.see(token), untilUs };
  }

  override async renew(name: string, owner: string, token: number, ttlUs: number): Promise<Fence | undefined> {
    checkLease(name, owner, ttlUs);
    const untilUs = this.surelyUntil(ttlUs);
    const args = [owner, String(token), ttlText(ttlUs)];
    const renewed = await this.connection.run(RENEW, [this.keyOf('lease', name)], args);
    return renewed === 1 ? { token, untilUs } : undefined;
  }

  override async release(name: string, owner: string, token: number): Promise<boolean> {
    checkNames(name, owner);
    return (await this.connection.run(RELEASE, [this.keyOf('lease', name)], [owner, String(token)])) === 1;
  }

  override async holder(name: string): Promise<Holder | undefined> {
    checkNames(name);
    const [owner, token] = await this.connection.fields(this.keyOf('lease', name), 'owner', 'token');
    return owner == null || token == null ? undefined : { owner, token: this.see(token) };
  }

  override async close(): Promise<void> {
    this.connection.close();
  }

  /** In braces, all keys are on one node of a cluster, as a script needs them. */
  private keyOf(kind: string, name?: string): string {
    const head = `{${this.options.prefix}}:${kind}`;
    return name === undefined ? head : `${head}:${name}`;
  }

  private bagKeys(bag: string): string[] {
    return [this.keyOf('times', bag), this.keyOf('values', bag)];
  }

  /** Counted from before the server is asked, on our own clock, and a little less than the server counts. */
  private surelyUntil(ttlUs: number): number {
    return Math.floor(this.clock.monotonicUs() + ttlUs * (1 - DRIFT));
  }

  private see(stamp: unknown): number {
    const number = Number(stamp);
    this.seen = Math.max(this.seen, number);
    return number;
  }
}

/** Milliseconds, rounded up: a lease lasts at least as long in the store as its owner believes. */
const ttlText = (ttlUs: number | undefined): string =>
  ttlUs === undefined ? '' : String(Math.ceil(ttlUs / US_PER_MS));

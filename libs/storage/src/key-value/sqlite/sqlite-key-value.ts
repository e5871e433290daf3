import { KEY_VALUE_LIMITS, KeyValue, type Clock, type Fence, type Holder, type Versioned } from '@bourseworks/ports';
import { BusyRetry } from '../../sqlite/busy-retry.js';
import { InFlight } from '../in-flight.js';
import { bagFull, checkEntry, checkLease, checkMember, checkNames } from '../refusals.js';
import { SharedFile, type Change } from './shared-file.js';

export interface SqliteKeyValueOptions {
  /** Its folder is made when it is missing. A local disk, never one over a network. */
  readonly path: string;
  /** How long other processes' changes are waited for, microseconds. */
  readonly timeoutUs: number;
}

/**
 * The state that the processes of one machine share, in one SQLite file. Every call is one transaction on the calling
 * thread, a tenth of a millisecond or so. Times to live run while the machine runs, whatever its wall clock does.
 */
export class SqliteKeyValue extends KeyValue {
  private readonly calls: InFlight;
  private readonly retry: BusyRetry;
  private file: SharedFile | undefined;

  constructor(
    private readonly options: SqliteKeyValueOptions,
    private readonly clock: Clock,
  ) {
    super();
    this.calls = new InFlight(options.path);
    this.retry = new BusyRetry(options.path, options.timeoutUs, clock);
  }

  override async get(key: string): Promise<Versioned | undefined> {
    checkNames(key);
    const row = await this.readOne('SELECT value, version, expires_us FROM entry WHERE key = ?', key);
    return row && { value: String(row['value']), version: Number(row['version']) };
  }

  override async put(key: string, value: string, ttlUs?: number): Promise<number> {
    checkEntry(key, value, ttlUs);
    return this.change((file, change) => set(file, change, key, value, ttlUs));
  }

  override async replace(
    key: string,
    expected: number,
    value: string | undefined,
    ttlUs?: number,
  ): Promise<number | undefined> {
    checkEntry(key, value, ttlUs);
    return this.change((file, change) => {
      const query = 'SELECT version FROM entry WHERE key = ? AND (expires_us IS NULL OR expires_us > ?)';
      const version = Number(file.get(query, key, change.nowUs)?.['version'] ?? 0);
      if (version !== expected) return undefined;
      if (value !== undefined) return set(file, change, key, value, ttlUs);
      file.run('DELETE FROM entry WHERE key = ?', key);
      return 0;
    });
  }

  override async putIn(bag: string, member: string, value: string, ttlUs: number): Promise<void> {
    checkMember(bag, member, value, ttlUs);
    await this.change((file, { nowUs }) => {
      const expiresUs = nowUs + ttlUs;
      const update = 'UPDATE member SET value = ?, expires_us = ? WHERE bag = ? AND member = ?';
      if (file.run(update, value, expiresUs, bag, member) > 0) return;
      if (isFull(file, bag)) {
        file.run('DELETE FROM member WHERE bag = ? AND expires_us <= ?', bag, nowUs);
        if (isFull(file, bag)) throw bagFull(bag);
      }
      file.run('INSERT INTO member VALUES (?, ?, ?, ?)', bag, member, value, expiresUs);
    });
  }

  override async removeFrom(bag: string, member: string): Promise<boolean> {
    checkNames(bag, member);
    return this.change((file, { nowUs }) => {
      const query = 'DELETE FROM member WHERE bag = ? AND member = ? AND expires_us > ?';
      return file.run(query, bag, member, nowUs) > 0;
    });
  }

  override async list(bag: string): Promise<ReadonlyMap<string, string>> {
    checkNames(bag);
    const { rows, nowUs } = await this.read('SELECT member, value, expires_us FROM member WHERE bag = ?', bag);
    const live = rows.filter((row) => Number(row['expires_us']) > nowUs);
    return new Map(live.map((row) => [String(row['member']), String(row['value'])]));
  }

  override async acquire(name: string, owner: string, ttlUs: number): Promise<Fence | undefined> {
    checkLease(name, owner, ttlUs);
    const askedUs = Math.floor(this.clock.monotonicUs());
    // Most who ask find it held: they need not keep others from writing.
    if ((await this.holder(name)) !== undefined) return undefined;
    const token = await this.change((file, change) => {
      const query = 'SELECT 1 FROM lease WHERE name = ? AND expires_us > ?';
      if (file.get(query, name, change.nowUs) !== undefined) return undefined;
      const stamp = change.stamp();
      file.run('INSERT OR REPLACE INTO lease VALUES (?, ?, ?, ?)', name, owner, stamp, change.nowUs + ttlUs);
      return stamp;
    });
    return token === undefined ? undefined : { token, untilUs: askedUs + ttlUs };
  }

  override async renew(name: string, owner: string, token: number, ttlUs: number): Promise<Fence | undefined> {
    checkLease(name, owner, ttlUs);
    const askedUs = Math.floor(this.clock.monotonicUs());
    const query = 'UPDATE lease SET expires_us = ? WHERE name = ? AND owner = ? AND token = ? AND expires_us > ?';
    const renewed = await this.change((file, { nowUs }) => file.run(query, nowUs + ttlUs, name, owner, token, nowUs));
    return renewed > 0 ? { token, untilUs: askedUs + ttlUs } : undefined;
  }

  override async release(name: string, owner: string, token: number): Promise<boolean> {
    checkNames(name, owner);
    const query = 'DELETE FROM lease WHERE name = ? AND owner = ? AND token = ? AND expires_us > ?';
    return this.change((file, { nowUs }) => file.run(query, name, owner, token, nowUs) > 0);
  }

  override async holder(name: string): Promise<Holder | undefined> {
    checkNames(name);
    const row = await this.readOne('SELECT owner, token, expires_us FROM lease WHERE name = ?', name);
    return row && { owner: String(row['owner']), token: Number(row['token']) };
  }

  override async close(): Promise<void> {
    this.calls.close();
    this.file?.close();
    this.file = undefined;
  }

  private read(query: string, ...bound: readonly string[]): Promise<ReturnType<SharedFile['read']>> {
    return this.whenFree((file) => file.read(query, ...bound));
  }

  /** The row, if it has not run out. */
  private async readOne(query: string, key: string): Promise<Record<string, unknown> | undefined> {
    const { rows, nowUs } = await this.read(query, key);
    const [row] = rows;
    return row === undefined || Number(row['expires_us'] ?? Infinity) <= nowUs ? undefined : row;
  }

  private change<T>(work: (file: SharedFile, change: Change) => T): Promise<T> {
    return this.whenFree((file) => file.change((change) => work(file, change)));
  }

  private whenFree<T>(work: (file: SharedFile) => T): Promise<T> {
    return this.calls.run(() =>
      this.retry.run(() => {
        this.calls.checkOpen();
        this.file ??= SharedFile.open(this.options.path, this.clock);
        return work(this.file);
      }),
    );
  }
}

function isFull(file: SharedFile, bag: string): boolean {
  return Number(file.get('SELECT members FROM bag WHERE bag = ?', bag)?.['members'] ?? 0) >= KEY_VALUE_LIMITS.members;
}

function set(file: SharedFile, change: Change, key: string, value: string, ttlUs: number | undefined): number {
  const version = change.stamp();
  const expiresUs = ttlUs === undefined ? null : change.nowUs + ttlUs;
  file.run('INSERT OR REPLACE INTO entry VALUES (?, ?, ?, ?)', key, value, version, expiresUs);
  return version;
}

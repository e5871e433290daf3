import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { SeededRng, type Clock, type EventLog } from '@bourseworks/ports';
import { Redis } from 'ioredis';
import { InFlight } from '../in-flight.js';
import { unavailable } from '../../refusals.js';
import type { RedisKeyValueOptions } from './redis-options.js';
import type { Script } from './scripts.js';

const US_PER_MS = 1_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

type Answer = string | number | null | readonly Answer[];

/**
 * One connection that comes back by itself. A call waits for it, and then for its answer, within the bound; nothing is sent
 * twice and nothing later: what could not be sent in time is forgotten. A connection on which no answer comes is given up.
 */
export class RedisConnection {
  /** Host and port, for people. */
  readonly name: string;
  private readonly redis: Redis;
  private readonly calls: InFlight;
  private readonly waiters = new Set<() => void>();
  private reason = 'no connection yet';
  private lost = false;

  constructor(
    private readonly options: RedisKeyValueOptions,
    private readonly clock: Clock,
    private readonly log: EventLog | undefined,
  ) {
    this.name = `Redis at ${options.server.host}:${options.server.port}`;
    this.calls = new InFlight(this.name);
    this.redis = client(options);
    this.redis.on('ready', () => this.isReady());
    // An error of the client carries the command, a login included: only its words go on.
    this.redis.on('error', (error: Error) => this.isAway(wordsOf(error)));
    this.redis.on('close', () => this.isAway('the connection was lost'));
    // It failed as "error" has told already, and is tried again.
    this.redis.connect().catch(() => undefined);
  }

  /** @throws DomainError STORE_UNAVAILABLE */
  run(script: Script, keys: readonly string[], args: readonly string[]): Promise<Answer> {
    return this.call(async () => {
      try {
        return (await this.redis.evalsha(script.sha, keys.length, ...keys, ...args)) as Answer;
      } catch (error) {
        // A server forgets its scripts when it starts; then it has done nothing.
        if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
        return (await this.redis.eval(script.text, keys.length, ...keys, ...args)) as Answer;
      }
    });
  }

  /** @throws DomainError STORE_UNAVAILABLE */
  fields(key: string, ...names: readonly string[]): Promise<(string | null)[]> {
    return this.call(() => this.redis.hmget(key, ...names));
  }

  close(): void {
    this.calls.close();
    this.redis.disconnect();
    for (const wake of this.waiters) wake();
  }

  private call<T>(work: () => Promise<T>): Promise<T> {
    return this.calls.run(async () => {
      if (this.redis.status !== 'ready') await this.untilReady();
      this.calls.checkOpen();
      if (this.redis.status !== 'ready') throw unavailable(this.name, this.reason);
      try {
        return await work();
      } catch (error) {
        this.calls.checkOpen();
        throw unavailable(this.name, wordsOf(error));
      }
    });
  }

  private untilReady(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        timer.cancel();
        this.waiters.delete(wake);
        resolve();
      };
      const timer = this.clock.setTimer(this.options.timeoutUs, wake);
      this.waiters.add(wake);
    });
  }

  private isReady(): void {
    if (this.lost) this.log?.info({ event: 'store.back', store: this.name });
    this.lost = false;
    for (const wake of this.waiters) wake();
  }

  private isAway(reason: string): void {
    // "close" follows an error, which knows more.
    if (!this.lost || reason !== 'the connection was lost') this.reason = reason;
    if (this.lost || this.calls.closed) return;
    this.lost = true;
    this.log?.warn({ event: 'store.lost', store: this.name, reason });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** An address has no place in the name that TLS asks for; it is checked all the same. */
const tlsOf = (host: string, { ca }: { readonly ca?: string }): ConnectionOptions =>
  isIP(host) === 0 ? { servername: host, ca } : { ca };

function client({ server, timeoutUs }: RedisKeyValueOptions): Redis {
  const timeoutMs = Math.ceil(timeoutUs / US_PER_MS);
  // Spread out, or all that lost a server ask for it at once.
  const rng = new SeededRng(process.pid);
  return new Redis({
    host: server.host,
    port: server.port,
    db: server.database,
    ...(server.username === '' ? {} : { username: server.username }),
    ...(server.password === '' ? {} : { password: server.password }),
    ...(server.tls === undefined ? {} : { tls: tlsOf(server.host, server.tls) }),
    connectionName: 'bourseworks',
    protocol: 2,
    lazyConnect: true,
    connectTimeout: timeoutMs,
    commandTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // What waits in a queue of the client's would be done long after its caller was told that it failed.
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
    retryStrategy: (attempt) => rng.next() * Math.min(FIRST_PAUSE_MS * 2 ** Math.min(attempt, 10), LONGEST_PAUSE_MS),
    // After a change of roles the address leads to the new primary.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  });
}

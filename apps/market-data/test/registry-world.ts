import { DomainError, ok, type Result } from '@bourseworks/domain';
import { Clock, type Timer } from '@bourseworks/ports';
import { MemoryKeyValue, MemoryStore } from '@bourseworks/storage';
import { VirtualClock } from '@bourseworks/testkit';
import type { Beginning, EndReason, SharedAddress, StreamKey } from '../src/live/registry/stream-key.js';
import { StreamRegistry, type StreamRegistryOptions } from '../src/live/registry/stream-registry.js';
import { instrument, MemoryLog } from './fake-adapter.js';

export const SECOND = 1_000_000;

export const streamKey = (symbol: string, change: Partial<StreamKey> = {}): StreamKey => ({
  topic: `live/${symbol}`,
  adapter: 'a',
  venue: 'v',
  kind: 'trade',
  instrument: { ...instrument, symbol },
  driven: false,
  oneConnection: false,
  ...change,
});

/** Time of one process: it can be stopped, goes on where the others are, or ends. */
class ProcessClock extends Clock {
  private state: 'running' | 'stopped' | 'dead' = 'running';
  private waiting: (() => void)[] = [];

  constructor(private readonly world: VirtualClock) {
    super();
  }

  override nowUs(): number {
    return this.world.nowUs();
  }

  override monotonicUs(): number {
    return this.world.monotonicUs();
  }

  override setTimer(delayUs: number, callback: () => void): Timer {
    let cancelled = false;
    const timer = this.world.setTimer(delayUs, () => {
      const run = (): void => void (cancelled || callback());
      if (this.state === 'running') run();
      else this.waiting.push(run);
    });
    return {
      cancel: () => {
        cancelled = true;
        timer.cancel();
      },
    };
  }

  stop(): void {
    this.state = 'stopped';
  }

  wake(): void {
    this.state = 'running';
    for (const run of this.waiting.splice(0)) run();
  }

  kill(): void {
    this.state = 'dead';
    this.waiting = [];
  }

  get isRunning(): boolean {
    return this.state === 'running';
  }
}

/** A store that may be away. */
class FailingStore extends MemoryKeyValue {
  constructor(
    store: MemoryStore,
    private readonly isAway: () => boolean,
  ) {
    super(store);
    return new Proxy(this, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          if (this.isAway()) return Promise.reject(new DomainError({ code: 'STORE_UNAVAILABLE', message: 'away' }));
          return (member as (...given: unknown[]) => unknown).apply(target, args);
        };
      },
    });
  }
}

/** A stream of an instance: open at the venue, with the epoch that its messages carry. */
export interface Connection {
  readonly instance: string;
  readonly topic: string;
  readonly beginning: Beginning;
}

export interface TestInstance {
  readonly name: string;
  readonly clock: ProcessClock;
  readonly log: MemoryLog;
  readonly registry: StreamRegistry<Connection>;
  readonly ends: EndReason[];
}

/** Instances of the service over one store and one venue, in a time of their own. */
export class RegistryWorld {
  readonly clock = new VirtualClock();
  readonly store = new MemoryStore(this.clock);
  /** Open at the venue. */
  readonly connections: Connection[] = [];
  /** What the venue was asked for, and what it did with it. */
  readonly opened: string[] = [];
  readonly instances = new Map<string, TestInstance>();
  /** Set: the venue refuses with it. */
  refusal: string | undefined;
  /** Set: the venue answers when it resolves. */
  slow: Promise<void> | undefined;
  storeAway = false;
  /** Requests of one instance to another get no answer. */
  deaf = false;
  private leases = 0;

  /** `count` instances, named a, b, c … */
  static async of(count: number, options: Partial<StreamRegistryOptions<Connection>> = {}): Promise<RegistryWorld> {
    const world = new RegistryWorld();
    for (const name of ['a', 'b', 'c', 'd'].slice(0, count)) world.add(name, options);
    await world.pass(0);
    return world;
  }

  add(name: string, options: Partial<StreamRegistryOptions<Connection>> = {}): TestInstance {
    const clock = new ProcessClock(this.clock);
    const log = new MemoryLog();
    const ends: EndReason[] = [];
    const registry = new StreamRegistry<Connection>({
      store: new FailingStore(this.store, () => this.storeAway),
      instance: name,
      clock,
      log,
      maxStreams: 10,
      newLeaseId: () => `lease-${++this.leases}`,
      peers: { join: (instance, address) => this.join(instance, address) },
      resolve: async ({ symbol, adapter }) => ok(this.keyOf(symbol, adapter)),
      runner: {
        open: (key, beginning) => this.open(name, key, beginning),
        close: (_, connection, why) => {
          ends.push(why);
          this.connections.splice(this.connections.indexOf(connection), 1);
        },
        standing: ({ beginning: { epoch } }) => ({ epoch, sequence: 0 }),
      },
      ...options,
    });
    registry.start();
    const instance = { name, clock, log, registry, ends };
    this.instances.set(name, instance);
    return instance;
  }

  get(name: string): TestInstance {
    const instance = this.instances.get(name);
    if (instance === undefined) throw new Error(`no instance ${name}`);
    return instance;
  }

  /** Time goes by. */
  pass(seconds: number): Promise<void> {
    return this.clock.advanceAsync(seconds * SECOND);
  }

  /** Who is connected for a symbol. */
  who(symbol: string): string[] {
    return this.connections.filter(({ topic }) => topic === `live/${symbol}`).map(({ instance }) => instance);
  }

  kill(name: string): void {
    this.get(name).clock.kill();
    for (const connection of this.connections.filter(({ instance }) => instance === name))
      this.connections.splice(this.connections.indexOf(connection), 1);
  }

  /** A grant that is given at once, or while time goes by. */
  async request(name: string, key: StreamKey, subscriber = 's', leaseSeconds = 300) {
    const result = this.get(name).registry.request(key, subscriber, leaseSeconds);
    return this.settled(result);
  }

  /** What becomes of a promise within a minute of the world. */
  async settled<T>(promise: Promise<T>): Promise<T> {
    let done = false;
    void promise.then(
      () => (done = true),
      () => (done = true),
    );
    for (let i = 0; i < 600 && !done; i++) await this.pass(0.1);
    if (!done) throw new Error('nothing became of it within a minute');
    return promise;
  }

  private keyOf(symbol: string, adapter: string): StreamKey {
    return streamKey(symbol, adapter === 'one' ? { adapter, oneConnection: true } : {});
  }

  private async join(
    name: string,
    address: SharedAddress,
  ): Promise<Result<{ epoch: number; sequence: number }> | undefined> {
    const instance = this.get(name);
    if (this.deaf || !instance.clock.isRunning) {
      await new Promise<void>((resolve) => void this.clock.setTimer(5 * SECOND, resolve));
      return undefined;
    }
    const joined = await instance.registry.joined(this.keyOf(address.symbol, address.adapter));
    return !joined.ok && joined.refusal.code === 'STREAM_UNKNOWN' ? undefined : joined;
  }

  private async open(instance: string, { topic }: StreamKey, beginning: Beginning): Promise<Connection> {
    this.opened.push(`${instance} ${topic}`);
    await this.slow;
    if (beginning.signal.aborted) throw new DomainError({ code: 'ADAPTER_FAILED', message: 'given up' });
    if (this.refusal !== undefined) throw new DomainError({ code: 'ADAPTER_FAILED', message: this.refusal });
    const connection = { instance, topic, beginning };
    this.connections.push(connection);
    return connection;
  }
}

export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.refusal.code);
export const granted = <T>(result: Result<T>): T => {
  if (!result.ok) throw new DomainError(result.refusal);
  return result.value;
};

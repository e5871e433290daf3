import { cpuUsOf } from './cpu.js';
import { BATCH, RING, ringOf, WINDOW, type Interest, type Ring } from './load.js';
import { RawClient } from './raw-client.js';
import type { RawProtocol } from './protocol.js';
import type { RunningServer } from './servers.js';

const LIMIT_MS = 30_000;

/** CPU time of one round, us for each message published, whatever the number of its subscribers. */
export interface CpuUse {
  readonly broker: number;
  /** Publisher and subscribers, which are one process. */
  readonly clients: number;
}

/** A subscriber that knows which message has to come next. */
class Subscriber {
  /** Messages of the whole run before which nothing is missing. */
  reached = 0;
  private received = 0;

  constructor(
    readonly client: RawClient,
    private readonly numbers: Uint32Array,
    onRead: () => void,
  ) {
    client.onRead = onRead;
    client.onMessage = (bytes, start) => this.take(bytes.readUInt32BE(start));
  }

  /** Whether everything of that many whole rings is here. */
  hasAll(rings: number): boolean {
    return this.received === rings * this.numbers.length;
  }

  private take(number: number): void {
    const ring = Math.floor(this.received / this.numbers.length);
    const expected = this.numbers[this.received - ring * this.numbers.length];
    if (number !== expected) throw new Error(`message ${number} came instead of ${expected}`);
    this.received += 1;
    this.reached = ring * RING + number + 1;
  }
}

/** One publisher and some subscribers, on connections that stay open. */
export class OneWay {
  /** One for each round, warm-up included. */
  readonly cpu: CpuUse[] = [];
  private sent = 0;
  private rings = 0;
  private settle: ((error: Error | null) => void) | null = null;
  private readonly subscribers: Subscriber[] = [];

  private constructor(
    private readonly server: RunningServer,
    private readonly publisher: RawClient,
    private readonly ring: Ring,
  ) {
    publisher.onFailure = (error) => this.settle?.(error);
  }

  static async open(
    server: RunningServer,
    protocol: () => RawProtocol,
    root: string,
    interests: readonly Interest[],
  ): Promise<OneWay> {
    const publisher = await RawClient.open(protocol(), server.port);
    const made = new OneWay(server, publisher, ringOf(publisher.protocol, root));
    for (const { topics, numbers } of interests) {
      const client = await RawClient.open(protocol(), server.port);
      for (const topic of topics) await client.subscribe(topic);
      client.onFailure = (error) => made.settle?.(error);
      made.subscribers.push(new Subscriber(client, numbers, () => made.pump()));
    }
    return made;
  }

  /** Messages a second until every subscriber has the last one. Rejects when one is lost or out of order. */
  async run(rings: number): Promise<number> {
    const messages = rings * RING;
    this.rings += rings;
    const before = { broker: cpuUsOf(this.server.pid), clients: process.cpuUsage() };
    const start = performance.now();
    await this.arrival();
    const seconds = (performance.now() - start) / 1_000;
    const { user, system } = process.cpuUsage(before.clients);
    const brokerUs = cpuUsOf(this.server.pid) - before.broker;
    this.cpu.push({ broker: brokerUs / messages, clients: (user + system) / messages });
    return messages / seconds;
  }

  close(): void {
    this.publisher.close();
    for (const { client } of this.subscribers) client.close();
  }

  private arrival(): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = (): void => this.settle?.(new Error(`only ${this.slowest()} of ${this.rings * RING} messages came`));
      const timer = setTimeout(late, LIMIT_MS);
      this.settle = (error) => {
        clearTimeout(timer);
        this.settle = null;
        if (error === null) resolve();
        else reject(error);
      };
      this.pump();
    });
  }

  private slowest(): number {
    let least = Number.POSITIVE_INFINITY;
    for (const { reached } of this.subscribers) least = Math.min(least, reached);
    return least;
  }

  /** Sends what the slowest subscriber leaves room for. */
  private pump(): void {
    if (this.settle === null) return;
    if (this.subscribers.every((subscriber) => subscriber.hasAll(this.rings))) {
      this.settle(null);
      return;
    }
    const { bytes, starts } = this.ring;
    const target = Math.min(this.rings * RING, this.slowest() + WINDOW);
    while (this.sent < target) {
      const from = this.sent % RING;
      const count = Math.min(target - this.sent, RING - from);
      if (count < BATCH && from + count < RING) return;
      this.publisher.write(bytes.subarray(starts[from], starts[from + count]));
      this.sent += count;
    }
  }
}

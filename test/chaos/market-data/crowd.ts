import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { MARKET_DATA_REQUEST, type LiveDataReplyShape, type MarketDataBatch } from '@bourseworks/dto/shapes';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { nowUs, type Span } from './times.js';

interface Subscriber {
  readonly stream: string;
  readonly name: string;
  leaseId: string;
  gone: boolean;
}

const LEASE_SECONDS = 15;
const RENEW_MS = 3_000;
const REQUEST_TIMEOUT_MS = 7_000;
const RENEW_TIMEOUT_MS = 1_500;
const PAUSE_MS = 100;
/** After this a subscriber gives up, which is a fault. */
const PATIENCE_MS = 60_000;

/** Subscribers that come and go, and what they hear. */
export class Crowd {
  /** What must not happen. */
  readonly faults: string[] = [];
  /** Messages of an owner that had been replaced: readers ignore them. */
  fenced = 0;
  messages = 0;
  private readonly subscribers = new Set<Subscriber>();
  private readonly wanted = new Map<string, Span[]>();
  private readonly heard = new Map<string, { epoch: number; sequence: number }>();
  private closed = false;
  private readonly renewing: Promise<void>;

  private constructor(private readonly session: SolaceSession) {
    this.renewing = this.renewAll();
  }

  static async join(session: SolaceSession): Promise<Crowd> {
    const crowd = new Crowd(session);
    await session.subscribe('marketdata/live/v1/>', ({ topic, payload }) =>
      crowd.hear(topic, JSON.parse(Buffer.from(payload).toString()) as MarketDataBatch),
    );
    return crowd;
  }

  /** Streams that somebody wants now. */
  streams(): string[] {
    return [...new Set([...this.subscribers].map(({ stream }) => stream))];
  }

  /** When a stream was wanted. */
  spans(stream: string): readonly Span[] {
    return this.wanted.get(stream) ?? [];
  }

  /** One more subscriber: asks until it is served. */
  async add(stream: string): Promise<void> {
    const name = `s-${randomUUID().slice(0, 8)}`;
    const leaseId = await this.patiently(`${stream} for ${name}`, () => this.request(stream, name));
    if (leaseId === undefined) return;
    if (this.count(stream) === 0) this.spansOf(stream).push({ fromUs: nowUs(), toUs: Infinity });
    this.subscribers.add({ stream, name, leaseId, gone: false });
  }

  /** `count` of a stream leave, in the order in which they came. */
  async remove(stream: string, count: number): Promise<void> {
    const leaving = [...this.subscribers].filter((one) => one.stream === stream).slice(0, count);
    await Promise.all(leaving.map((one) => this.release(one)));
  }

  async removeAll(): Promise<void> {
    await Promise.all([...this.subscribers].map((one) => this.release(one)));
  }

  async close(): Promise<void> {
    this.closed = true;
    await this.renewing;
  }

  count(stream: string): number {
    return [...this.subscribers].filter((one) => one.stream === stream).length;
  }

  private async request(stream: string, subscriber: string): Promise<string> {
    const [venue = '', symbol = ''] = stream.split('/');
    const request = { requestId: randomUUID(), venue, symbol, kind: 'trade', subscriber, leaseSeconds: LEASE_SECONDS };
    return (await this.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, request, REQUEST_TIMEOUT_MS)).leaseId;
  }

  private async release(one: Subscriber): Promise<void> {
    one.gone = true;
    this.subscribers.delete(one);
    // From here on nobody counts on it, whenever the answer comes.
    const span = this.spansOf(one.stream).at(-1);
    if (this.count(one.stream) === 0 && span !== undefined) span.toUs = nowUs();
    const { leaseId, name: subscriber } = one;
    // Without an answer the lease runs out.
    await this.ask(MARKET_DATA_REQUEST.release, { leaseId, subscriber }, RENEW_TIMEOUT_MS).catch(() => undefined);
  }

  private async renewAll(): Promise<void> {
    while (!this.closed) {
      await Promise.all([...this.subscribers].map((one) => this.renew(one)));
      await sleep(RENEW_MS);
    }
  }

  private async renew(one: Subscriber): Promise<void> {
    const { leaseId, name: subscriber } = one;
    await this.patiently(`a renewal of ${one.stream} for ${subscriber}`, async () => {
      if (one.gone) return;
      try {
        await this.ask(MARKET_DATA_REQUEST.renew, { leaseId, subscriber }, RENEW_TIMEOUT_MS);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'LEASE_UNKNOWN' || one.gone) throw error;
        this.faults.push(`the lease of ${subscriber} on ${one.stream} was lost though it was renewed`);
        one.leaseId = await this.request(one.stream, subscriber);
      }
    });
  }

  private async patiently<T>(what: string, work: () => Promise<T>): Promise<T | undefined> {
    const untilMs = performance.now() + PATIENCE_MS;
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (this.closed) return undefined;
        if (performance.now() > untilMs) {
          this.faults.push(`gave up: ${what}: ${error instanceof Error ? error.message : String(error)}`);
          return undefined;
        }
      }
      await sleep(PAUSE_MS);
    }
  }

  /** Within an epoch each item is published once, whoever publishes. */
  private hear(topic: string, { epoch, seq0, items }: MarketDataBatch): void {
    this.messages++;
    const at = this.heard.get(topic);
    if (at !== undefined && epoch < at.epoch) {
      this.fenced++;
      return;
    }
    if (at !== undefined && epoch === at.epoch && seq0 <= at.sequence)
      this.faults.push(`${topic}: ${epoch}/${seq0} was published again`);
    this.heard.set(topic, { epoch, sequence: seq0 + items.length - 1 });
  }

  private spansOf(stream: string): Span[] {
    let spans = this.wanted.get(stream);
    if (spans === undefined) this.wanted.set(stream, (spans = []));
    return spans;
  }

  private async ask<T>(topic: string, body: object, timeoutMs: number): Promise<T> {
    const { payload } = await this.session.request(topic, Buffer.from(JSON.stringify(body)), { timeoutMs });
    return JSON.parse(Buffer.from(payload).toString()) as T;
  }
}

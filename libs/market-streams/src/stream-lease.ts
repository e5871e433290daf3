import { randomUUID } from 'node:crypto';
import {
  MARKET_DATA_REQUEST,
  type LeaseReplyShape,
  type LiveDataReplyShape,
  type LiveDataRequestShape,
  type StreamAddress,
} from '@bourseworks/dto/shapes';
import type { Clock, Timer } from '@bourseworks/ports';

/** Short, so that whoever died holds no stream for long, and a restart of market-data is noticed soon. */
const LEASE_SECONDS = 15;
const RENEW_US = 4_000_000;
const RENEW_TIMEOUT_MS = 3_000;
const RELEASE_TIMEOUT_MS = 1_000;

/** The way to market-data. Rejects with an error that has the `code` of a refusal, or when nothing answers. */
export interface LeaseBus {
  /** Without `timeoutMs` somebody waits for the answer: the bus's own time, and its own words when there is none. */
  ask<T>(topic: string, body: object, timeoutMs?: number): Promise<T>;
}

export interface LeaseOwner {
  /** Market-data has forgotten the lease, as after its restart, and granted another. */
  granted(reply: LiveDataReplyShape): void;
  /** It does not answer, or refuses; asked again and again. */
  away(reason: string): void;
  /** It answers again. */
  back(): void;
}

export interface LeaseDeps {
  readonly bus: LeaseBus;
  readonly clock: Clock;
  /** Who asks. */
  readonly subscriber: string;
  /** Microseconds between renewals, far less than the 15 s of a lease. Default 4 s. */
  readonly renewUs?: number | undefined;
}

/** The lease of one live stream: asked for, renewed until it is released, asked for anew when it was lost. */
export class StreamLease {
  private timer: Timer | undefined;
  private leaseId: string | undefined;
  private released = false;
  private isAway = false;

  constructor(
    private readonly address: StreamAddress,
    private readonly owner: LeaseOwner,
    private readonly deps: LeaseDeps,
  ) {}

  /** @throws what the bus rejects with: the refusal of market-data, or that it does not answer */
  request(): Promise<LiveDataReplyShape> {
    return this.ask();
  }

  /** Gives the stream back. Without an answer it ends by itself when the lease has run out. */
  async release(): Promise<void> {
    this.released = true;
    this.timer?.cancel();
    const { leaseId } = this;
    this.leaseId = undefined;
    if (leaseId === undefined) return;
    const { bus, subscriber } = this.deps;
    const body = { leaseId, subscriber };
    await bus.ask(MARKET_DATA_REQUEST.release, body, RELEASE_TIMEOUT_MS).catch(() => undefined);
  }

  /** Asks for the stream anew, whatever the lease: the answer says where it stands. */
  async refresh(): Promise<void> {
    await this.again();
  }

  private async ask(timeoutMs?: number): Promise<LiveDataReplyShape> {
    const { venue, symbol, kind, adapter } = this.address;
    const { bus, subscriber } = this.deps;
    const request: LiveDataRequestShape = {
      requestId: randomUUID(),
      venue,
      symbol,
      kind,
      subscriber,
      leaseSeconds: LEASE_SECONDS,
      ...(adapter === undefined ? {} : { adapter }),
    };
    const reply = await bus.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, request, timeoutMs);
    this.leaseId = reply.leaseId;
    // Released while it asked: what came in the meantime is given back too.
    if (this.released) await this.release();
    else this.schedule();
    return reply;
  }

  private schedule(): void {
    this.timer?.cancel();
    const { clock, renewUs = RENEW_US } = this.deps;
    if (!this.released) this.timer = clock.setTimer(renewUs, () => void this.renew());
  }

  private async renew(): Promise<void> {
    const { bus, subscriber } = this.deps;
    const { leaseId } = this;
    try {
      await bus.ask<LeaseReplyShape>(MARKET_DATA_REQUEST.renew, { leaseId, subscriber }, RENEW_TIMEOUT_MS);
      this.answered();
    } catch (error) {
      if ((error as { code?: unknown }).code === 'LEASE_UNKNOWN') await this.again();
      else this.failed(error);
    }
    this.schedule();
  }

  private async again(): Promise<void> {
    if (this.released) return;
    try {
      const reply = await this.ask(RENEW_TIMEOUT_MS);
      if (this.released) return;
      this.owner.granted(reply);
      this.answered();
    } catch (error) {
      this.failed(error);
    }
  }

  private answered(): void {
    if (this.isAway && !this.released) this.owner.back();
    this.isAway = false;
  }

  private failed(error: unknown): void {
    if (this.isAway || this.released) return;
    this.isAway = true;
    this.owner.away(error instanceof Error ? error.message : String(error));
  }
}

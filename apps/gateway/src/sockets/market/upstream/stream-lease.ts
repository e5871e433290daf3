import { randomUUID } from 'node:crypto';
import { DomainError } from '@bourseworks/domain';
import {
  MARKET_DATA_REQUEST,
  type LeaseReplyShape,
  type LiveDataReplyShape,
  type LiveDataRequestShape,
  type StreamAddress,
} from '@bourseworks/dto/shapes';
import type { Clock, Timer } from '@bourseworks/ports';
import type { PlatformBus } from '../../../bus/platform-bus.js';

/** Short, so that a gateway that died holds no stream for long, and a restart of market-data is noticed soon. */
const LEASE_SECONDS = 15;
const RENEW_US = 4_000_000;
const RENEW_TIMEOUT_MS = 3_000;
const RELEASE_TIMEOUT_MS = 1_000;

export interface LeaseOwner {
  /** Market-data has forgotten the lease, as after its restart, and granted another. */
  granted(reply: LiveDataReplyShape): void;
  /** It does not answer, or refuses; asked again and again. */
  away(reason: string): void;
  /** It answers again. */
  back(): void;
}

/** The lease of one live stream: asked for, renewed until it is released, asked for anew when it was lost. */
export class StreamLease {
  private timer: Timer | undefined;
  private leaseId: string | undefined;
  private released = false;
  private isAway = false;

  constructor(
    private readonly bus: PlatformBus,
    private readonly clock: Clock,
    private readonly address: StreamAddress,
    private readonly subscriber: string,
    private readonly owner: LeaseOwner,
  ) {}

  /** @throws DomainError the refusal of market-data, REQUEST_TIMEOUT or TRANSPORT_DOWN when it does not answer */
  async request(): Promise<LiveDataReplyShape> {
    const { venue, symbol, kind, adapter } = this.address;
    const request: LiveDataRequestShape = {
      requestId: randomUUID(),
      venue,
      symbol,
      kind,
      subscriber: this.subscriber,
      leaseSeconds: LEASE_SECONDS,
      ...(adapter === undefined ? {} : { adapter }),
    };
    const reply = await this.bus.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, request);
    this.leaseId = reply.leaseId;
    // Released while it asked: what came in the meantime is given back too.
    if (this.released) await this.release();
    else this.schedule();
    return reply;
  }

  /** Gives the stream back. Without an answer it ends by itself when the lease has run out. */
  async release(): Promise<void> {
    this.released = true;
    this.timer?.cancel();
    const { leaseId, subscriber } = this;
    this.leaseId = undefined;
    if (leaseId === undefined) return;
    const body = { leaseId, subscriber };
    await this.bus.ask(MARKET_DATA_REQUEST.release, body, RELEASE_TIMEOUT_MS).catch(() => undefined);
  }

  /** Asks for the stream anew, whatever the lease: the answer says where it stands. */
  async refresh(): Promise<void> {
    await this.again();
  }

  private schedule(): void {
    this.timer?.cancel();
    if (!this.released) this.timer = this.clock.setTimer(RENEW_US, () => void this.renew());
  }

  private async renew(): Promise<void> {
    const { leaseId, subscriber } = this;
    try {
      await this.bus.ask<LeaseReplyShape>(MARKET_DATA_REQUEST.renew, { leaseId, subscriber }, RENEW_TIMEOUT_MS);
      this.answered();
    } catch (error) {
      if (error instanceof DomainError && error.code === 'LEASE_UNKNOWN') await this.again();
      else this.failed(error);
    }
    this.schedule();
  }

  private async again(): Promise<void> {
    if (this.released) return;
    try {
      const reply = await this.request();
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

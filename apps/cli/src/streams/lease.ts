import { randomUUID } from 'node:crypto';
import {
  MARKET_DATA_REQUEST,
  type LeaseReplyShape,
  type LeaseRequestShape,
  type LiveDataReplyShape,
  type LiveDataRequestShape,
} from '@bourseworks/dto/shapes';
import type { StreamKind } from '@bourseworks/domain';
import { given } from '../arguments/options.js';
import type { Bus } from '../bus.js';
import { codeOf } from '../failure.js';

/** Short, so that the stream of a command that was killed does not run on for long. */
export const LEASE_SECONDS = 15;
const RENEW_MS = 5_000;
const ANSWER_MS = 3_000;
const RELEASE_MS = 1_000;

export interface StreamQuery {
  readonly venue: string;
  readonly symbol: string;
  readonly kind: StreamKind;
  readonly adapter?: string;
}

export interface LeaseOwner {
  /** Market-data has forgotten the lease, as after its restart, and granted another. */
  granted(reply: LiveDataReplyShape): void;
  /** It does not answer, or refuses; asked again and again. */
  away(reason: string): void;
  /** It answers again. */
  back(): void;
}

/** The lease of one live stream: asked for, renewed until it is released, asked for anew when it was lost. */
export class Lease {
  private timer: NodeJS.Timeout | undefined;
  private released = false;
  private isAway = false;

  private constructor(
    private readonly bus: Bus,
    private readonly query: StreamQuery,
    private readonly subscriber: string,
    private readonly owner: LeaseOwner,
    private reply: LiveDataReplyShape,
    private readonly renewMs: number,
  ) {
    this.schedule();
  }

  /** @throws the refusal of market-data, or CliFailure when it does not answer */
  static async request(
    bus: Bus,
    query: StreamQuery,
    owner: LeaseOwner,
    renewMs = RENEW_MS,
  ): Promise<{ lease: Lease; reply: LiveDataReplyShape }> {
    const subscriber = `cli-${process.pid}`;
    const reply = await bus.query<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, body(query, subscriber));
    return { lease: new Lease(bus, query, subscriber, owner, reply, renewMs), reply };
  }

  /** Gives the stream back. Without an answer it ends by itself when the lease has run out. */
  async release(): Promise<void> {
    this.released = true;
    clearTimeout(this.timer);
    const { leaseId } = this.reply;
    const request: LeaseRequestShape = { leaseId, subscriber: this.subscriber };
    await this.bus.ask<LeaseReplyShape>(MARKET_DATA_REQUEST.release, request, RELEASE_MS).catch(() => undefined);
  }

  private schedule(): void {
    if (!this.released) this.timer = setTimeout(() => void this.renew(), this.renewMs);
  }

  private async renew(): Promise<void> {
    const request: LeaseRequestShape = { leaseId: this.reply.leaseId, subscriber: this.subscriber };
    try {
      await this.bus.ask<LeaseReplyShape>(MARKET_DATA_REQUEST.renew, request, ANSWER_MS);
      this.answered();
    } catch (error) {
      if (codeOf(error) === 'LEASE_UNKNOWN') await this.again();
      else this.failed(error);
    }
    this.schedule();
  }

  private async again(): Promise<void> {
    if (this.released) return;
    try {
      const asked = body(this.query, this.subscriber);
      this.reply = await this.bus.ask<LiveDataReplyShape>(MARKET_DATA_REQUEST.live, asked, ANSWER_MS);
      // Released while it asked: what came in the meantime is given back too.
      if (this.released) return await this.release();
      this.owner.granted(this.reply);
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

function body({ venue, symbol, kind, adapter }: StreamQuery, subscriber: string): LiveDataRequestShape {
  const stream = { venue, symbol, kind, ...given('adapter', adapter) };
  return { requestId: randomUUID(), subscriber, leaseSeconds: LEASE_SECONDS, ...stream };
}

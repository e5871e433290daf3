import { DomainError } from '@bourseworks/domain';
import { SeededRng, type Timer } from '@bourseworks/ports';
import { faultOf, type CcxtFault } from '../../errors.js';
import type { LiveStream } from '../streams/live-stream.js';
import { Patience } from './patience.js';
import type { CcxtVenue } from './venue.js';
import { unlessAborted, waitFor } from './wait.js';

/**
 * Hears the source of one stream, answer after answer, until it is closed: tells the stream when it stands, when it is lost, and
 * what could not be read, and waits after each fault.
 */
export class Listener {
  private readonly closing = new AbortController();
  private readonly signal: AbortSignal;
  /** The waits after what could not be read: of this stream alone. */
  private readonly patience: Patience;
  private settling: Timer | undefined;
  private stands = false;
  /** It stood at least once. */
  private stood = false;

  constructor(
    private readonly venue: CcxtVenue,
    private readonly stream: LiveStream,
  ) {
    const { clock, times } = venue;
    this.signal = AbortSignal.any([this.closing.signal, venue.signal]);
    this.patience = new Patience(times.backoff, clock, new SeededRng(clock.nowUs()), this.signal);
  }

  async run(): Promise<void> {
    while (!this.signal.aborted && !this.stream.ended) {
      try {
        const { source } = this.stream;
        const answer = await this.hear();
        if (this.signal.aborted) return;
        this.heard(answer);
        if (!source.streamed) await waitFor(this.venue.clock, source.waitUs?.() ?? 0, this.signal);
      } catch (error) {
        if (!this.signal.aborted) await this.failed(error);
      }
    }
  }

  /** Idempotent. */
  close(): void {
    this.closing.abort(new Error('the stream was closed'));
    this.stopSettling();
    this.stream.close();
  }

  /** Each question, and each subscription, waits for its turn. */
  private async hear(): Promise<unknown> {
    const { source } = this.stream;
    if (!source.streamed) return this.venue.once(() => source.next(), this.signal);
    if (!this.stands) {
      await this.venue.turn(this.signal);
      this.settle();
    }
    return unlessAborted(source.next(), this.signal);
  }

  private heard(answer: unknown): void {
    this.venue.patience.over();
    this.subscribed();
    const { clock } = this.venue;
    try {
      this.stream.take(answer, { receivedUs: clock.nowUs(), receivedNs: 0 });
    } catch (error) {
      if (error instanceof DomainError) throw error;
      // Whatever ccxt gave, it is not of the shape that it documents.
      throw new DomainError({ code: 'DATA_FORMAT', message: String(error) });
    }
    this.patience.over();
  }

  private subscribed(): void {
    this.stopSettling();
    if (this.stands) return;
    this.stands = true;
    this.stood = true;
    this.stream.channel.subscribed();
  }

  /** A stream in which nothing happens stands as well: it was asked for, and nobody refused. */
  private settle(): void {
    this.stopSettling();
    this.settling = this.venue.clock.setTimer(this.venue.times.settleUs, () => {
      if (this.venue.connected) this.subscribed();
      else this.settle();
    });
  }

  private stopSettling(): void {
    this.settling?.cancel();
    this.settling = undefined;
  }

  private async failed(error: unknown): Promise<void> {
    this.stopSettling();
    const { venue, stream } = this;
    const fault = faultOf(error);
    const what = stream.source.what;
    if (fault.authentication) {
      this.lost(fault);
      stream.channel.shut(venue.shutOut(fault));
      await venue.loginPaused();
    } else if (!this.stood && fault.kind === 'FINAL') {
      stream.refused(venue.failed(what, fault));
    } else if (fault.connection || !this.stands) {
      this.lost(fault);
      await venue.patience.wait();
    } else {
      stream.unreadable(`${what}: ${venue.said(fault)}`);
      // A change that ccxt passed over is missing in the book that it keeps.
      if (stream.source.kept === true && !(error instanceof DomainError) && !fault.sequence) venue.restart();
      await this.patience.wait();
    }
  }

  private lost(fault: CcxtFault): void {
    this.stands = false;
    this.stream.lost(`${this.stream.source.what} is gone: ${this.venue.said(fault)}`);
  }
}

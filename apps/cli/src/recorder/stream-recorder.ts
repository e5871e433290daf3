import { formatNanos } from '@bourseworks/domain';
import type { LiveDataReplyShape, SnapshotReplyShape, StreamAddress } from '@bourseworks/dto/shapes';
import { SystemClock } from '@bourseworks/ports';
import { SegmentWriter, type SegmentLimits } from '@bourseworks/recording';
import type { Bus } from '../bus.js';
import { LiveSubscription, type ReceivedBatch } from '../streams/live-subscription.js';
import { gapText } from '../streams/watch-lines.js';
import { BookRequests } from './book-requests.js';

const NEWLINE = 10;

export interface RecorderOptions {
  /** Folder of the recordings. */
  readonly root: string;
  readonly limits: SegmentLimits;
  /** For whoever looks on. */
  note(text: string): void;
  /** The disk refused. */
  failed(error: Error): void;
}

/** What was recorded of one stream. */
export interface Recorded {
  readonly topic: string;
  readonly messages: number;
  readonly items: number;
  /** Items that were published and did not come. */
  readonly missed: number;
  /** Messages that the disk was too slow for, or failed on. */
  readonly refused: number;
  readonly segments: number;
  readonly bytes: number;
}

/** Records one live stream: its messages as they were published, and of a book a snapshot where a reader needs one. */
export class StreamRecorder {
  private readonly clock = new SystemClock();
  private readonly books: BookRequests | undefined;
  private live: LiveSubscription | undefined;
  private writer: SegmentWriter | undefined;
  private messages = 0;
  private items = 0;
  private missed = 0;
  private refused = 0;

  private constructor(
    bus: Bus,
    private readonly address: StreamAddress,
    private readonly options: RecorderOptions,
  ) {
    const { symbol, kind } = address;
    if (kind === 'book')
      this.books = new BookRequests(bus, address, {
        book: (reply) => this.takeBook(reply),
        failed: (reason) => options.note(`${symbol} ${kind}: no snapshot: ${reason}`),
      });
  }

  /** @throws the refusal of market-data, or CliFailure when it does not answer */
  static async open(bus: Bus, address: StreamAddress, options: RecorderOptions): Promise<StreamRecorder> {
    const recorder = new StreamRecorder(bus, address, options);
    recorder.live = await LiveSubscription.open(bus, address, {
      batch: (received, stream) => recorder.take(received, stream),
      gap: (missed, restarted) => recorder.gap(missed, restarted),
      status: (state, reason) => recorder.say(reason === undefined ? state : `${state} (${reason})`),
    });
    recorder.books?.ask();
    return recorder;
  }

  get recorded(): Recorded {
    const { messages, items, missed, refused, live, writer } = this;
    const { segments = 0, bytes = 0 } = writer ?? {};
    return { topic: live?.opened.topic ?? '', messages, items, missed, refused, segments, bytes };
  }

  /** Gives the stream back and ends its segment. @throws what the disk refused with */
  async close(): Promise<void> {
    this.books?.close();
    await this.live?.close();
    await this.writer?.close();
  }

  private take({ batch, payload }: ReceivedBatch, stream: LiveDataReplyShape): void {
    const { epoch, seq0, items } = batch;
    // A publisher of another make may break its JSON over lines.
    const line = payload.includes(NEWLINE) ? Buffer.from(JSON.stringify(batch)) : payload;
    const before = this.writer?.segments ?? 0;
    if (!this.add(line, epoch, seq0, stream)) {
      this.refused += 1;
      return;
    }
    this.messages += 1;
    this.items += items.length;
    if (this.writer?.segments !== before) this.books?.ask();
  }

  /** False when it is of an owner of the stream who has been replaced. */
  private takeBook({ epoch, sequence, book }: SnapshotReplyShape): boolean {
    const { live } = this;
    if (live === undefined || live.tracker.isPast(epoch)) return false;
    const line = JSON.stringify({ received: formatNanos(this.clock.nowUs()), epoch, sequence, book });
    if (!this.add(Buffer.from(line), epoch, sequence + 1, live.opened)) this.refused += 1;
    return true;
  }

  private add(line: Uint8Array, epoch: number, sequence: number, stream: LiveDataReplyShape): boolean {
    const { topic, instrument } = stream;
    const { root, limits } = this.options;
    const recorded = { topic, kind: this.address.kind, instrument };
    const failed = (error: Error): void => this.options.failed(error);
    this.writer ??= new SegmentWriter(root, recorded, this.clock, failed, limits);
    return this.writer.add(line, { epoch, sequence });
  }

  private gap(missed: number, restarted: boolean): void {
    this.missed += missed;
    this.say(gapText(missed, restarted));
    this.books?.ask();
  }

  private say(what: string): void {
    const { symbol, kind } = this.address;
    this.options.note(`${symbol} ${kind}: ${what}`);
  }
}

import { isPriceOfNow, knownUs, type Instrument, type MarketDataEvent, type StreamState } from '@bourseworks/domain';
import {
  batchFromShape,
  decodeMessage,
  parseLiveTopic,
  type EncodedMessage,
  type LiveTopic,
  type MarketDataStatusShape,
} from '@bourseworks/dto';
import type { EventLog } from '@bourseworks/ports';
import type { BrokerDirectory } from '../brokers/broker-directory.js';
import type { OmsCore } from '../core/oms-core.js';
import { BookTops, type BookTop } from './book-tops.js';

interface Source extends LiveTopic {
  readonly instrument: Instrument;
  /** Highest heard of: what an owner of the stream says who has been replaced is void. */
  epoch: number;
}

/** What was told of a stream, in a status or in the answer to who asked for it. */
export interface ToldState {
  readonly topic: string;
  readonly epoch: number;
  readonly state?: StreamState | undefined;
  readonly reason?: string | undefined;
}

/** Topics remembered at most; beyond it they are parsed each time. */
const MAX_TOPICS = 10_000;

/** Reference prices and marks of the engine, from whatever is published about instruments that our brokers trade. */
export class Marks {
  private readonly sources = new Map<string, Source>();
  private readonly tops = new BookTops();
  /** Instruments whose book, or quote, is known as it is now. */
  private readonly whole = new Set<string>();
  /** Instruments that their venue has halted. */
  private readonly halted = new Set<string>();
  private unreadable = 0;

  constructor(
    private readonly core: OmsCore,
    private readonly directory: BrokerDirectory,
    private readonly log: EventLog,
  ) {}

  /** One message of a live topic; what is not for us is passed over. */
  onMessage(topic: string, message: EncodedMessage): void {
    const source = this.source(topic);
    if (source === undefined) return;
    const decoded = decodeMessage(message);
    const batch = decoded.ok ? batchFromShape(source.kind, decoded.value, source.instrument) : decoded;
    if (!batch.ok) {
      // Once per thousand: a broken publisher must not fill the log.
      if (this.unreadable++ % 1_000 === 0)
        this.log.warn({ event: 'marketdata.unreadable', topic, code: batch.refusal.code });
      return;
    }
    const { epoch, events } = batch.value;
    if (epoch < source.epoch) return;
    source.epoch = epoch;
    // The latest of a batch is all that counts, but for books: each change builds on the one before.
    if (source.kind === 'book') return events.forEach((event) => this.mark(source.instrument, event));
    const last = events.findLast(tellsPrice);
    return last === undefined ? undefined : this.mark(source.instrument, last);
  }

  /** One message of a status topic. */
  onStatus(message: EncodedMessage): void {
    const decoded = decodeMessage(message);
    const status = ((decoded.ok ? decoded.value : undefined) ?? {}) as Partial<MarketDataStatusShape>;
    const { topic, epoch, state, reason } = status;
    if (typeof topic === 'string' && typeof epoch === 'number') this.onState({ topic, epoch, state, reason });
  }

  /**
   * What is told of a stream: a halt stands until one of the instrument's streams is live. What else befalls a stream says
   * nothing of the venue's trading.
   */
  onState({ topic, epoch, state, reason }: ToldState): void {
    if (state !== 'HALTED' && state !== 'LIVE') return;
    const source = this.source(topic);
    if (source === undefined || epoch < source.epoch) return;
    source.epoch = epoch;
    const { instrument } = source;
    const halts = state === 'HALTED';
    if (this.halted.has(instrument.key) === halts) return;
    if (halts) this.halted.add(instrument.key);
    else this.halted.delete(instrument.key);
    this.log.warn({ event: halts ? 'instrument.halted' : 'instrument.resumed', instrument: instrument.key, reason });
    this.core.halt(instrument, halts);
  }

  mark(instrument: Instrument, event: MarketDataEvent): void {
    if (!tellsPrice(event)) return;
    const us = knownUs(event);
    switch (event.kind) {
      case 'quote':
        return this.markSides(instrument, { bid: event.bidPrice, ask: event.askPrice }, us);
      case 'book-snapshot':
      case 'book-delta':
        return this.markSides(instrument, this.tops.after(instrument, event), us);
      case 'trade':
        return this.core.mark(instrument, { last: event.price }, us);
      case 'bar':
        return this.core.mark(instrument, { last: event.close, close: event.close }, us);
    }
  }

  /** A book that is not known any more leaves its last prices, which grow old, and is told to have a gap. */
  private markSides(instrument: Instrument, top: BookTop | undefined, us: number): void {
    const { key } = instrument;
    if (top === undefined) {
      if (this.whole.delete(key)) this.core.mark(instrument, { gapped: true }, us);
      return;
    }
    // A side that was emptied is no longer a reference: -1 tells the engine so.
    const sides = { bid: top.bid || -1, ask: top.ask || -1 };
    const mends = !this.whole.has(key);
    if (mends) this.whole.add(key);
    this.core.mark(instrument, mends ? { ...sides, gapped: false } : sides, us);
  }

  private source(topic: string): Source | undefined {
    const known = this.sources.get(topic);
    if (known !== undefined) return known;
    const parsed = parseLiveTopic(topic);
    if (!parsed.ok) return undefined;
    const instrument = this.directory.ofTopic(parsed.value.venue, parsed.value.symbol);
    if (instrument === undefined) return undefined;
    const source = { ...parsed.value, instrument, epoch: 0 };
    if (this.sources.size < MAX_TOPICS) this.sources.set(topic, source);
    return source;
  }
}

/** Quotes and books are what stands; of trades and bars some tell of the past. */
function tellsPrice(event: MarketDataEvent): boolean {
  return (event.kind !== 'trade' && event.kind !== 'bar') || isPriceOfNow(event);
}

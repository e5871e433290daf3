import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { BookFault } from '../book/book-keeper.js';

/** An event, and the instrument that it is of. */
export interface RecordedEvent {
  readonly instrument: Instrument;
  readonly event: MarketDataEvent;
}

/** What a connection was asked to tell. */
export interface RecordedSubscription {
  readonly instrument: Instrument;
  readonly kind: StreamKind;
}

/** The answer to a request, and when it came. */
export interface RecordedAnswer {
  readonly url: string;
  readonly text: string;
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/** What an adapter makes of what somebody received from its venue and kept. */
export interface RecordedVenue {
  readonly venue: string;
  /** Whether answers and streams of this address are the venue's. */
  isOf(url: string): boolean;
  /** `answers`: all that were recorded, of any time; they tell the instruments. Throws DomainError DATA_FORMAT. */
  open(answers: readonly RecordedAnswer[]): RecordedMarket;
}

/** The instruments of a recording, and who reads its messages. */
export interface RecordedMarket {
  readonly instruments: readonly Instrument[];
  /**
   * What the address of a stream, or a message sent on it, asks for of what is read here. Throws DomainError DATA_FORMAT.
   */
  subscribed(url: string, sent?: string): readonly RecordedSubscription[];
  /** Reads connections that came one after the other, from the first message on. */
  feed(): RecordedFeed;
}

/** Turns recorded messages into events, with the venue's time and that of receipt. All of it throws DomainError DATA_FORMAT. */
export interface RecordedFeed {
  /** How often a book was lost, by what was wrong. */
  readonly faults: Readonly<Record<BookFault, number>>;
  /** The events of a message; none of instruments that are not listed. */
  accept(text: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[];
  /** An answer that came meanwhile, such as a snapshot of a book. */
  answered?(answer: RecordedAnswer): readonly RecordedEvent[];
  /** Another connection takes the place of the one before: what its books were is not known any more. */
  reconnected(receivedUs: number, receivedNs: number): readonly RecordedEvent[];
}

import { read } from '../../parse/fields.js';
import type { Delivery, Subscriber } from '../session/subscriber.js';

/** What a product is in that is traded. */
const ONLINE = 'online';
const MAX_TEXT = 200;

/**
 * Whether a product is traded, as the venue says in turn. What it said last stands when it says nothing: with the connection all
 * streams are told that it is lost.
 */
export class StatusStream implements Subscriber {
  readonly channel = 'status';
  readonly takesLate = false;
  /** Why it is not traded; undefined when it is. */
  halted: string | undefined;

  constructor(
    readonly product: string,
    private readonly changed: () => void,
    /** A message could not be read. */
    private readonly malformed: () => void,
  ) {}

  take({ items }: Delivery): void {
    const { raw } = items[items.length - 1];
    const status = read.textOf(raw, 'status').slice(0, MAX_TEXT);
    const said = (read.optionalText(raw, 'status_message') ?? '').slice(0, MAX_TEXT);
    const why = `Coinbase has it ${status}${said === '' ? '' : `: ${said}`}`;
    const halted = status === ONLINE ? undefined : why;
    if (halted === this.halted) return;
    this.halted = halted;
    this.changed();
  }

  unreadable(): void {
    this.malformed();
  }

  interrupted(): void {
    // The next message says it all again.
  }

  recheck(): void {
    // As above.
  }

  tally(): void {
    // Of no stream that anybody listens to.
  }

  subscribed(): void {
    // Followed by what is to be told.
  }

  lost(): void {
    // As told of the streams themselves.
  }

  shut(): void {
    // As told of the streams themselves.
  }

  refused(): void {
    // Then it is not known, as of venues that do not tell.
  }
}

import { dataFormatError } from '../files/data-format.js';

/** What a line holds. `snapshot`: the answer of the REST call; `other`: a stream that is not read here. */
export type Channel = 'depth' | 'bookTicker' | 'trade' | 'snapshot' | 'other';

/** Nanoseconds since the epoch have 19 digits from 2001 to 2286; the first 16 are the microseconds. */
const TIME_DIGITS = 19;
const US_DIGITS = 16;
const JSON_AT = TIME_DIGITS + 1;
const ZERO = 48;
const SPACE = 32;
const SNAPSHOT_START = '{"lastUpdateId":';

/** One recorded message: `receiveNs JSON`. */
export class FeedLine {
  constructor(
    readonly file: string,
    /** From 1. */
    readonly number: number,
    /** Local receive time. */
    readonly us: number,
    readonly ns: number,
    readonly channel: Channel,
    private readonly text: string,
  ) {}

  fail(problem: string): Error {
    return dataFormatError(this.file, this.number, problem);
  }

  /** The message itself, without the envelope of a combined stream. */
  message(): Readonly<Record<string, unknown>> {
    const value = parseObject(this.text);
    const message = this.channel === 'snapshot' ? value : value?.['data'];
    if (!isObject(message)) throw this.fail('the JSON is broken');
    return message;
  }
}

/**
 * Reads lines of one symbol's recording. Which stream a line is of is seen from its first bytes: most lines are not wanted,
 * and parsing their JSON would cost ten times as much. Of these the time, the order and the braces are checked.
 */
export class LineReader {
  private readonly envelope: string;
  private lastUs = 0;
  private lastNs = 0;

  /** `symbol` in small letters, as in the names of streams. */
  constructor(private readonly symbol: string) {
    this.envelope = `{"stream":"${symbol}@`;
  }

  /** Throws DomainError DATA_FORMAT. Times must not step back, over all lines read. */
  read(text: string, file: string, number: number): FeedLine {
    const fail = (problem: string): Error => dataFormatError(file, number, problem);
    const us = digits(text, 0, US_DIGITS);
    const ns = digits(text, US_DIGITS, TIME_DIGITS);
    if (us < 0 || ns < 0 || text.charCodeAt(TIME_DIGITS) !== SPACE || !Number.isSafeInteger(us))
      throw fail('it does not begin with the receive time in nanoseconds and a space');
    if (us < this.lastUs || (us === this.lastUs && ns < this.lastNs)) throw fail('the time steps back');
    if (text[JSON_AT] !== '{' || !text.endsWith('}')) throw fail('there is no whole JSON object after the time');
    this.lastUs = us;
    this.lastNs = ns;
    return new FeedLine(file, number, us, ns, this.channel(text, fail), text);
  }

  private channel(text: string, fail: (problem: string) => Error): Channel {
    if (text.startsWith(this.envelope, JSON_AT)) return streamAt(text, JSON_AT + this.envelope.length);
    if (text.startsWith(SNAPSHOT_START, JSON_AT)) return 'snapshot';
    // Fields may come in another order, and a recorder also keeps answers to its subscriptions.
    const value = parseObject(text);
    if (value === undefined) throw fail('the JSON is broken');
    const stream = value['stream'];
    if (typeof stream !== 'string') return 'lastUpdateId' in value ? 'snapshot' : 'other';
    if (!stream.startsWith(`${this.symbol}@`)) throw fail(`the stream ${stream} is not of ${this.symbol}`);
    return streamAt(`${stream}"`, this.symbol.length + 1);
  }
}

/** Numbered depth streams (`depth20`) are pieces of a book, no changes of it: they count as others. */
function streamAt(text: string, at: number): Channel {
  if (text.startsWith('bookTicker"', at)) return 'bookTicker';
  if (text.startsWith('trade"', at)) return 'trade';
  return text.startsWith('depth@', at) || text.startsWith('depth"', at) ? 'depth' : 'other';
}

/** The number that stands in text[from, to); -1 when that is not all digits. */
function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - ZERO;
    // NaN beyond the end of the text fails this too.
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text.slice(JSON_AT));
    return isObject(value) ? value : undefined;
  } catch {
    // Whoever asked says so, with the line.
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { dataFormatError } from '../files/data-format.js';

interface Stamped {
  /** From 1. */
  readonly number: number;
  /** When it was sent or received, epoch microseconds and the nanoseconds beside. */
  readonly us: number;
  readonly ns: number;
}

/** A line of a recording of what passed between somebody and an exchange. */
export type ExchangeLine =
  /** The answer to a request. */
  | (Stamped & { readonly kind: 'answer'; readonly url: string; readonly text: string })
  /** A stream was opened. */
  | (Stamped & { readonly kind: 'opened'; readonly url: string })
  /** What its client sent. */
  | (Stamped & { readonly kind: 'sent'; readonly url: string; readonly text: string })
  | (Stamped & { readonly kind: 'received'; readonly text: string });

const TIME = '(\\d{10})(?:\\.(\\d{1,9}))?';
/** Only the beginning: what follows may be megabytes. */
const RECEIVED = new RegExp(`^${TIME}: `);
const WITH_URL = new RegExp(`^(\\S{1,65536}) (->|<-|<->) ${TIME}(: )?`);
/** What was subscribed, for whoever recorded it. */
const CONFIGURATION = 'configuration: ';
const KINDS = { '->': 'answer', '<-': 'sent', '<->': 'opened' } as const;

/** Reads a line; undefined for one that tells nothing. Throws DomainError DATA_FORMAT. */
export function exchangeLine(line: string, file: string, number: number): ExchangeLine | undefined {
  if (line === '' || line.startsWith(CONFIGURATION)) return undefined;
  const received = RECEIVED.exec(line);
  if (received !== null) {
    const [head, seconds, fraction] = received;
    return { kind: 'received', number, ...stamp(seconds, fraction), text: line.slice(head.length) };
  }
  const match = WITH_URL.exec(line);
  if (match === null) throw dataFormatError(file, number, 'it is no line of a recording of an exchange');
  const [head, url, arrow, seconds, fraction] = match;
  if (!URL.canParse(url)) throw dataFormatError(file, number, 'it begins with no address');
  const kind = KINDS[arrow as keyof typeof KINDS];
  const stamped = { number, ...stamp(seconds, fraction), url };
  if (kind === 'opened') return { kind, ...stamped };
  if ((match[5] as string | undefined) === undefined) throw dataFormatError(file, number, 'it has no text');
  return { kind, ...stamped, text: line.slice(head.length) };
}

function stamp(seconds: string, fraction: string | undefined): { readonly us: number; readonly ns: number } {
  const digits = (fraction ?? '').padEnd(9, '0');
  return { us: Number(seconds) * 1_000_000 + Number(digits.slice(0, 6)), ns: Number(digits.slice(6)) };
}

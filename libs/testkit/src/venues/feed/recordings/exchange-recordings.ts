import { data } from '../../../data/data-test.js';
import { gzipLines } from './gzip-lines.js';

interface Stamped {
  /** When it was sent or received, epoch microseconds and the nanoseconds beside. */
  readonly us: number;
  readonly ns: number;
}

/** A line of a file of `exchange-recordings`. */
export type RecordedLine =
  /** The answer to a request. */
  | (Stamped & { readonly kind: 'answer'; readonly url: string; readonly text: string })
  /** A stream was opened. */
  | (Stamped & { readonly kind: 'opened'; readonly url: string })
  /** What the client sent. */
  | (Stamped & { readonly kind: 'sent'; readonly url: string; readonly text: string })
  | (Stamped & { readonly kind: 'received'; readonly text: string })
  /** What was subscribed, as JSON, at the end of some files. */
  | { readonly kind: 'configuration'; readonly text: string };

const TIME = '(\\d{10})(?:\\.(\\d{1,9}))?';
const RECEIVED = new RegExp(`^${TIME}: (.*)$`);
const WITH_URL = new RegExp(`^(\\S+) (->|<-|<->) ${TIME}(?:: (.*))?$`);
const CONFIGURATION = 'configuration: ';
const KINDS = { '->': 'answer', '<-': 'sent', '<->': 'opened' } as const;

/** Reads a line; throws for one that is none. */
export function recordedLine(line: string): RecordedLine {
  const received = RECEIVED.exec(line);
  if (received !== null) return { kind: 'received', ...stamp(received[1], received[2]), text: received[3] };
  if (line.startsWith(CONFIGURATION)) return { kind: 'configuration', text: line.slice(CONFIGURATION.length) };
  const match = WITH_URL.exec(line);
  if (match === null) throw new Error(`no line of a recording: ${line.slice(0, 100)}`);
  const [, url, arrow, seconds, fraction] = match;
  const text = match[5] as string | undefined;
  const kind = KINDS[arrow as keyof typeof KINDS];
  if (kind === 'opened') return { kind, ...stamp(seconds, fraction), url };
  if (text === undefined) throw new Error(`a line without its text: ${line.slice(0, 100)}`);
  return { kind, ...stamp(seconds, fraction), url, text };
}

/** Lines of a file such as `KRAKEN.ws.50.0.gz`, in their order. */
export function* exchangeRecording(name: string): Generator<RecordedLine> {
  for (const line of gzipLines(data('exchange-recordings', name))) yield recordedLine(line);
}

function stamp(seconds: string, fraction: string | undefined): Stamped {
  const digits = (fraction ?? '').padEnd(9, '0');
  return { us: Number(seconds) * 1_000_000 + Number(digits.slice(0, 6)), ns: Number(digits.slice(6)) };
}

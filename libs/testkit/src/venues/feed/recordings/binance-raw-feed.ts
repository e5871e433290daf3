import { data } from '../../../data/data-test.js';
import { gzipLines } from './gzip-lines.js';

/** A line of a file of `binance-raw-feed`. */
export interface RawFeedLine {
  /** When it was received, epoch microseconds and the nanoseconds beside. */
  readonly us: number;
  readonly ns: number;
  /** The JSON as it was received. */
  readonly text: string;
  /** Name of its stream, such as `btcusdt@trade`; undefined for the answer of a request for a snapshot of the book. */
  readonly stream: string | undefined;
}

const LINE = /^(\d{16})(\d{3}) (\{.*\})$/;
const STREAM = /^\{"stream":"([^"]+)"/;

/** Reads a line; throws for one that is none. */
export function rawFeedLine(line: string): RawFeedLine {
  const match = LINE.exec(line);
  if (match === null) throw new Error(`no line of a raw feed: ${line.slice(0, 100)}`);
  const [, us, ns, text] = match;
  return { us: Number(us), ns: Number(ns), text, stream: STREAM.exec(text)?.[1] };
}

/** Lines of a file such as `btcusdt_20240808.gz`, in their order. */
export function* binanceRawFeed(name: string): Generator<RawFeedLine> {
  for (const line of gzipLines(data('binance-raw-feed', name))) yield rawFeedLine(line);
}

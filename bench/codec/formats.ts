import { deepStrictEqual } from 'node:assert';
import type { QuoteRecord } from '@bourseworks/ring';
import { msgpackCodec } from '@bourseworks/solace-transport';
import { Packr } from 'msgpackr';
import { blankQuote, FLUSH, NAMED, named, newBatch, RECORDS, type NamedQuote } from './ticks.js';

/** One way to turn ticks into bytes and back. A run works through all ticks of a flush and returns their number. */
export interface Format {
  readonly run: () => number;
  /** What comes out of it, in words, to be compared with what went in. */
  readonly decoded: () => readonly NamedQuote[];
}

let sink = 0;

/** Uses what was decoded: work without an effect may be compiled away. */
export const used = (): number => sink;

/** Each tick a message of its own. */
function eachTick(encode: (value: unknown) => Uint8Array, decode: (bytes: Uint8Array) => unknown): Format {
  const trip = (tick: NamedQuote): NamedQuote => decode(encode(tick)) as NamedQuote;
  return {
    run() {
      for (const tick of NAMED) sink += trip(tick).ask;
      return FLUSH;
    },
    decoded: () => NAMED.map(trip),
  };
}

/** All ticks of a flush in one message. */
function wholeFlush(encode: (value: unknown) => Uint8Array, decode: (bytes: Uint8Array) => unknown): Format {
  const trip = (): readonly NamedQuote[] => decode(encode(NAMED)) as readonly NamedQuote[];
  return {
    run() {
      const ticks = trip();
      sink += ticks[FLUSH - 1]?.ask ?? 0;
      return ticks.length;
    },
    decoded: trip,
  };
}

const toJson = (value: unknown): Uint8Array => Buffer.from(JSON.stringify(value));
const fromJson = (bytes: Uint8Array): unknown => JSON.parse((bytes as Buffer).toString('utf8'));

/** In place: what a thread pays for a tick before its flush is sent, and for reading it there. */
function fixedTick(): Format {
  const batch = newBatch();
  const out = blankQuote();
  const trip = (record: QuoteRecord): QuoteRecord => {
    batch.clear(record.seq);
    batch.add(record);
    return batch.get(0, out);
  };
  return {
    run() {
      for (const record of RECORDS) sink += trip(record).askPrice;
      return FLUSH;
    },
    decoded: () => RECORDS.map((record) => named(trip(record))),
  };
}

/** With the copy that is sent and the copy that is read. */
function fixedFlush(): Format {
  const [sent, received] = [newBatch(), newBatch()];
  const out = blankQuote();
  const trip = (each: (record: QuoteRecord) => void): void => {
    sent.clear(RECORDS[0]?.seq ?? 0);
    for (const record of RECORDS) sent.add(record);
    const problem = received.load(sent.bytes());
    if (problem !== undefined) throw new Error(problem);
    for (let index = 0; index < received.size; index++) each(received.get(index, out));
  };
  return {
    run() {
      trip((record) => (sink += record.askPrice));
      return FLUSH;
    },
    decoded() {
      const ticks: NamedQuote[] = [];
      trip((record) => ticks.push(named(record)));
      return ticks;
    },
  };
}

export type FormatName = 'jsonTick' | 'msgpackrTick' | 'msgpackTick' | 'fixedTick' | 'jsonFlush' | 'fixedFlush';

/** Checked before anything is timed: each gives back the ticks that went in. */
export function formats(): Record<FormatName, Format> {
  const packr = new Packr({ structures: [] });
  const codec = msgpackCodec();
  const all: Record<FormatName, Format> = {
    jsonTick: eachTick(toJson, fromJson),
    msgpackrTick: eachTick(
      (value) => packr.pack(value),
      (bytes) => packr.unpack(bytes) as unknown,
    ),
    msgpackTick: eachTick(
      (value) => codec.encode(value),
      (bytes) => (codec.decode(bytes) as { readonly value: unknown }).value,
    ),
    fixedTick: fixedTick(),
    jsonFlush: wholeFlush(toJson, fromJson),
    fixedFlush: fixedFlush(),
  };
  for (const [name, format] of Object.entries(all)) deepStrictEqual([...format.decoded()], [...NAMED], name);
  return all;
}

import { parentPort, workerData } from 'node:worker_threads';
import type { QuoteRecord } from '../index.js';
import { quoteLayout, SlotReader, SlotWriter } from '../index.js';
import { Seeded } from './seeded.js';

/** Scenario: the writer overwrites a few slots as fast as it can, each value with one number in all of its fields. */
export interface SlotsData {
  readonly role: 'producer' | 'consumer';
  readonly table: SharedArrayBuffer;
  /** Word 0: 1 when the writer has ended. */
  readonly control: SharedArrayBuffer;
  readonly writes: number;
  readonly seed: number;
}

export interface SlotsResult {
  /** Written, or delivered. */
  readonly values: number;
  readonly conflated: number;
  readonly torn: number;
  readonly backwards: number;
  /** Last sequence of each slot. */
  readonly last: number[];
}

const { role, table, control, writes, seed } = workerData as SlotsData;
const done = new Int32Array(control);

function produce(): SlotsResult {
  const random = new Seeded(seed);
  const writer = new SlotWriter(table);
  const quote = quoteLayout.blank();
  const last = Array.from({ length: writer.table.slots }, () => 0);
  for (let seq = 1; seq <= writes; seq += 1) {
    const slot = random.below(writer.table.slots);
    quote.instrument = slot;
    quote.flags = seq;
    quote.seq = quote.us = quote.ns = seq;
    quote.bidPrice = quote.bidQuantity = quote.askPrice = quote.askQuantity = seq;
    writer.write(slot, seq, quoteLayout, quote);
    last[slot] = seq;
  }
  Atomics.store(done, 0, 1);
  return { values: writer.written, conflated: writer.conflated, torn: 0, backwards: 0, last };
}

function whole(quote: QuoteRecord, seq: number): boolean {
  const { flags, us, ns, bidPrice, bidQuantity, askPrice, askQuantity } = quote;
  return [flags, quote.seq, us, ns, bidPrice, bidQuantity, askPrice, askQuantity].every((field) => field === seq);
}

async function consume(): Promise<SlotsResult> {
  const reader = new SlotReader(table);
  const quote = quoteLayout.blank();
  const last = Array.from({ length: reader.table.slots }, () => 0);
  let torn = 0;
  let backwards = 0;
  for (;;) {
    const ended = Atomics.load(done, 0) === 1;
    const drained = reader.drain(256, (_type, seq, memory, at) => {
      quoteLayout.decode(memory, at, quote);
      if (!whole(quote, seq)) torn += 1;
      if (seq <= last[quote.instrument]) backwards += 1;
      last[quote.instrument] = seq;
    });
    if (ended && drained === 0) break;
    if (drained === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  return { values: reader.read, conflated: 0, torn, backwards, last };
}

parentPort?.postMessage(role === 'producer' ? produce() : await consume());

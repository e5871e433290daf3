import type { MessagePort } from 'node:worker_threads';
import { parentPort, workerData } from 'node:worker_threads';
import {
  BoundedLane,
  bulkLayout,
  BulkReceiver,
  BulkSender,
  DoorbellRinger,
  DoorbellSleeper,
  LaneMerger,
  quoteLayout,
  RecordType,
  RingReader,
  RingWriter,
  runLoop,
  SlotReader,
  SlotWriter,
} from '../index.js';
import { Seeded } from './seeded.js';

/** Scenario: everything together. Two small rings that overflow, a slot table, bulk, a doorbell, and requests to flush. */
export interface LanesData {
  readonly role: 'producer' | 'consumer';
  readonly rings: readonly SharedArrayBuffer[];
  readonly table: SharedArrayBuffer;
  readonly bell: SharedArrayBuffer;
  readonly bulkControl: SharedArrayBuffer;
  readonly port: MessagePort;
  readonly bulkPort: MessagePort;
  readonly records: number;
  readonly seed: number;
}

export interface LanesResult {
  /** Records that went into the rings, or came out of them. */
  readonly inRings: number;
  /** Sum of their sequences. */
  readonly sum: number;
  /** Values delivered and conflated, or delivered alone. */
  readonly quotes: number;
  readonly bulks: number;
  readonly outOfOrder: number;
  readonly wrongBulks: number;
  readonly overflowed: number;
  readonly refused: number;
}

const END_TYPE = 100;
const BULK_EVERY = 1_000;
const OVERFLOW = { maxRecords: 5_000, maxBytes: 2 ** 20 };
const CROWDED = 2_500;

const { role, rings, table, bell, bulkControl, port, bulkPort, records, seed } = workerData as LanesData;

function yieldToLoop(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

async function produce(): Promise<LanesResult> {
  const random = new Seeded(seed);
  const doorbell = new DoorbellRinger(bell, port);
  const lanes = rings.map((ring) => new BoundedLane({ writer: new RingWriter(ring), ...OVERFLOW, doorbell }));
  const quotes = new SlotWriter(table);
  const bulk = new BulkSender({ control: bulkControl, port: bulkPort, lane: lanes[0], maxInFlight: 2 ** 24 });
  port.on('message', () => lanes.forEach((lane) => lane.flush()));
  const result = { inRings: 0, sum: 0, quotes: 0, bulks: 0, outOfOrder: 0, wrongBulks: 0, overflowed: 0, refused: 0 };
  for (let seq = 1; seq <= records; seq += 1) {
    const choice = random.below(4);
    if (seq % BULK_EVERY === 0) {
      const shared = new SharedArrayBuffer(64);
      new Float64Array(shared).fill(seq);
      if (bulk.send(seq, shared, { kind: 1, count: 8, correlation: seq }) !== 'busy') result.bulks += 1;
    } else if (choice < 2) {
      lanes[choice].write(1, seq, new Uint8Array(random.below(60)));
      result.inRings += 1;
      result.sum += seq;
    } else {
      quotes.write(random.below(quotes.table.slots), seq, quoteLayout, quoteLayout.blank());
      doorbell.ring();
      result.quotes += 1;
    }
    if (random.below(200) === 0) await yieldToLoop();
    while (lanes.some(({ heldRecords }) => heldRecords > CROWDED)) await yieldToLoop();
  }
  lanes[1].write(END_TYPE, records + 1, new Uint8Array(0));
  while (lanes.some(({ heldRecords }) => heldRecords > 0)) await new Promise((resolve) => setTimeout(resolve, 1));
  result.overflowed = lanes.reduce((sum, lane) => sum + lane.overflowed, 0);
  result.refused = lanes.reduce((sum, lane) => sum + lane.refused, 0);
  // Delivered values are compared by the test: written = delivered + conflated.
  result.quotes -= quotes.conflated;
  return result;
}

function consume(): void {
  const onSpace = (): void => port.postMessage('flush');
  const readers = rings.map((ring) => new RingReader(ring, { onSpace }));
  const merger = new LaneMerger([...readers, new SlotReader(table)]);
  const bulk = new BulkReceiver(bulkControl, bulkPort);
  const descriptor = bulkLayout.blank();
  const result = { inRings: 0, sum: 0, quotes: 0, bulks: 0, outOfOrder: 0, wrongBulks: 0, overflowed: 0, refused: 0 };
  let last = 0;
  let ended = false;
  const loop = runLoop({
    sleeper: new DoorbellSleeper(bell),
    port,
    drain: () => {
      const drained = merger.drain(256, (type, seq, memory, at) => {
        if (seq <= last) result.outOfOrder += 1;
        last = seq;
        if (type === END_TYPE) ended = true;
        else if (type === RecordType.quote) result.quotes += 1;
        else if (type === RecordType.bulk) {
          const values = new Float64Array(bulk.take(bulkLayout.decode(memory, at, descriptor)));
          result.bulks += 1;
          if (values.length !== 8 || values[7] !== seq || descriptor.correlation !== seq) result.wrongBulks += 1;
        } else {
          result.inRings += 1;
          result.sum += seq;
        }
      });
      if (ended) {
        loop.stop();
        parentPort?.postMessage(result);
      }
      return drained;
    },
  });
}

if (role === 'producer') {
  parentPort?.postMessage(await produce());
  port.removeAllListeners('message');
} else {
  consume();
}

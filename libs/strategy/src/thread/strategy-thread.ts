import { MessageChannel, Worker, type MessagePort } from 'node:worker_threads';
import {
  BoundedLane,
  BulkSender,
  DoorbellRinger,
  DoorbellSleeper,
  DRAIN_BUDGET,
  encodeJson,
  quoteLayout,
  RingReader,
  RingWriter,
  runLoop,
  SlotWriter,
  type BulkResult,
  type ConsumerLoop,
  type LaneResult,
  type QuoteRecord,
  type RecordLayout,
} from '@bourseworks/ring';
import type { InstrumentShape } from '@bourseworks/dto/shapes';
import { outHandler } from './out-reader.js';
import {
  InRecord,
  REPLAYED,
  type ControlFromHost,
  type ControlFromWorker,
  type InstrumentRecord,
  type ThreadData,
} from './protocol.js';
import { ReceiveTimes } from './receive-times.js';
import { createThreadMemory, DEFAULT_SIZES } from './thread-memory.js';
import type { ThreadEvents, ThreadOptions, ThreadSizes } from './thread-options.js';

const WORKER_URL = new URL('../worker/strategy.worker.js', import.meta.url);
const DEFAULT_OLD_GENERATION_MB = 128;
const DEFAULT_YOUNG_GENERATION_MB = 8;

/**
 * The owner's end of one strategy's thread: writes its three lanes in one sequence and reads its ring. All calls come from
 * one thread. An instrument must be introduced by `instrument` before its data.
 */
export class StrategyThread {
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly data: BoundedLane;
  private readonly orders: BoundedLane;
  private readonly quotes: SlotWriter;
  private readonly bulk: BulkSender;
  private readonly loop: ConsumerLoop;
  private readonly bell: DoorbellRinger;
  private readonly receiveTimes = new ReceiveTimes();
  private readonly quoteSlots = new Map<number, number>();
  private readonly known = new Set<number>();
  private sequence = 0;
  private overrun = false;
  private crash: Error | undefined;

  constructor(
    options: ThreadOptions,
    private readonly events: ThreadEvents,
  ) {
    const sizes: Required<ThreadSizes> = { ...DEFAULT_SIZES, ...options.sizes };
    const memory = createThreadMemory(sizes);
    const control = new MessageChannel();
    const bulk = new MessageChannel();
    this.port = control.port1;
    this.bell = new DoorbellRinger(memory.workerBell, this.port);
    const lane = (name: 'data' | 'orders'): BoundedLane =>
      new BoundedLane({
        writer: new RingWriter(memory[name]),
        maxRecords: sizes.maxOverflow,
        doorbell: this.bell,
        onOverflow: () => events.overflow(name),
      });
    this.data = lane('data');
    this.orders = lane('orders');
    this.quotes = new SlotWriter(memory.quotes);
    this.bulk = new BulkSender({
      control: memory.bulkControl,
      port: bulk.port1,
      lane: this.data,
      maxInFlight: sizes.maxBulkInFlight,
    });
    const { id, account, parameters, module, epoch, run, startUs } = options;
    const workerData: ThreadData = {
      id,
      account,
      parameters,
      module,
      epoch,
      memory,
      port: control.port2,
      bulkPort: bulk.port2,
      ...(run === undefined ? {} : { run }),
      ...(startUs === undefined ? {} : { startUs }),
    };
    this.worker = new Worker(options.workerUrl ?? WORKER_URL, {
      name: id,
      workerData,
      transferList: [control.port2, bulk.port2],
      resourceLimits: {
        maxOldGenerationSizeMb: options.limits?.maxOldGenerationMb ?? DEFAULT_OLD_GENERATION_MB,
        maxYoungGenerationSizeMb: options.limits?.maxYoungGenerationMb ?? DEFAULT_YOUNG_GENERATION_MB,
      },
    });
    const reader = new RingReader(memory.out, { onSpace: () => this.post({ flush: 'out' }) });
    const handler = outHandler(events, this.receiveTimes);
    this.loop = runLoop({
      drain: () => reader.drain(DRAIN_BUDGET, handler),
      sleeper: new DoorbellSleeper(memory.hostBell),
      port: this.port,
    });
    this.listen(reader, handler);
  }

  /** Quotes overwritten before the strategy took them. */
  get conflated(): number {
    return this.quotes.conflated;
  }

  /** Records that had to wait beside a full ring. */
  get overflowed(): number {
    return this.data.overflowed + this.orders.overflowed;
  }

  /** Introduces an instrument; further calls with its number do nothing. */
  instrument(index: number, instrument: InstrumentShape): void {
    if (this.known.has(index)) return;
    this.known.add(index);
    const record: InstrumentRecord = { index, instrument };
    // Lower in sequence than whatever follows of the instrument, in any lane.
    this.json(InRecord.instrument, record);
  }

  /** A bar, trade or book level. `receivedUs` is the monotonic time at which its message came. */
  write<T>(layout: RecordLayout<T>, record: Readonly<T>, receivedUs: number): void {
    const sequence = this.next(receivedUs);
    this.check('data', this.data.encode(layout, sequence, record));
  }

  /** The newest quote of an instrument; overwrites one that was not taken yet. */
  quote(record: Readonly<QuoteRecord>, receivedUs: number): void {
    const slot = this.slotOf(record.instrument);
    // No slot left: the quotes of this instrument go through the ring and do not conflate.
    if (slot === undefined) return this.write(quoteLayout, record, receivedUs);
    this.quotes.write(slot, this.next(receivedUs), quoteLayout, record);
    this.bell.ring();
  }

  /** An order event as it came from the bus; `replayed` for those of before this start. */
  orderEvent(json: Uint8Array, replayed: boolean, receivedUs = 0): void {
    this.check('orders', this.orders.write(InRecord.orderEvent, this.next(receivedUs), json, replayed ? REPLAYED : 0));
  }

  /** Any other record of `InRecord`. */
  json(type: number, value: unknown): void {
    this.check('data', this.data.write(type, this.next(0), encodeJson(value)));
  }

  /** A history answer; `busy` when too many bytes wait to be taken. */
  history(
    shared: SharedArrayBuffer,
    about: { readonly kind: number; readonly count: number; readonly correlation: number },
  ): BulkResult {
    const result = this.bulk.send(this.next(0), shared, about);
    if (result !== 'busy') this.check('data', result);
    return result;
  }

  /** Ends the thread at once. `exit` follows. */
  async terminate(): Promise<void> {
    this.data.close();
    this.orders.close();
    await this.worker.terminate();
  }

  private next(receivedUs: number): number {
    this.sequence += 1;
    if (receivedUs > 0) this.receiveTimes.set(this.sequence, receivedUs);
    return this.sequence;
  }

  private slotOf(instrument: number): number | undefined {
    let slot = this.quoteSlots.get(instrument);
    if (slot === undefined && this.quoteSlots.size < this.quotes.table.slots) {
      slot = this.quoteSlots.size;
      this.quoteSlots.set(instrument, slot);
    }
    return slot;
  }

  private check(lane: 'data' | 'orders', result: LaneResult): void {
    if (result !== 'refused' || this.overrun) return;
    this.overrun = true;
    this.events.overrun(lane);
  }

  private post(message: ControlFromHost): void {
    this.port.postMessage(message);
  }

  private listen(reader: RingReader, handler: Parameters<RingReader['drain']>[1]): void {
    this.port.on('message', (message: ControlFromWorker | number) => {
      if (typeof message !== 'object') return;
      if ('flush' in message) this[message.flush].flush();
      else if ('ready' in message) this.events.ready(message.ready.patterns, message.ready.takesCommands);
      else this.events.failed(message.failed);
    });
    this.worker.on('error', (error) => (this.crash = error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', (code) => {
      // What the strategy wrote before it ended still counts.
      while (reader.drain(DRAIN_BUDGET, handler) > 0);
      this.loop.stop();
      this.port.close();
      this.data.close();
      this.orders.close();
      this.events.exit(code, this.crash);
    });
  }
}

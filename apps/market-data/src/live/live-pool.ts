import { DomainError, type ErrorCode, type Refusal, type StreamState } from '@bourseworks/domain';
import type { Clock, EventLog, StreamMark, StreamSpec, Timer } from '@bourseworks/ports';
import { SupervisedThread } from '../threads/supervised-thread.js';
import type { ThreadData } from '../threads/thread-port.js';
import {
  TAKEN_AT_ONCE,
  type BookAt,
  type EncodedBatch,
  type FromLiveWorker,
  type ListedInstrument,
  type StreamMeter,
  type Tallies,
  type ToLiveWorker,
  type TopicPlace,
} from './live-protocol.js';

export interface LivePoolOptions {
  readonly workers: number;
  readonly data: ThreadData;
  readonly clock: Clock;
  readonly log: EventLog;
  /** Whether the venue of an adapter allows one connection only. Default: none does. */
  readonly oneConnection?: (adapter: string) => boolean;
  /** Default: the worker beside this file. */
  readonly workerUrl?: URL;
}

/** What the pool asks of, and tells, the owner of a stream. */
export interface LiveStreamOwner {
  /** Where the topic stands, and a reopened stream goes on. */
  place(): TopicPlace;
  /** Up to where it was published, if that is known: a stream that is opened again goes on from there. */
  mark(): StreamMark | undefined;
  batch(batch: EncodedBatch): void;
  /** Items that got a sequence but were never sent. */
  dropped(count: number): void;
  tally(tallies: Tallies): void;
  state(state: StreamState, reason?: string, code?: ErrorCode): void;
  /** It is open again, after its thread crashed or its venue refused it. */
  reopened(): void;
}

export interface OpenedStream {
  close(): void;
  /** Rejects with DomainError STREAM_UNKNOWN (no book), REQUEST_TIMEOUT, ADAPTER_FAILED. */
  snapshot(): Promise<BookAt>;
}

interface Entry {
  readonly id: number;
  readonly slot: Slot;
  readonly adapter: string;
  readonly spec: StreamSpec;
  readonly owner: LiveStreamOwner;
  /** Of the first opening; later ones report by state. */
  settle: ((refusal?: Refusal) => void) | undefined;
  retry: Timer | undefined;
  pauseUs: number;
}

interface Slot {
  readonly thread: SupervisedThread<ToLiveWorker, FromLiveWorker>;
  streams: number;
  /** Batches that the thread was not told of yet. */
  taken: number;
}

interface Call {
  readonly slot: Slot;
  readonly timer: Timer;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

const OPEN_TIMEOUT_US = 15_000_000;
const CALL_TIMEOUT_US = 10_000_000;
/** Others wait for the figures of this instance: a thread that is slow is left out. */
const METERS_TIMEOUT_US = 500_000;
const FIRST_PAUSE_US = 500_000;
const LONGEST_PAUSE_US = 30_000_000;
/** A refused login that is repeated at once locks the account. */
const LOGIN_PAUSE_US = 60_000_000;

const GIVEN_UP = 'the opening was given up';

const failure = (code: Refusal['code'], message: string): DomainError => new DomainError({ code, message });

/** Worker threads that hold the live streams. The streams of a thread that crashed are opened again in its successor. */
export class LivePool {
  private readonly slots: Slot[] = [];
  private readonly entries = new Map<number, Entry>();
  private readonly calls = new Map<number, Call>();
  private sequence = 0;
  private stopped = false;

  constructor(private readonly options: LivePoolOptions) {}

  start(): void {
    const { workers, data, clock, log } = this.options;
    const url = this.options.workerUrl ?? new URL('./live.worker.js', import.meta.url);
    for (let i = 1; i <= workers; i++) {
      const slot: Slot = {
        thread: new SupervisedThread({
          name: `live-${i}`,
          url,
          data,
          clock,
          log,
          onMessage: (message) => this.onMessage(slot, message),
          onUp: () => this.onUp(slot),
          onDown: () => this.onDown(slot),
        }),
        streams: 0,
        taken: 0,
      };
      this.slots.push(slot);
      slot.thread.start();
    }
  }

  get isUp(): boolean {
    return this.slots.length > 0 && this.slots.every((slot) => slot.thread.isUp);
  }

  get crashes(): number {
    return this.slots.reduce((sum, slot) => sum + slot.thread.crashes, 0);
  }

  /**
   * Resolves once the stream is live at its venue. Rejects with DomainError: the adapter's refusal, or ADAPTER_FAILED, also
   * when it is given up by `signal`.
   */
  async open(adapter: string, spec: StreamSpec, owner: LiveStreamOwner, signal?: AbortSignal): Promise<OpenedStream> {
    if (this.stopped) throw failure('ADAPTER_FAILED', 'the service stops');
    if (signal?.aborted === true) throw failure('ADAPTER_FAILED', GIVEN_UP);
    const slot = this.slotFor(adapter);
    const entry: Entry = {
      id: ++this.sequence,
      slot,
      adapter,
      spec,
      owner,
      settle: undefined,
      retry: undefined,
      pauseUs: FIRST_PAUSE_US,
    };
    slot.streams++;
    this.entries.set(entry.id, entry);
    const giveUp = (): void => entry.settle?.({ code: 'ADAPTER_FAILED', message: GIVEN_UP });
    signal?.addEventListener('abort', giveUp, { once: true });
    try {
      await this.firstOpening(entry);
    } catch (error) {
      this.close(entry);
      throw error;
    } finally {
      signal?.removeEventListener('abort', giveUp);
    }
    return { close: () => this.close(entry), snapshot: () => this.snapshot(entry) };
  }

  /** What the adapter lists. Rejects with DomainError. */
  async instruments(adapter: string): Promise<readonly ListedInstrument[]> {
    const slot = this.slots.find((each) => each.thread.isUp) ?? this.slots[0];
    return (await this.call(slot, (call) => ({ type: 'instruments', call, adapter }))) as readonly ListedInstrument[];
  }

  /** How the streams fare, by their owners; without those of threads that do not answer. */
  async meters(): Promise<ReadonlyMap<LiveStreamOwner, StreamMeter>> {
    const asked = this.slots.map((slot) => this.call(slot, (call) => ({ type: 'meters', call }), METERS_TIMEOUT_US));
    const meters = new Map<LiveStreamOwner, StreamMeter>();
    for (const answer of await Promise.allSettled(asked)) {
      if (answer.status === 'rejected') continue;
      for (const meter of answer.value as readonly StreamMeter[]) {
        const owner = this.entries.get(meter.stream)?.owner;
        if (owner !== undefined) meters.set(owner, meter);
      }
    }
    return meters;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    for (const entry of this.entries.values()) {
      // Without an answer its request would hold the shutdown until the opening times out.
      entry.settle?.({ code: 'ADAPTER_FAILED', message: 'the service stops' });
      this.close(entry);
    }
    await Promise.all(this.slots.map((slot) => slot.thread.stop()));
    for (const [id, call] of this.calls)
      this.settleCall(id, () => call.reject(failure('ADAPTER_FAILED', 'the service stops')));
  }

  /** The one with the fewest streams; a venue that allows one connection has all of its streams in one. */
  private slotFor(adapter: string): Slot {
    if (this.options.oneConnection?.(adapter) === true)
      for (const entry of this.entries.values()) if (entry.adapter === adapter) return entry.slot;
    return this.slots.reduce((least, each) => (each.streams < least.streams ? each : least));
  }

  private firstOpening(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = this.options.clock.setTimer(OPEN_TIMEOUT_US, () =>
        entry.settle?.({ code: 'ADAPTER_FAILED', message: 'the stream did not open in time' }),
      );
      entry.settle = (refusal) => {
        entry.settle = undefined;
        timer.cancel();
        if (refusal === undefined) resolve();
        else reject(new DomainError(refusal));
      };
      // A thread that is just starting opens all its streams once it is up.
      this.postOpen(entry);
    });
  }

  private postOpen({ id: stream, slot, adapter, spec: { instrument, kind }, owner }: Entry): void {
    const after = owner.mark();
    const spec = { instrument, kind, ...(after !== undefined && { after }) };
    slot.thread.post({ type: 'open', stream, adapter, spec, place: owner.place() });
  }

  private close(entry: Entry): void {
    if (!this.entries.delete(entry.id)) return;
    entry.slot.streams--;
    entry.retry?.cancel();
    entry.slot.thread.post({ type: 'close', stream: entry.id });
  }

  private async snapshot({ id: stream, slot }: Entry): Promise<BookAt> {
    return (await this.call(slot, (call) => ({ type: 'snapshot', call, stream }))) as BookAt;
  }

  private call(slot: Slot, message: (call: number) => ToLiveWorker, timeoutUs = CALL_TIMEOUT_US): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const id = ++this.sequence;
      if (!slot.thread.post(message(id))) {
        reject(failure('ADAPTER_FAILED', 'the live worker is being restarted'));
        return;
      }
      const timer = this.options.clock.setTimer(timeoutUs, () =>
        this.settleCall(id, () => reject(failure('REQUEST_TIMEOUT', 'the adapter did not answer in time'))),
      );
      this.calls.set(id, { slot, timer, resolve, reject });
    });
  }

  private settleCall(id: number, settle: () => void): void {
    this.calls.get(id)?.timer.cancel();
    if (this.calls.delete(id)) settle();
  }

  private onMessage(slot: Slot, message: FromLiveWorker): void {
    switch (message.type) {
      case 'batches':
        for (const batch of message.batches) this.entries.get(batch.stream)?.owner.batch(batch);
        this.taken(slot, message.batches.length);
        return;
      case 'dropped':
        this.entries.get(message.stream)?.owner.dropped(message.count);
        return;
      case 'tally':
        this.entries.get(message.stream)?.owner.tally(message.tallies);
        return;
      case 'state':
        this.entries.get(message.stream)?.owner.state(message.state, message.reason, message.code);
        return;
      case 'opened':
        this.onOpened(message.stream, message.refusal);
        return;
      case 'answer': {
        const call = this.calls.get(message.call);
        const { refusal, value } = message;
        this.settleCall(message.call, () =>
          refusal === undefined ? call?.resolve(value) : call?.reject(new DomainError(refusal)),
        );
      }
    }
  }

  private taken(slot: Slot, batches: number): void {
    slot.taken += batches;
    if (slot.taken < TAKEN_AT_ONCE) return;
    slot.thread.post({ type: 'taken', batches: slot.taken });
    slot.taken = 0;
  }

  private onOpened(stream: number, refusal: Refusal | undefined): void {
    const entry = this.entries.get(stream);
    if (entry === undefined) return;
    if (entry.settle !== undefined) return entry.settle(refusal);
    if (refusal === undefined) {
      entry.pauseUs = FIRST_PAUSE_US;
      return entry.owner.reopened();
    }
    entry.owner.state('STALE', refusal.message, refusal.code);
    const pauseUs = refusal.code === 'ADAPTER_LOGIN' ? LOGIN_PAUSE_US : entry.pauseUs;
    entry.retry = this.options.clock.setTimer(pauseUs, () => this.postOpen(entry));
    entry.pauseUs = Math.min(entry.pauseUs * 2, LONGEST_PAUSE_US);
    return undefined;
  }

  private onUp(slot: Slot): void {
    slot.taken = 0;
    for (const entry of this.entries.values()) if (entry.slot === slot) this.postOpen(entry);
  }

  private onDown(slot: Slot): void {
    for (const [id, call] of this.calls) {
      if (call.slot === slot)
        this.settleCall(id, () => call.reject(failure('ADAPTER_FAILED', 'the live worker crashed')));
    }
    for (const entry of this.entries.values()) {
      if (entry.slot !== slot) continue;
      entry.retry?.cancel();
      if (entry.settle === undefined) entry.owner.state('RESYNCING', 'the live worker crashed');
    }
  }
}

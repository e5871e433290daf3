import {
  DomainError,
  type ErrorCode,
  type FeedTally,
  type Instrument,
  type MarketDataEvent,
  type StreamState,
} from '@bourseworks/domain';
import { SystemClock, type OpenStream, type StreamSink } from '@bourseworks/ports';
import { changedRange } from '../history/cache/changed-range.js';
import { HistoryChanges } from '../history/history-changes.js';
import { refusalOf } from '../threads/refusal-of.js';
import { openThread } from '../threads/thread-port.js';
import { LiveStream } from './live-stream.js';
import {
  BATCH_WINDOW,
  type EncodedBatch,
  type FromLiveWorker,
  type ListedInstrument,
  type ToLiveWorker,
} from './live-protocol.js';

type Open = Extract<ToLiveWorker, { type: 'open' }>;

interface Running {
  readonly stream: LiveStream;
  /** Set once the venue has answered. */
  handle: OpenStream | undefined;
}

const running = new Map<number, Running>();
const dirty = new Set<LiveStream>();
const clock = new SystemClock();
const changes = new HistoryChanges();
let window = BATCH_WINDOW;
let flushing = false;

async function open({ stream: id, adapter: name, spec, place }: Open): Promise<void> {
  const stream = new LiveStream(id, spec.instrument, spec.kind === 'book', place, clock.nowUs());
  const entry: Running = { stream, handle: undefined };
  running.set(id, entry);
  try {
    const adapter = await adapters.get(name);
    const handle = await adapter.open(spec, sinkOf(stream, changesOf(name, spec.instrument)));
    // Closed while the venue was being asked: nobody else would ever close it.
    if (running.get(id) !== entry) return await handle.close();
    entry.handle = handle;
    post({ type: 'opened', stream: id });
  } catch (error) {
    if (running.get(id) === entry) running.delete(id);
    post({ type: 'opened', stream: id, refusal: refusalOf(error) });
  }
  return undefined;
}

/** A stream that failed to open is opened again under its id: what its first sink still says has sequences of the past. */
const speaks = (stream: LiveStream): boolean => running.get(stream.id)?.stream === stream;

/** Tells those who keep history what of it the venue changes. */
function changesOf(adapter: string, { venue, symbol }: Instrument): (events: readonly MarketDataEvent[]) => void {
  const history = data.adapters.find(({ name }) => name === adapter)?.history;
  if (history === undefined) return () => undefined;
  return (events) => {
    const changed = changedRange(events, clock.nowUs() - history.latenessUs);
    if (changed !== undefined) changes.tell({ adapter, venue, symbol, ...changed });
  };
}

function sinkOf(stream: LiveStream, onEvents: (events: readonly MarketDataEvent[]) => void): StreamSink {
  return {
    events(events: readonly MarketDataEvent[]): void {
      onEvents(events);
      if (speaks(stream) && stream.add(events, clock.nowUs())) flushSoon(stream);
    },
    state(state: StreamState, reason?: string, code?: ErrorCode): void {
      if (!speaks(stream)) return;
      flush();
      const why = { ...(reason !== undefined && { reason }), ...(code !== undefined && { code }) };
      post({ type: 'state', stream: stream.id, state, ...why });
    },
    tally(what: FeedTally, count: number): void {
      if (!speaks(stream)) return;
      stream.tally(what, count);
      flushSoon(stream);
    },
  };
}

/** What arrives within one turn of the event loop leaves in one message per topic. */
function flushSoon(stream: LiveStream): void {
  dirty.add(stream);
  if (flushing) return;
  flushing = true;
  setImmediate(flush);
}

function flush(): void {
  flushing = false;
  const batches: EncodedBatch[] = [];
  for (const stream of dirty) {
    if (window > batches.length) batches.push(...stream.drain());
    else drop(stream);
    const tallies = stream.takeTallies();
    if (tallies !== undefined) post({ type: 'tally', stream: stream.id, tallies });
  }
  dirty.clear();
  if (batches.length === 0) return;
  window -= batches.length;
  post(
    { type: 'batches', batches },
    batches.map((batch) => batch.bytes.buffer),
  );
}

function drop(stream: LiveStream): void {
  const count = stream.drop();
  if (count > 0) post({ type: 'dropped', stream: stream.id, count });
}

async function close(id: number): Promise<void> {
  const entry = running.get(id);
  if (entry === undefined) return;
  flush();
  running.delete(id);
  try {
    await entry.handle?.close();
  } catch (error) {
    // The stream is over for us either way; what the venue says about it is told with the state.
    post({ type: 'state', stream: id, state: 'ENDED', reason: refusalOf(error).message });
  }
}

function snapshot(id: number): unknown {
  flush();
  const book = running.get(id)?.stream.book();
  if (book === undefined) throw new DomainError({ code: 'STREAM_UNKNOWN', message: 'the stream has no book yet' });
  return book;
}

async function instruments(name: string): Promise<readonly ListedInstrument[]> {
  const adapter = await adapters.get(name);
  const listed = await adapter.instruments();
  return listed.map((instrument) => ({ instrument, kinds: adapter.kinds(instrument) }));
}

async function answer(call: number, work: () => unknown): Promise<void> {
  try {
    post({ type: 'answer', call, value: await work() });
  } catch (error) {
    post({ type: 'answer', call, refusal: refusalOf(error) });
  }
}

const { data, adapters, post } = openThread<ToLiveWorker, FromLiveWorker>((message) => {
  switch (message.type) {
    case 'open':
      return void open(message);
    case 'close':
      return void close(message.stream);
    case 'taken':
      window += message.batches;
      return undefined;
    case 'snapshot':
      return void answer(message.call, () => snapshot(message.stream));
    case 'meters':
      return void answer(message.call, () => [...running.values()].map(({ stream }) => stream.meter(clock.nowUs())));
    case 'instruments':
      return void answer(message.call, () => instruments(message.adapter));
  }
});

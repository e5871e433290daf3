import { DomainError, type MarketDataEvent } from '@bourseworks/domain';
import { SystemClock, type HistoryQuery, type MarketDataAdapter } from '@bourseworks/ports';
import { readRecorded, RecordedStore } from '../recorder/recorded-history.js';
import { giveWay } from '../threads/give-way.js';
import { openThread } from '../threads/thread-port.js';
import { refusalOf } from '../threads/refusal-of.js';
import { KeptStore } from './cache/kept-store.js';
import { readThroughCache, type CacheTally } from './cache/through-cache.js';
import {
  PART_ITEMS,
  PART_WINDOW,
  type EncodedPart,
  type FromHistoryWorker,
  type HistoryRun,
  type ToHistoryWorker,
} from './history-protocol.js';
import { PartEncoder } from './part-encoder.js';

/** The job at hand; a worker has one at a time. */
class Job {
  private readonly abort = new AbortController();
  private readonly encoder: PartEncoder;
  private window = PART_WINDOW;
  private resume: (() => void) | undefined;

  constructor(private readonly run: HistoryRun) {
    this.encoder = new PartEncoder(run.requestId, run.query);
  }

  get id(): number {
    return this.run.job;
  }

  async execute(): Promise<void> {
    const { job, adapter: name } = this.run;
    try {
      const tally = this.run.source === 'store' ? await this.readStore() : await this.read(await adapters.get(name));
      const end = this.encoder.end();
      post({ type: 'done', job, end, tally }, [end.bytes.buffer]);
    } catch (error) {
      post({ type: 'failed', job, refusal: refusalOf(error) });
    }
  }

  taken(): void {
    this.window++;
    this.wake();
  }

  cancel(): void {
    this.abort.abort();
    this.wake();
  }

  private async read(source: MarketDataAdapter): Promise<CacheTally> {
    const { adapter: name, query } = this.run;
    checkAdjustment(source, query);
    const { signal } = this.abort;
    const history = data.adapters.find((adapter) => adapter.name === name)?.history;
    const part = (events: readonly MarketDataEvent[], durableUs: number): Promise<void> => this.part(events, durableUs);
    return readThroughCache({ source, query, kept: history && { name, ...history }, store, clock, signal, part });
  }

  private async readStore(): Promise<CacheTally> {
    const { adapter, query } = this.run;
    const part = (events: readonly MarketDataEvent[]): Promise<void> => this.part(events, query.fromUs);
    const keptItems = await readRecorded(recorded, adapter, query, part, this.abort.signal);
    return { keptItems, fetchedItems: 0, fetchedUs: 0 };
  }

  private async part(events: readonly MarketDataEvent[], durableUs: number): Promise<void> {
    for (let from = 0; from < events.length && !this.abort.signal.aborted; from += PART_ITEMS)
      await this.send(events.slice(from, from + PART_ITEMS), durableUs);
  }

  private async send(events: readonly MarketDataEvent[], durableUs: number): Promise<void> {
    const part: EncodedPart = this.encoder.part(events);
    post({ type: 'part', job: this.run.job, durableUs, ...part }, [part.bytes.buffer]);
    this.window--;
    // The reader is slow: the adapter waits here, so that no more than the window is in memory.
    while (this.window <= 0 && !this.abort.signal.aborted)
      await new Promise<void>((resolve) => (this.resume = resolve));
  }

  private wake(): void {
    this.resume?.();
    this.resume = undefined;
  }
}

/** An adapter that knows nothing of adjustments would pass prices off as adjusted. */
function checkAdjustment(adapter: MarketDataAdapter, { instrument, adjustment = 'raw' }: HistoryQuery): void {
  if (adjustment === 'raw') return;
  const offered = adapter.adjustments(instrument);
  if (offered.includes(adjustment)) return;
  const message = `the history of ${instrument.key} cannot be adjusted like this`;
  throw new DomainError({
    code: 'ADJUSTMENT_UNSUPPORTED',
    message,
    details: { adjustment, offered: offered.join(', ') },
  });
}

let current: Job | undefined;

giveWay();
const { data, adapters, post } = openThread<ToHistoryWorker, FromHistoryWorker>((message) => {
  if (message.type === 'run') {
    current = new Job(message);
    void current.execute();
  } else if (message.type === 'forget') void store?.forget(message.change);
  else if (message.job === current?.id) {
    if (message.type === 'taken') current.taken();
    else current.cancel();
  }
});
const clock = new SystemClock();
const store = data.cache && new KeptStore(data.cache, clock, (trouble) => post({ type: 'trouble', ...trouble }));
const recorded =
  data.recorded && new RecordedStore(data.recorded, clock, (trouble) => post({ type: 'trouble', ...trouble }));

import { marketDataToShape } from '@bourseworks/dto/shapes';
import { DomainError, type MarketDataEvent } from '@bourseworks/domain';
import type { HistoryQuery, MarketDataAdapter } from '@bourseworks/ports';
import { openThread } from '../threads/thread-port.js';
import { refusalOf } from '../threads/refusal-of.js';
import { PART_WINDOW, type FromHistoryWorker, type ToHistoryWorker } from './history-protocol.js';

type Run = Extract<ToHistoryWorker, { type: 'run' }>;

/** The job at hand; a worker has one at a time. */
class Job {
  private readonly abort = new AbortController();
  private window = PART_WINDOW;
  private resume: (() => void) | undefined;

  constructor(private readonly run: Run) {}

  get id(): number {
    return this.run.job;
  }

  async execute(): Promise<void> {
    const { job, adapter: name, query } = this.run;
    try {
      const adapter = await adapters.get(name);
      checkAdjustment(adapter, query);
      await adapter.history(query, (events) => this.part(events), this.abort.signal);
      post({ type: 'done', job });
    } catch (error) {
      post({ type: 'done', job, refusal: refusalOf(error) });
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

  private async part(events: readonly MarketDataEvent[]): Promise<void> {
    if (this.abort.signal.aborted) return;
    const { job, query } = this.run;
    post({ type: 'part', job, items: events.map((event) => marketDataToShape(event, query.instrument)) });
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

const { adapters, post } = openThread<ToHistoryWorker, FromHistoryWorker>((message) => {
  if (message.type === 'run') {
    current = new Job(message);
    void current.execute();
  } else if (message.job === current?.id) {
    if (message.type === 'taken') current.taken();
    else current.cancel();
  }
});

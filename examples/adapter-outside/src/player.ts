import { setTimeout as sleep } from 'node:timers/promises';
import type { Bar, Trade } from '@bourseworks/domain';
import type { StreamSink } from '@bourseworks/ports';

/** Events that leave together at most: a fast player must not keep its thread from everything else. */
const MAX_BATCH = 500;
/** A timer holds at most 2^31 ms; a longer pause is slept in pieces. */
const MAX_SLEEP_MS = 60_000;

/** When an event is known: a bar at its end. */
const knownUs = (event: Bar | Trade): number => (event.kind === 'bar' ? event.endUs : event.us);

/** Plays events with the pauses between them, `speed` times faster. Ends the stream with them. */
export class Player {
  private readonly abort = new AbortController();

  constructor(
    private readonly events: AsyncIterable<Bar | Trade>,
    private readonly speed: number,
    private readonly sink: StreamSink,
  ) {}

  stop(): void {
    this.abort.abort();
  }

  async play(): Promise<void> {
    try {
      await this.run();
      if (!this.stopped) this.sink.state('ENDED', 'the file has no more');
    } catch (error) {
      if (!this.stopped) this.sink.state('ENDED', error instanceof Error ? error.message : String(error));
    }
  }

  private get stopped(): boolean {
    return this.abort.signal.aborted;
  }

  private async run(): Promise<void> {
    const startMs = performance.now();
    let firstUs: number | undefined;
    let batch: (Bar | Trade)[] = [];
    const flush = (): void => {
      if (batch.length > 0 && !this.stopped) this.sink.events(batch);
      batch = [];
    };
    for await (const event of this.events) {
      const us = knownUs(event);
      firstUs ??= us;
      const dueMs = startMs + (us - firstUs) / 1_000 / this.speed;
      if (dueMs > performance.now() || batch.length >= MAX_BATCH) {
        flush();
        await this.until(dueMs);
      }
      if (this.stopped) return;
      batch.push(event);
    }
    flush();
  }

  /** Rejects when it is stopped meanwhile. */
  private async until(dueMs: number): Promise<void> {
    const { signal } = this.abort;
    do await sleep(Math.min(Math.max(0, dueMs - performance.now()), MAX_SLEEP_MS), undefined, { signal });
    while (dueMs > performance.now());
  }
}

import type { MarketDataEvent } from '@bourseworks/domain';
import type { HistoryQuery, MarketDataAdapter } from '@bourseworks/ports';

/**
 * An adapter's history as parts to be pulled: it reads on only when the part before was taken. Leaving the loop stops it.
 */
export async function* historyParts(
  adapter: MarketDataAdapter,
  query: HistoryQuery,
): AsyncGenerator<readonly MarketDataEvent[]> {
  const abort = new AbortController();
  let offer: (events: readonly MarketDataEvent[]) => void = () => undefined;
  let taken: () => void = () => undefined;
  let offered = new Promise<readonly MarketDataEvent[]>((resolve) => (offer = resolve));
  const reading = adapter.history(
    query,
    (events) => {
      offer(events);
      return new Promise((resolve) => (taken = resolve));
    },
    abort.signal,
  );
  const ended = reading.then(() => undefined);
  try {
    for (;;) {
      const events = await Promise.race([offered, ended]);
      if (events === undefined) return;
      yield events;
      offered = new Promise((resolve) => (offer = resolve));
      taken();
    }
  } finally {
    abort.abort();
    taken();
    // Its outcome was told already, or nobody wants it any more.
    await ended.catch(() => undefined);
  }
}

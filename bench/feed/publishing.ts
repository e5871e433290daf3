import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Instrument, MarketDataEvent } from '@bourseworks/domain';

interface LiveStream {
  add(events: readonly MarketDataEvent[], receivedUs: number): boolean;
  drain(): readonly { readonly bytes: Uint8Array }[];
}

interface LiveModule {
  readonly LiveStream: new (
    id: number,
    instrument: Instrument,
    isBook: boolean,
    place: { readonly epoch: number; readonly sequence: number },
  ) => LiveStream;
}

/** The built module in which the live thread of market-data makes messages of events. */
export async function loadPublishing(): Promise<LiveModule> {
  const path = join(import.meta.dirname, '../../apps/market-data/src/live/live-stream.js');
  return (await import(pathToFileURL(path).href)) as LiveModule;
}

/** Events of one stream as they are published, so many to a message; gives nanoseconds for each event. */
export function publishingNs(
  { LiveStream }: LiveModule,
  instrument: Instrument,
  events: readonly MarketDataEvent[],
  together: number,
): number {
  const stream = new LiveStream(1, instrument, events[0]?.kind === 'book-snapshot', { epoch: 1, sequence: 0 });
  let bytes = 0;
  const startedAt = performance.now();
  for (let from = 0; from < events.length; from += together) {
    stream.add(events.slice(from, from + together), 1);
    for (const batch of stream.drain()) bytes += batch.bytes.length;
  }
  const ns = ((performance.now() - startedAt) * 1e6) / events.length;
  if (bytes === 0) throw new Error('nothing was published');
  return ns;
}

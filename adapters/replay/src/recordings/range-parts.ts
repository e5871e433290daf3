import type { MarketDataEvent } from '@bourseworks/domain';
import type { PartBuffer } from '../market-data/part-buffer.js';
import type { RecordedRange } from './recorded-range.js';

/** The parts of an answer; an empty one now and then, so that an abort is noticed where nothing is found for long. */
export async function* partsOf(
  events: AsyncIterable<readonly MarketDataEvent[]>,
  range: RecordedRange,
  buffer: PartBuffer,
): AsyncGenerator<readonly MarketDataEvent[]> {
  let over = false;
  try {
    for await (const some of events) {
      for (const event of some) {
        over = !range.take(event);
        if (over) break;
        if (buffer.full) yield buffer.take();
      }
      if (over) break;
      yield [];
    }
  } catch (error) {
    // What was good is told before the fault behind it.
    yield buffer.take();
    throw error;
  }
  yield buffer.take();
}

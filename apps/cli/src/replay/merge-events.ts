import { compareTime, knownAt, type MarketDataEvent } from '@bourseworks/domain';

/** An event, and the number of its source. */
export interface MergedEvent {
  readonly source: number;
  readonly event: MarketDataEvent;
}

interface Head {
  readonly source: number;
  readonly parts: AsyncGenerator<readonly MarketDataEvent[]>;
  events: readonly MarketDataEvent[];
  at: number;
}

/** Merges sources in the order in which their events became known; of one time, those of the first source first. */
export async function* mergeEvents(
  sources: readonly AsyncGenerator<readonly MarketDataEvent[]>[],
): AsyncGenerator<MergedEvent> {
  let heads: Head[] = sources.map((parts, source) => ({ source, parts, events: [], at: 0 }));
  try {
    heads = await withEvents(heads);
    while (heads.length > 0) {
      const first = heads.reduce((earliest, head) => (isBefore(head, earliest) ? head : earliest));
      yield { source: first.source, event: first.events[first.at] };
      first.at += 1;
      if (first.at === first.events.length) heads = await withEvents(heads);
    }
  } finally {
    await Promise.all(sources.map((parts) => parts.return(undefined)));
  }
}

const isBefore = (a: Head, b: Head): boolean => compareTime(knownAt(a.events[a.at]), knownAt(b.events[b.at])) < 0;

/** Those that have an event, once they have read on to it. */
async function withEvents(heads: readonly Head[]): Promise<Head[]> {
  const left: Head[] = [];
  for (const head of heads) {
    while (head.at === head.events.length) {
      const next = await head.parts.next();
      if (next.done === true) break;
      head.events = next.value;
      head.at = 0;
    }
    if (head.at < head.events.length) left.push(head);
  }
  return left;
}

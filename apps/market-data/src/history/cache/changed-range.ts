import { FLAG, hasFlag, US_PER_DAY, type MarketDataEvent } from '@bourseworks/domain';
import type { TimeRange } from './kept-series.js';

/** A correction does not tell when what it corrects happened: not longer ago than this. */
const CORRECTS_US = US_PER_DAY;

/** What of the past an event changes: of its instrument, whatever the kind. */
function changeOf(event: MarketDataEvent): TimeRange | undefined {
  if (event.kind === 'bar') {
    const { startUs, endUs, revision = 0 } = event;
    return revision > 0 || hasFlag(event, FLAG.LATE | FLAG.CORRECTION) ? { fromUs: startUs, toUs: endUs } : undefined;
  }
  const toUs = event.us + 1;
  if (hasFlag(event, FLAG.CORRECTION | FLAG.CANCELLED)) return { fromUs: Math.max(toUs - CORRECTS_US, 0), toUs };
  return hasFlag(event, FLAG.LATE) ? { fromUs: event.us, toUs } : undefined;
}

/** What events that just came change of what was kept, all in one range; what is after `keptUs` is not kept. */
export function changedRange(events: readonly MarketDataEvent[], keptUs: number): TimeRange | undefined {
  let changed: TimeRange | undefined;
  for (const event of events) {
    const change = changeOf(event);
    if (change === undefined || change.fromUs >= keptUs) continue;
    changed = joined(changed, change);
  }
  return changed;
}

/** From where one of them begins to where one ends. */
export function joined(one: TimeRange | undefined, other: TimeRange): TimeRange {
  if (one === undefined) return other;
  return { fromUs: Math.min(one.fromUs, other.fromUs), toUs: Math.max(one.toUs, other.toUs) };
}

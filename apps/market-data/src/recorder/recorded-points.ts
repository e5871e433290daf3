import { FLAG, hasFlag, type MarketDataEvent, type StreamKind } from '@bourseworks/domain';
import type { Clock, Point, SeriesKey, Timer } from '@bourseworks/ports';
import { eventOf, fieldsOf, MOST_AT_ONCE } from '../history/cache/event-points.js';
import { kindOf, placeOf, type KeptEvent } from '../history/cache/kept-series.js';
import type { KeptStore } from '../history/cache/kept-store.js';

const FLUSH_US = 1_000_000;
/** A store that is slower than the streams: what comes beyond this is not kept. */
const MAX_WAITING = 100_000;
/** Points of one write. */
const WRITTEN = 4_096;

interface Waiting {
  readonly series: SeriesKey;
  readonly kind: KeptEvent['kind'];
  readonly events: KeptEvent[];
}

/** Of a store that is not asked whether it can be used: it may fail. */
type Store = Pick<KeptStore, 'read' | 'write'>;

/**
 * Puts recorded trades and bars into the store. A trade has the microsecond of its place and its number among those of that
 * microsecond; one that is there already, told again after a loss, is not put in twice. A bar takes the place of the one with the
 * same start.
 */
export class RecordedPoints {
  private waiting = new Map<string, Waiting>();
  private count = 0;
  private timer: Timer | undefined;
  private work: Promise<void> = Promise.resolve();
  /** By series: behind it the store has nothing. */
  private readonly lastUs = new Map<string, number>();

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly tell: (points: number, lost: number) => void,
  ) {}

  add(series: SeriesKey, kind: StreamKind, events: readonly MarketDataEvent[]): void {
    if (this.count + events.length > MAX_WAITING) {
      this.tell(0, events.length);
      return;
    }
    const key = JSON.stringify(series);
    const waiting = this.waiting.get(key) ?? { series, kind: kindOf(kind), events: [] };
    this.waiting.set(key, waiting);
    waiting.events.push(...(events as readonly KeptEvent[]));
    this.count += events.length;
    this.timer ??= this.clock.setTimer(FLUSH_US, () => void this.flush());
  }

  /** Resolves when all that was added is written, or was not. */
  flush(): Promise<void> {
    this.timer?.cancel();
    this.timer = undefined;
    const { waiting } = this;
    this.waiting = new Map();
    return (this.work = this.work.then(async () => {
      for (const [key, some] of waiting) await this.write(key, some);
    }));
  }

  private async write(key: string, { series, kind, events }: Waiting): Promise<void> {
    const points = kind === 'bar' ? barPoints(events) : await this.tradePoints(key, series, kind, events);
    let written = 0;
    for (let from = 0; points !== undefined && from < points.length; from += WRITTEN) {
      const some = points.slice(from, from + WRITTEN);
      if (!(await this.store.write(series, some))) break;
      written += some.length;
    }
    this.count -= events.length;
    const wanted = points?.length ?? events.length;
    this.tell(written, wanted - written);
  }

  /** Undefined when the store failed. */
  private async tradePoints(
    key: string,
    series: SeriesKey,
    kind: KeptEvent['kind'],
    events: readonly KeptEvent[],
  ): Promise<readonly Point[] | undefined> {
    const groups = byPlace(events);
    const lastUs = this.lastUs.get(key) ?? (await this.lastStored(series, Math.min(...groups.keys())));
    if (lastUs === undefined) return undefined;
    const points: Point[] = [];
    for (const [us, group] of groups) {
      const stored = us > lastUs ? [] : await this.stored(series, kind, us);
      if (stored === undefined) return undefined;
      const known = new Set(stored.map(identityOf));
      let ns = stored.length;
      for (const event of group) {
        if ((isTelling(event) && known.has(identityOf(event))) || ns >= MOST_AT_ONCE) continue;
        known.add(identityOf(event));
        points.push({ us, ns: ns++, fields: fieldsOf(event) });
      }
    }
    this.lastUs.set(key, Math.max(lastUs, ...groups.keys()));
    return points;
  }

  /** Time of the last point at or after `fromUs`; that time when there is none. */
  private async lastStored(series: SeriesKey, fromUs: number): Promise<number | undefined> {
    let lastUs = fromUs - 1;
    const take = (points: readonly Point[]): Promise<void> => {
      lastUs = points[points.length - 1].us;
      return Promise.resolve();
    };
    const isRead = await this.store.read(series, Math.max(0, fromUs), Number.MAX_SAFE_INTEGER, take, NEVER);
    return isRead ? lastUs : undefined;
  }

  private async stored(series: SeriesKey, kind: KeptEvent['kind'], us: number): Promise<KeptEvent[] | undefined> {
    const events: KeptEvent[] = [];
    const take = (points: readonly Point[]): Promise<void> => {
      events.push(...points.map((point) => eventOf(kind, point)));
      return Promise.resolve();
    };
    return (await this.store.read(series, us, us + 1, take, NEVER)) ? events : undefined;
  }
}

const NEVER = new AbortController().signal;

function barPoints(events: readonly KeptEvent[]): readonly Point[] {
  const bars = new Map(events.map((event) => [placeOf(event), event]));
  return Array.from(bars, ([us, event]) => ({ us, ns: 0, fields: fieldsOf(event) }));
}

function byPlace(events: readonly KeptEvent[]): ReadonlyMap<number, readonly KeptEvent[]> {
  const groups = new Map<number, KeptEvent[]>();
  for (const event of events) {
    const group = groups.get(placeOf(event));
    if (group === undefined) groups.set(placeOf(event), [event]);
    else group.push(event);
  }
  return groups;
}

/** Whether one that is the same is another telling of it: trades without an id may be alike, unless one was fetched. */
const isTelling = (event: KeptEvent): boolean => hasFlag(event, FLAG.BACKFILLED) || 'tradeId' in event;

/** What makes two tellings the same event: its id at the venue and whether it takes something back, else all but when it came. */
function identityOf(event: KeptEvent): string {
  const changes = (event.flags ?? 0) & (FLAG.CORRECTION | FLAG.CANCELLED);
  if (event.kind === 'trade' && event.tradeId !== undefined) return `${event.tradeId} ${changes}`;
  const { receivedUs: _, receivedNs: __, flags: ___, ...told } = event;
  return JSON.stringify([told, changes]);
}

import { DomainError, type MarketDataEvent } from '@bourseworks/domain';
import type { Clock, HistoryQuery, MarketDataAdapter, Point, SeriesKey } from '@bourseworks/ports';
import { beforePoint, Pieces, type Piece } from './event-points.js';
import { isKept, kindOf, placeOf, seriesOf, spanOf, type KeptAdapter, type KeptEvent } from './kept-series.js';
import type { KeptStore } from './kept-store.js';
import { PieceWriter } from './piece-writer.js';

export interface HistoryRead {
  readonly source: Pick<MarketDataAdapter, 'history'>;
  /** Absent = the history of this adapter is not kept. */
  readonly kept: KeptAdapter | undefined;
  readonly query: HistoryQuery;
  /** Absent = nothing is kept. */
  readonly store: KeptStore | undefined;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** As of MarketDataAdapter; everything before `durableUs` will be found by whoever reads next. */
  readonly part: (events: readonly MarketDataEvent[], durableUs: number) => Promise<void>;
}

type CachedRead = HistoryRead & { readonly kept: KeptAdapter; readonly store: KeptStore };

/** What was read from where. */
export interface CacheTally {
  readonly keptItems: number;
  readonly fetchedItems: number;
  /** Of the range, µs. */
  readonly fetchedUs: number;
}

/** Events of a part that comes from the store. */
const PART_EVENTS = 1_000;

/**
 * Reads a history: what is kept from the store, the holes from the venue, in order. What was fetched and is old enough not to
 * change is kept. Rejects as the adapter does.
 */
export function readThroughCache(read: HistoryRead): Promise<CacheTally> {
  const { kept, store, query } = read;
  if (kept === undefined || store === undefined || !isKept(query.kind) || query.fromUs < 0) return readPast(read);
  return new ThroughCache({ ...read, kept, store }).run();
}

async function readPast({ source, query, signal, part }: HistoryRead): Promise<CacheTally> {
  let fetchedItems = 0;
  const take = (events: readonly MarketDataEvent[]): Promise<void> => {
    fetchedItems += events.length;
    return part(events, query.fromUs);
  };
  await source.history(query, take, signal);
  return { keptItems: 0, fetchedItems, fetchedUs: query.toUs - query.fromUs };
}

class ThroughCache {
  private readonly series: SeriesKey;
  private readonly pieces: Pieces;
  /** Everything with a place before it was handed on. */
  private atUs: number;
  private durableUs: number;
  private ready: KeptEvent[] = [];
  private keptItems = 0;
  private fetchedItems = 0;
  private fetchedUs = 0;
  /** The venue said of a part of the range that it has nothing there. */
  private isNone = false;

  constructor(private readonly read: CachedRead) {
    this.series = seriesOf(read.kept, read.query);
    this.pieces = new Pieces(kindOf(read.query.kind));
    this.atUs = read.query.fromUs;
    this.durableUs = this.atUs;
  }

  async run(): Promise<CacheTally> {
    const { query } = this.read;
    const isRead = await this.readKept();
    if (this.atUs < query.toUs && isRead) await this.readEnd();
    if (this.atUs < query.toUs) await this.fetch(query.toUs);
    await this.handOn();
    const { keptItems, fetchedItems, fetchedUs } = this;
    if (this.isNone && keptItems + fetchedItems === 0) throw notFound(query);
    return { keptItems, fetchedItems, fetchedUs };
  }

  /** The pieces of the range, and the holes between them. False when the store failed. */
  private readKept(): Promise<boolean> {
    const { store, query, signal } = this.read;
    const { pieces } = this;
    const take = async (points: readonly Point[]): Promise<void> => {
      for (const piece of pieces.take(points)) await this.take(piece);
    };
    return store.read(this.series, this.atUs, query.toUs, take, signal).then(async (isRead) => {
      // Without the rest of it the last microsecond may lack events.
      if (isRead) for (const piece of pieces.end()) await this.take(piece);
      return isRead;
    });
  }

  /** What follows the last piece of the range: the next one, beyond it, tells how far back it is complete. */
  private async readEnd(): Promise<void> {
    const { store, query, signal } = this.read;
    const next = await store.first(this.series, query.toUs, signal);
    const before = next === undefined ? undefined : beforePoint(next);
    if (before === undefined || before.sinceUs >= query.toUs) return;
    if (before.sinceUs > this.atUs) await this.fetch(before.sinceUs);
    this.isNone ||= before.isNone;
    if (this.atUs < query.toUs) this.reach(query.toUs);
  }

  private async take({ sinceUs, us, events, isNone }: Piece): Promise<void> {
    // Another process may have written what was fetched here meanwhile.
    if (us < this.atUs) return;
    if (sinceUs > this.atUs) await this.fetch(sinceUs);
    // All up to the end was fetched.
    if (us < this.atUs) return;
    this.isNone ||= isNone;
    const asked = events.filter((event) => this.isAsked(event));
    this.ready.push(...asked);
    this.keptItems += asked.length;
    this.reach(us + 1);
    if (this.ready.length >= PART_EVENTS) await this.handOn();
  }

  private reach(us: number): void {
    this.atUs = us;
    this.durableUs = us;
  }

  /** Of a bar: whether it ends within. */
  private isAsked(event: KeptEvent): boolean {
    return event.kind !== 'bar' || event.endUs <= this.read.query.toUs;
  }

  private async handOn(): Promise<void> {
    const { ready } = this;
    this.ready = [];
    for (let from = 0; from < ready.length; from += PART_EVENTS)
      await this.read.part(ready.slice(from, from + PART_EVENTS), this.durableUs);
  }

  /** A hole up to `endUs`, from the venue. What lies before the horizon is kept. */
  private async fetch(endUs: number): Promise<void> {
    await this.handOn();
    const plan = this.plan(endUs);
    // What is left there of a microsecond would make it incomplete again.
    if (this.pieces.takeLacking()) await this.read.store.remove(this.series, plan.fromUs, plan.toUs);
    const hole = new Hole(this.read, this.series, plan);
    const isNone = await this.ask(plan, hole);
    // An adapter that is told to stop ends as if that had been all.
    this.read.signal.throwIfAborted();
    await hole.end(isNone);
    this.isNone ||= isNone;
    this.fetchedUs += plan.toUs - plan.fromUs;
    this.reach(plan.toUs);
  }

  private plan(endUs: number): Plan {
    const { kept, query, clock } = this.read;
    const fromUs = this.atUs;
    const spanUs = spanOf(query.kind);
    const horizonUs = clock.nowUs() - kept.latenessUs - spanUs;
    // Adjusted prices are those of the end that is asked for: they come from one question with that end.
    if ((query.adjustment ?? 'raw') !== 'raw')
      return { fromUs, toUs: query.toUs, askedUs: query.toUs, keptUs: Math.min(query.toUs, horizonUs) };
    // Of the past a little more is asked for, so that the last bar is there; never of what has not happened yet.
    const askedUs = endUs <= horizonUs ? endUs + spanUs : Math.min(endUs + spanUs, query.toUs);
    return { fromUs, toUs: endUs, askedUs, keptUs: Math.min(endUs, horizonUs, askedUs - spanUs) };
  }

  /** Whether the venue said that it has nothing. */
  private async ask({ fromUs, askedUs }: Plan, hole: Hole): Promise<boolean> {
    const { source, query, signal, part } = this.read;
    const take = async (events: readonly MarketDataEvent[]): Promise<void> => {
      const asked = (await hole.take(events)).filter((event) => this.isAsked(event));
      this.fetchedItems += asked.length;
      this.durableUs = hole.durableUs;
      if (asked.length > 0) await part(asked, this.durableUs);
    };
    try {
      await source.history({ ...query, fromUs, toUs: askedUs }, take, signal);
      return false;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'HISTORY_NOT_FOUND') return !hole.hasEvents;
      await hole.leave();
      throw error;
    }
  }
}

/** A hole [fromUs, toUs): what the venue is asked for ends at `askedUs`, what is kept of it at `keptUs`. */
interface Plan {
  readonly fromUs: number;
  readonly toUs: number;
  readonly askedUs: number;
  readonly keptUs: number;
}

/** What comes of a hole, on its way to the store. */
class Hole {
  hasEvents = false;
  private readonly writer: PieceWriter;
  private isKeeping: boolean;

  constructor(
    private readonly read: CachedRead,
    private readonly series: SeriesKey,
    private readonly plan: Plan,
  ) {
    this.isKeeping = plan.keptUs > plan.fromUs;
    this.writer = new PieceWriter(plan.fromUs, async (points) => {
      if (this.isKeeping) this.isKeeping = await read.store.write(series, points);
    });
  }

  get durableUs(): number {
    return this.isKeeping ? this.writer.durableUs : this.plan.fromUs;
  }

  /** Those of the hole. */
  async take(events: readonly MarketDataEvent[]): Promise<readonly KeptEvent[]> {
    const { fromUs, toUs } = this.plan;
    const mine = (events as readonly KeptEvent[]).filter((event) => placeOf(event) >= fromUs && placeOf(event) < toUs);
    this.hasEvents ||= mine.length > 0;
    for (const event of mine) {
      if (!this.isKeeping || placeOf(event) >= this.plan.keptUs) continue;
      if (!this.writer.add(event)) await this.forget();
    }
    if (this.isKeeping) await this.writer.writeFull();
    return mine;
  }

  /** The venue failed: what came until then needs not be fetched again. */
  async leave(): Promise<void> {
    if (this.isKeeping && !this.read.signal.aborted) await this.writer.flush();
  }

  async end(isNone: boolean): Promise<void> {
    if (this.isKeeping) await this.writer.end(this.plan.keptUs, isNone);
  }

  /** The venue gave them out of order: what was written does not say all that was there. */
  private async forget(): Promise<void> {
    this.isKeeping = false;
    await this.read.store.remove(this.series, this.plan.fromUs, this.plan.keptUs);
  }
}

function notFound({ instrument, kind }: HistoryQuery): DomainError {
  return new DomainError({
    code: 'HISTORY_NOT_FOUND',
    message: `the venue has no ${kind} of ${instrument.key} in the range`,
    details: { venue: instrument.venue, symbol: instrument.symbol, kind },
  });
}

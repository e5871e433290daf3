import { barSeconds, FLAG, US_PER_SECOND, type Bar } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec } from '@bourseworks/ports';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { barOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import { missedBars } from '../history/missed-bars.js';
import type { Pages } from '../history/pages.js';
import type { AlpacaDataTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Bars that wait while missed ones are fetched. */
const MAX_HELD = 10_000;
/** Alpaca makes a bar anew half a minute after its end, when there were late trades. */
const MAX_REVISED = 16;

/** Bars of a minute, told at its end; those that late trades have changed are told again, as corrections with a revision. */
export class BarStream extends LiveStream {
  readonly channels: readonly Channel[] = ['bars', 'updatedBars'];
  readonly feed: FeedChannel;
  private readonly lengthUs: number;
  /** Revisions of the last bars, by their start. */
  private readonly revisions = new Map<number, number>();

  constructor(
    private readonly spec: StreamSpec,
    symbol: string,
    pages: Pages,
    times: AlpacaDataTimes,
    clock: Clock,
  ) {
    super(symbol);
    this.lengthUs = barSeconds(spec.kind) * US_PER_SECOND;
    const plan = {
      order: 'none',
      maxHeld: MAX_HELD,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
        missedBars(pages, { ...spec, fromUs, toUs }, symbol, { clock, graceMs: times.barGraceMs, signal }),
    } as const;
    this.feed = new FeedChannel(spec, plan, clock);
  }

  take(items: readonly Raw[], receipt: Receipt): void {
    const bars = items.map((item) => ({
      bar: barOf(item, this.spec.instrument, this.lengthUs, receipt),
      revised: item['T'] === 'u',
    }));
    this.feed.receive(bars.map(({ bar, revised }) => (revised ? this.revise(bar) : bar)));
  }

  private revise(bar: Bar): Bar {
    const { startUs } = bar;
    const revision = (this.revisions.get(startUs) ?? 0) + 1;
    this.revisions.set(startUs, revision);
    if (this.revisions.size > MAX_REVISED) this.revisions.delete(this.revisions.keys().next().value ?? 0);
    return { ...bar, flags: FLAG.CORRECTION, revision };
  }
}

import { FLAG, US_PER_DAY, type Bar } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec, Timer } from '@bourseworks/ports';
import type { Raw } from '../../parse/fields.js';
import type { Receipt } from '../../parse/market/fields.js';
import { barOf } from '../../parse/market/items.js';
import type { Channel } from '../../parse/market/message.js';
import { missedBars } from '../history/missed-bars.js';
import type { Pages } from '../history/pages.js';
import type { AlpacaDataTimes } from '../session/times.js';
import { LiveStream } from './live-stream.js';

/** Bars that wait while missed ones are fetched. */
const MAX_HELD = 1_000;

/**
 * Bars of a day, once it is over. Alpaca tells the bar of the day that goes on, every minute with trades: it is closed when that of
 * the next day begins, or a little after its end. A bar that changes after that is told again, as a correction with a revision.
 */
export class DayStream extends LiveStream {
  readonly channels: readonly Channel[] = ['dailyBars'];
  readonly feed: FeedChannel;
  private open: Bar | undefined;
  private told: Bar | undefined;
  private timer: Timer | undefined;

  constructor(
    private readonly spec: StreamSpec,
    symbol: string,
    pages: Pages,
    private readonly times: AlpacaDataTimes,
    private readonly clock: Clock,
  ) {
    super(symbol);
    const plan = {
      order: 'none',
      maxHeld: MAX_HELD,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
        missedBars(pages, { ...spec, fromUs, toUs }, symbol, { clock, graceMs: times.barGraceMs, signal }),
    } as const;
    this.feed = new FeedChannel(spec, plan, clock);
  }

  take(items: readonly Raw[], receipt: Receipt): void {
    const bars = items.map((item) => barOf(item, this.spec.instrument, US_PER_DAY, receipt));
    this.feed.receive(bars.flatMap((bar) => this.update(bar, receipt)));
    this.watch();
  }

  override lost(reason: string): void {
    this.forget();
    super.lost(reason);
  }

  override unreadable(reason: string): void {
    this.forget();
    super.unreadable(reason);
  }

  override close(): void {
    this.forget();
    super.close();
  }

  /** Whatever the bar that goes on has become is told within a minute of trading, or fetched. */
  private forget(): void {
    this.open = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private update(bar: Bar, receipt: Receipt): Bar[] {
    const { open, told } = this;
    if (told?.startUs === bar.startUs) return this.revise(told, bar);
    const newestUs = Math.max(open?.startUs ?? 0, told?.startUs ?? 0);
    // The stream goes on with it whatever it was.
    if (bar.startUs < newestUs) return [];
    this.open = bar;
    return open === undefined || open.startUs === bar.startUs ? [] : this.closed(open, receipt);
  }

  private revise(told: Bar, bar: Bar): Bar[] {
    if (isSame(told, bar)) return [];
    this.told = { ...bar, flags: FLAG.CORRECTION, revision: (told.revision ?? 0) + 1 };
    return [this.told];
  }

  private closed(bar: Bar, receipt: Receipt): Bar[] {
    this.told = { ...bar, ...receipt };
    return [this.told];
  }

  private watch(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const { open } = this;
    if (open === undefined) return;
    const leftUs = Math.max(0, open.endUs + this.times.barGraceMs * 1_000 - this.clock.nowUs());
    // A timer has a bound, and the bar of a day to come would be beyond it.
    this.timer = this.clock.setTimer(Math.min(US_PER_DAY, leftUs), () => {
      if (leftUs > US_PER_DAY) {
        this.watch();
        return;
      }
      this.forget();
      this.feed.receive(this.closed(open, { receivedUs: this.clock.nowUs(), receivedNs: 0 }));
    });
  }
}

function isSame(a: Bar, b: Bar): boolean {
  return (['open', 'high', 'low', 'close', 'volume', 'trades'] as const).every((field) => a[field] === b[field]);
}

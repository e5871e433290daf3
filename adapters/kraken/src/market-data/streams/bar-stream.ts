import { FLAG, US_PER_DAY, US_PER_MINUTE, type Bar } from '@bourseworks/domain';
import { FeedChannel } from '@bourseworks/feeds';
import type { Clock, StreamSpec, Timer } from '@bourseworks/ports';
import type { KrakenPair } from '../../mapper/pair.mapper.js';
import { read, type Raw, type Receipt } from '../../parse/fields.js';
import { parseCandle } from '../../parse/v2/items.js';
import { missedBars } from '../history/bars.js';
import type { KrakenRest } from '../session/kraken-rest.js';
import type { KrakenTimes } from '../session/times.js';
import { BAR_MINUTES, LiveStream } from './live-stream.js';

/** Bars that wait while missed ones are fetched. */
const MAX_HELD = 10_000;

/**
 * Bars of a pair, once they are closed. The venue tells the bar that goes on, with every trade: it is closed when the next one
 * begins, or a little after its end. A bar that changes after that is told again, as a correction with a revision.
 */
export class BarStream extends LiveStream {
  readonly key: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly snapshot = false;
  readonly channel: FeedChannel;
  private open: Bar | undefined;
  private told: Bar | undefined;
  private timer: Timer | undefined;

  constructor(
    private readonly spec: StreamSpec,
    pair: KrakenPair,
    rest: KrakenRest,
    private readonly times: KrakenTimes,
    private readonly clock: Clock,
  ) {
    super();
    const interval = BAR_MINUTES.get(spec.kind) ?? 1;
    this.key = `ohlc/${pair.v2}/${interval}`;
    this.params = { channel: 'ohlc', symbol: pair.v2, interval };
    const plan = {
      order: 'none',
      maxHeld: MAX_HELD,
      staleUs: times.staleUs + 2 * interval * US_PER_MINUTE,
      backfill: (fromUs: number, toUs: number, signal: AbortSignal) =>
        missedBars(rest, pair, { interval, fromUs, toUs }, clock, signal),
    } as const;
    this.channel = new FeedChannel(spec, plan, clock);
  }

  take(items: readonly Raw[], snapshot: boolean, receipt: Receipt): void {
    if (snapshot) return;
    const candles = items.map((item) => parseCandle(item, this.spec.instrument, receipt));
    const closed = candles.flatMap((candle) => this.update(candle, receipt));
    this.channel.receive(closed);
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

  /** Whatever the bar that goes on has become is told with its next trade, or fetched. */
  private forget(): void {
    this.open = undefined;
    this.timer?.cancel();
    this.timer = undefined;
  }

  private update(candle: Bar, receipt: Receipt): Bar[] {
    const { open, told } = this;
    if (told?.startUs === candle.startUs) return this.revise(told, candle);
    const newest = open ?? told;
    if (newest !== undefined && candle.startUs < newest.startUs) throw read.badData('a bar of the past');
    this.open = candle;
    return open === undefined || open.startUs === candle.startUs ? [] : this.closed(open, receipt);
  }

  private revise(told: Bar, candle: Bar): Bar[] {
    if (sameBar(told, candle)) return [];
    const flags = (candle.flags ?? 0) | FLAG.CORRECTION;
    this.told = { ...candle, flags, revision: (told.revision ?? 0) + 1 };
    return [this.told];
  }

  /** An interval without trades has no bar. */
  private closed(bar: Bar, receipt: Receipt): Bar[] {
    if (bar.trades === 0) return [];
    this.told = { ...bar, ...receipt };
    return [this.told];
  }

  private watch(): void {
    this.timer?.cancel();
    this.timer = undefined;
    const { open } = this;
    if (open === undefined) return;
    const leftUs = Math.max(0, open.endUs + this.times.barGraceUs - this.clock.nowUs());
    // A timer has a bound, and the bar of a day to come may be beyond it.
    this.timer = this.clock.setTimer(Math.min(US_PER_DAY, leftUs), () => {
      if (leftUs > US_PER_DAY) {
        this.watch();
        return;
      }
      this.forget();
      this.channel.receive(this.closed(open, { receivedUs: this.clock.nowUs(), receivedNs: 0 }));
    });
  }
}

function sameBar(a: Bar, b: Bar): boolean {
  return (['open', 'high', 'low', 'close', 'volume', 'trades'] as const).every((field) => a[field] === b[field]);
}

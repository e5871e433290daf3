import type { BarFields, MarketMessage } from '@bourseworks/dto/shapes';
import { BarSeries } from '../market/bar-series.js';
import { keyOf, type SymbolRef } from '../market/address.js';
import type { Applied } from '../market/stream-state.js';
import { ticks } from '../sockets/runtime.js';

type Change = 'all' | 'last';

/** History that cannot be had is asked for again, ever more slowly, for some minutes. */
const AGAIN_MS = 1_000;
const AGAIN_AT_MOST_MS = 30_000;
const TRIES = 12;

/** Bars of one instrument: history, then trades and closed bars as they come; told once per animation frame. */
export class LiveBars {
  readonly series = new BarSeries();
  private readonly listeners = new Set<(change: Change) => void>();
  private stops: (() => void)[] = [];
  private due: Change | undefined;
  private ask: (limit: number) => Promise<readonly BarFields[]> = async () => [];
  private limit = 0;
  private isLoaded = false;
  private again: ReturnType<typeof setTimeout> | undefined;
  private failed: (error: unknown) => void = () => undefined;

  constructor(readonly symbol: SymbolRef) {}

  open(ask: (limit: number) => Promise<readonly BarFields[]>, failed: (error: unknown) => void): void {
    this.ask = ask;
    this.failed = failed;
    const feed = (message: MarketMessage, applied: Applied) => this.take(message, applied);
    this.stops = [
      ticks.feed(keyOf({ ...this.symbol, kind: 'trade' }), feed),
      ticks.feed(keyOf({ ...this.symbol, kind: 'bar-1m' }), feed),
    ];
  }

  /** At least so many minutes of history. */
  want(minutes: number): void {
    if (minutes <= this.limit) return;
    this.limit = minutes;
    void this.load();
  }

  close(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
    clearTimeout(this.again);
  }

  onChange(listener: (change: Change) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async load(tries = 1): Promise<void> {
    clearTimeout(this.again);
    try {
      this.series.load(await this.ask(this.limit));
    } catch (error) {
      // Closed while it asked.
      if (this.stops.length === 0) return;
      // A person is told once.
      if (tries === 1) this.failed(error);
      if (tries < TRIES) {
        const afterMs = Math.min(AGAIN_MS * 2 ** (tries - 1), AGAIN_AT_MOST_MS);
        this.again = setTimeout(() => void this.load(tries + 1), afterMs);
      }
    }
    this.isLoaded = true;
    this.changed('all');
  }

  private take(message: MarketMessage, applied: Applied): void {
    if (message.k === 'trades') {
      const news = message.v.map(({ time, price, quantity }) => this.series.tick(time, price, quantity));
      if (news.includes(true)) this.changed('last');
    } else if (message.k === 'bars') {
      for (const bar of message.v) this.series.closed(bar);
      this.changed('all');
      // Bars are missing in between: history has them.
      if (applied === 'lost') void this.load();
    }
  }

  private changed(change: Change): void {
    // One bar alone, at a scale of its own, would only flicker.
    if (!this.isLoaded) return;
    const scheduled = this.due !== undefined;
    if (change === 'all' || this.due === undefined) this.due = change;
    if (scheduled) return;
    requestAnimationFrame(() => {
      const what = this.due ?? 'last';
      this.due = undefined;
      for (const listener of this.listeners) listener(what);
    });
  }
}

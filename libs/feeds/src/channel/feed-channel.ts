import { DomainError, FLAG, hasFlag, type FeedTally, type MarketDataEvent } from '@bourseworks/domain';
import type { Clock, StreamMark, StreamSink, StreamSpec, Timer } from '@bourseworks/ports';
import { SequenceGuard } from '../sequence/sequence-guard.js';
import type { FeedStats } from '../stats/feed-stats.js';
import { BackfillRun } from './backfill-run.js';
import { countBefore, isKnown, numberOf, wholeOf } from './event-number.js';
import type { FeedPlan } from './feed-plan.js';
import { BACKFILL_US, EMPTY, GO_ON_US, MAX_ROUNDS, NOTHING_US, SKEW_US } from './limits.js';
import { Listeners } from './listeners.js';
import { Openings } from './openings.js';
import { Repeats } from './repeats.js';
import { StaleWatch } from './stale-watch.js';

/** OPENING: not live yet. LOST: no connection. RESYNCING: connected, not whole yet. */
type Phase = 'OPENING' | 'LOST' | 'RESYNCING' | 'LIVE' | 'ENDED';

/**
 * One stream of a venue and all who listen to it. It passes on what the adapter receives, in order and without repetitions,
 * and never hides a loss: GAP_START, RESYNCING while missed events are fetched (they carry FLAG.BACKFILLED; live ones wait),
 * GAP_END with a reason if something stays missed, LIVE. The adapter tells what happens to the connection and subscription.
 */
export class FeedChannel {
  private readonly listeners: Listeners;
  private readonly openings: Openings;
  private readonly guard: SequenceGuard<MarketDataEvent> | undefined;
  private readonly repeats: Repeats | undefined;
  private readonly watch: StaleWatch;
  private phase: Phase = 'OPENING';
  /** Why the venue does not let us in, until it does. */
  private shutOut: DomainError | undefined;
  /** Events that go to the listeners as one. */
  private out = EMPTY;
  /** The backfill that goes on. */
  private run: BackfillRun | undefined;
  /** Backfills of this gap. */
  private rounds = 0;
  /** Live events that wait for the end of the backfill: those that were put in order already, and those that were not. */
  private ordered: MarketDataEvent[] = [];
  private held: MarketDataEvent[] = [];
  /** Numbers that are missing and were not fetched. */
  private missing = 0;
  private reorderTimer: Timer | undefined;
  /** When the events at hand came, monotonic. */
  private us = 0;
  /** Latest venue time that was passed on. */
  private knownToUs = NOTHING_US;
  /** When the subscription stood first. */
  private sinceUs = 0;

  constructor(
    readonly spec: StreamSpec,
    private readonly plan: FeedPlan,
    private readonly clock: Clock,
  ) {
    this.openings = new Openings(clock);
    this.listeners = new Listeners(clock);
    const sink = {
      pass: (event: MarketDataEvent) => this.pass(event),
      missing: (from: number, to: number) => this.onMissing(from, to),
    };
    if (plan.order !== 'none') this.guard = new SequenceGuard(sink, plan.reorder ?? { window: 0, waitUs: 0 });
    else if (plan.backfill !== undefined) this.repeats = new Repeats();
    this.watch = new StaleWatch(clock, plan.staleUs, () => this.listeners.silent());
  }

  get live(): boolean {
    return this.phase === 'LIVE';
  }

  /** Resolves once the stream is live; rejects with the venue's refusal, or ADAPTER_FAILED after a time. */
  opened(timeoutUs: number): Promise<void> {
    if (this.shutOut !== undefined) return Promise.reject(this.shutOut);
    return this.live ? Promise.resolve() : this.openings.wait(timeoutUs);
  }

  /** A listener that comes later is told how things stand, and given the book. */
  join(sink: StreamSink): void {
    this.listeners.join(sink);
    const book = this.live ? this.plan.book?.() : undefined;
    if (book !== undefined) sink.events([book]);
  }

  /** True when nobody listens any more. */
  leave(sink: StreamSink): boolean {
    return this.listeners.leave(sink);
  }

  /**
   * Events of the subscription, in the order in which they came. What comes before it stands is left over from another one, and
   * ignored. Throws DATA_FORMAT, before anything is passed on, if one has not the number that `order` names.
   */
  receive(events: readonly MarketDataEvent[]): void {
    if (this.phase !== 'LIVE' && this.phase !== 'RESYNCING') return;
    // Most come alone: no list is made for one.
    const { order } = this.plan;
    const numbers = events.length === 1 ? numberOf(events[0], order) : events.map((event) => numberOf(event, order));
    this.us = this.clock.monotonicUs();
    if (typeof numbers === 'object') events.forEach((event, i) => this.takeIn(event, numbers[i]));
    else this.takeIn(events[0], numbers);
    this.flush();
    this.waitForOvertaken();
    this.lookAtBook();
  }

  private takeIn(event: MarketDataEvent, number: number | undefined): void {
    if (this.run === undefined) this.offer(event, number);
    else this.hold(event);
  }

  /** The subscription stands, for the first time or again. */
  subscribed(): void {
    this.shutOut = undefined;
    if (this.phase === 'OPENING') {
      this.sinceUs = this.clock.nowUs();
      this.phase = 'RESYNCING';
      if (this.plan.book !== undefined) this.lookAtBook();
      else if (this.spec.after === undefined || this.plan.backfill === undefined) this.goLive();
      else this.goOn(this.spec.after);
    } else if (this.phase === 'LOST') {
      this.tally('reconnects', 1);
      this.resync();
    }
  }

  /** The connection, or the subscription, is gone: what happens now is missed. */
  lost(reason: string): void {
    if (this.phase !== 'LIVE' && this.phase !== 'RESYNCING') return;
    if (this.listeners.told === undefined) {
      this.phase = 'OPENING';
      return;
    }
    this.stopWaiting();
    this.startGap(reason);
    this.phase = 'LOST';
  }

  /** The venue refuses our login, though it may not for ever: whoever waits is told at once, and listeners how things stand. */
  shut(error: DomainError): void {
    if (this.phase !== 'OPENING' && this.phase !== 'LOST') return;
    this.shutOut = error;
    this.openings.reject(error);
    if (this.listeners.told !== undefined) this.listeners.tell('STALE', error.message, error.code);
  }

  /** The adapter found that something is missing, or cannot be read, though the connection lives. */
  gap(reason: string): void {
    if (this.phase !== 'LIVE') return;
    this.flush();
    this.watch.stop();
    this.startGap(reason);
    this.resync();
  }

  /** The venue is another process now and numbers anew. */
  restarted(): void {
    this.guard?.reset();
  }

  /** The venue has halted trading, for this reason, or reinstated it: undefined. Told now, or once the stream is live. */
  halt(reason: string | undefined): void {
    if (this.listeners.halted === reason) return;
    this.listeners.halted = reason;
    if (!this.live) return;
    this.listeners.live();
    this.watch.heard(this.clock.monotonicUs());
  }

  /** Counts what the adapter found. */
  tally(what: FeedTally, count: number): void {
    this.listeners.tally(what, count);
  }

  stats(): FeedStats {
    return this.listeners.stats();
  }

  /** The venue does not give the stream, or not any more. */
  refused(error: DomainError): void {
    if (this.phase === 'ENDED') return;
    const wasKnown = this.listeners.told !== undefined;
    this.close(error);
    if (wasKnown) this.listeners.tell('ENDED', error.message, error.code);
  }

  /** Nothing is passed on after it, and no timer is left; idempotent. */
  close(error = new DomainError({ code: 'ADAPTER_FAILED', message: 'the stream was closed' })): void {
    this.phase = 'ENDED';
    this.stopWaiting();
    this.openings.reject(error);
  }

  /** With what somebody else published before: as after a lost connection, but that whoever opens the stream waits for it. */
  private goOn({ us, tradeId = '' }: StreamMark): void {
    this.knownToUs = Math.max(this.knownToUs, us);
    if (tradeId !== '') this.guard?.begin(wholeOf(tradeId) + 1);
    this.resync();
  }

  private startGap(reason: string): void {
    this.tally('gaps', 1);
    this.listeners.tell('GAP_START', reason);
  }

  private resync(): void {
    this.phase = 'RESYNCING';
    this.rounds = 0;
    this.listeners.tell('RESYNCING');
    const { backfill, book } = this.plan;
    if (book !== undefined) this.lookAtBook();
    else if (backfill === undefined) this.recovered('what happened in between was missed');
    else void this.fetchMissed(backfill);
  }

  private async fetchMissed(backfill: NonNullable<FeedPlan['backfill']>): Promise<void> {
    this.rounds++;
    const { backfillUs = BACKFILL_US } = this.plan;
    const boundUs = this.openings.waited ? Math.min(backfillUs, GO_ON_US) : backfillUs;
    const run = new BackfillRun(this.clock, boundUs, () => this.stopBackfill('what was missed took too long to fetch'));
    this.run = run;
    this.repeats?.overlap();
    let problem: string | undefined;
    try {
      // Whatever the backfill does, the events of this turn are dealt with first.
      await Promise.resolve();
      const fromUs = this.knownToUs === NOTHING_US ? this.sinceUs - SKEW_US : this.knownToUs;
      const toUs = this.clock.nowUs() + SKEW_US;
      for await (const events of backfill(fromUs, toUs, run.signal)) {
        if (this.run !== run) return;
        this.refill(events);
      }
    } catch (error) {
      problem = `what was missed could not be fetched: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (this.run === run) this.stopBackfill(problem);
  }

  private refill(events: readonly MarketDataEvent[]): void {
    this.us = this.clock.monotonicUs();
    const fresh = events.filter((event) => !isKnown(event, this.spec.after));
    const numbers = fresh.map((event) => numberOf(event, this.plan.order));
    fresh.forEach((event, i) => this.offer({ ...event, flags: (event.flags ?? 0) | FLAG.BACKFILLED }, numbers[i]));
    this.flush();
  }

  /** Ends the backfill, whether it is through or not. */
  private stopBackfill(problem?: string): void {
    this.endRun();
    this.recovered(problem);
  }

  /** Passes on what waited; the stream is whole again, or goes on with a reason why not. */
  private recovered(problem?: string): void {
    const { ordered, held } = this;
    this.ordered = [];
    this.held = [];
    this.us = this.clock.monotonicUs();
    this.repeats?.overlap();
    for (const event of ordered) this.pass(event);
    const known = this.guard?.missing;
    for (const event of held) this.offer(event, numberOf(event, this.plan.order));
    this.repeats?.endOverlap();
    if (problem === undefined && this.guard?.missing !== known && this.fetchAgain()) return;
    this.guard?.settle();
    const { missing } = this;
    this.missing = 0;
    this.flush();
    this.goLive(problem ?? (missing > 0 ? `${missing} events stay missed` : undefined));
  }

  /** Something is missing among the live events that waited: it may not have been there yet when the venue was asked. */
  private fetchAgain(): boolean {
    const { backfill } = this.plan;
    if (backfill === undefined || this.guard?.missing === undefined || this.rounds >= MAX_ROUNDS) return false;
    this.flush();
    void this.fetchMissed(backfill);
    return true;
  }

  private goLive(reason?: string): void {
    this.phase = 'LIVE';
    if (this.listeners.told !== undefined) this.listeners.tell('GAP_END', reason);
    this.listeners.live();
    this.watch.heard(this.clock.monotonicUs());
    this.openings.resolve();
  }

  /** Numbers did not come in time. */
  private onMissing(from: number, to: number): void {
    this.missing += to - from + 1;
    if (this.phase !== 'LIVE') return;
    const reason = `${this.missing} events are missing`;
    if (this.plan.backfill !== undefined) return this.gap(reason);
    this.missing = 0;
    this.flush();
    this.startGap(reason);
    this.goLive('they stay missed');
  }

  private offer(event: MarketDataEvent, number: number | undefined): void {
    const { guard } = this;
    if (guard === undefined || number === undefined) {
      if (this.repeats?.seen(event) === true) this.countInLife('duplicates');
      else this.pass(event);
      return;
    }
    const verdict = guard.offer(number, event, this.us);
    if (verdict === 'duplicate') this.countInLife('duplicates');
    else if (verdict === 'reordered') this.countInLife('reorders');
    else if (verdict === 'late') this.takeLate(event);
  }

  /** Its place was given up: it was fetched, or came by itself after all. */
  private takeLate(event: MarketDataEvent): void {
    this.missing = Math.max(0, this.missing - 1);
    this.countInLife('reorders');
    const fetched = hasFlag(event, FLAG.BACKFILLED);
    this.pass(fetched ? event : { ...event, flags: (event.flags ?? 0) | FLAG.LATE });
  }

  /** While events are fetched, repetitions are to be expected and count for nothing. */
  private countInLife(what: FeedTally): void {
    if (this.phase === 'LIVE') this.tally(what, 1);
  }

  private pass(event: MarketDataEvent): void {
    const fetched = hasFlag(event, FLAG.BACKFILLED);
    if (this.run !== undefined && !fetched) {
      this.ordered.push(event);
      return;
    }
    // Live events that were let through go before a fetched one that is behind them.
    if (fetched)
      this.ordered.splice(0, countBefore(this.ordered, event, this.plan.order)).forEach((one) => this.giveOut(one));
    this.giveOut(event);
    if (fetched) this.tally('backfilled', 1);
  }

  private giveOut(event: MarketDataEvent): void {
    // An array that grows from nothing has room for many.
    if (this.out.length === 0) this.out = [event];
    else this.out.push(event);
    this.knownToUs = Math.max(this.knownToUs, 0, event.kind === 'bar' ? event.startUs : event.us);
  }

  private hold(event: MarketDataEvent): void {
    this.held.push(event);
    if (this.held.length <= this.plan.maxHeld) return;
    this.tally('overflows', 1);
    this.stopBackfill('more events came than may wait for those that were missed');
  }

  private flush(): void {
    const { out } = this;
    if (out.length === 0) return;
    this.out = EMPTY;
    this.listeners.passed(out);
    if (this.phase === 'LIVE') {
      if (this.listeners.told?.state === 'STALE') this.listeners.live();
      this.watch.heard(this.us);
    }
    this.listeners.events(out);
  }

  private lookAtBook(): void {
    if (this.phase === 'RESYNCING' && this.plan.book?.() !== undefined) this.goLive();
  }

  /** What overtook others does not wait for ever, though nothing else comes. */
  private waitForOvertaken(): void {
    const sinceUs = this.guard?.waitingSinceUs;
    if (this.reorderTimer !== undefined || sinceUs === undefined || this.phase !== 'LIVE') return;
    const nowUs = this.clock.monotonicUs();
    const leftUs = Math.max(0, sinceUs + (this.plan.reorder?.waitUs ?? 0) - nowUs);
    this.reorderTimer = this.clock.setTimer(leftUs, () => {
      this.reorderTimer = undefined;
      this.guard?.expire(this.clock.monotonicUs());
      this.flush();
      this.waitForOvertaken();
    });
  }

  private endRun(): void {
    this.run?.end();
    this.run = undefined;
  }

  /**
   * Stops every timer and the backfill. What waits unordered is forgotten, as it is fetched with the rest; what the guard has
   * let through is kept, for the guard would take it for a repetition.
   */
  private stopWaiting(): void {
    this.endRun();
    this.watch.stop();
    this.reorderTimer?.cancel();
    this.reorderTimer = undefined;
    this.held = [];
  }
}

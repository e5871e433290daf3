import { orderQuantity, toNumber, type Bar, type Instrument, type StreamKind } from '@bourseworks/domain';
import { MessagePattern, Strategy, type OrderHandle, type StreamEvent } from '@bourseworks/strategy';
import { PairSignal, type PairObservation, type SpreadState } from './pair-signal.js';
import { PAIRS_TRADING_PARAMETERS } from './parameters.js';

type Exit = 'exit' | 'stop' | 'flatten';

/** 2^6 pairs of bars is the longest pause between two attempts to close. */
const MAX_BACKOFF = 6;

/** Rounded for people; decisions are taken on the exact values. */
const show = (value: number): number => Math.round(value * 1e4) / 1e4;

/**
 * Pairs trading ("PTS"): regresses the log price of y on that of x over a rolling window; when the spread is far out, sells
 * the dear leg and buys the cheap one in the hedge ratio, and closes both when it comes back, or goes too far.
 *
 * Positions come from its own fills, so it finds its open pair again after a restart. It never enters while an order is
 * open; a leg without its partner (a rejection, a partial fill) is closed.
 */
export class PairsTradingStrategy extends Strategy<typeof PAIRS_TRADING_PARAMETERS> {
  static readonly parameters = PAIRS_TRADING_PARAMETERS;

  private signalOf: PairSignal;
  private y: Instrument;
  private x: Instrument;
  private last: SpreadState | undefined;
  /** Pair number before which no new entry is made. */
  private quietUntil = 0;
  /** Pair number before which a refused close is not sent again. */
  private retryAt = 0;
  private refusedCloses = 0;
  /** Orders of the entry that is being made. */
  private entry: readonly OrderHandle[] = [];

  override async onStart(): Promise<void> {
    const { window, y, x, venue } = this.parameters;
    this.signalOf = new PairSignal(window);
    this.y = await this.instrumentOf(y);
    this.x = await this.instrumentOf(x);
    await this.warmUp();
    for (const symbol of [y, x]) {
      const stream = await this.subscribe({ ...this.source, symbol });
      if (!stream.ok) throw new Error(`${venue}/${symbol}: ${stream.refusal.code} ${stream.refusal.message}`);
    }
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const leg = instrument.key === this.y.key ? 'y' : 'x';
    const pair = this.signalOf.bar(leg, bar.endUs, toNumber(bar.close, instrument.priceScale));
    if (pair !== undefined) this.act(pair, this.signalOf.state(pair));
  }

  override onOrderEvent(order: OrderHandle): void {
    if (!order.closed) return;
    if (order.refused && this.entry.length === 0) this.holdBack();
    if (this.entry.length === 0 || this.openOrders().length > 0) return;
    const short = this.entry.find((leg) => leg.cumQuantity < leg.quantity);
    this.entry = [];
    if (short === undefined && this.loneLeg() === undefined) return;
    const why = this.shortfall(short);
    if (this.position(this.y) !== 0 || this.position(this.x) !== 0) return this.leave('flatten', why);
    // Refused as a whole (a kill switch, say): the next bar would only send it again.
    this.rest();
    this.decide({ action: 'stand-aside', reason: why });
  }

  override onStream({ instrument, kind, state, missed }: StreamEvent): void {
    if (state !== 'LIVE') this.log.warn({ event: 'pts.stream', symbol: instrument.symbol, kind, state, missed });
  }

  /** Answers `strategy/v1/{id}/state`. */
  @MessagePattern('state')
  describe(): Record<string, unknown> {
    const { y, x } = this.parameters;
    return {
      pairs: this.signalOf.pairs,
      unmatched: this.signalOf.unmatched,
      spread: this.last ?? null,
      positions: { [y]: this.position(this.y), [x]: this.position(this.x) },
    };
  }

  private get source(): { venue: string; kind: StreamKind; adapter?: string } {
    const { venue, adapter, kind } = this.parameters;
    return { venue, kind, ...(adapter === undefined ? {} : { adapter }) };
  }

  private async instrumentOf(symbol: string): Promise<Instrument> {
    const { venue, adapter } = this.source;
    const found = await this.instrument(venue, symbol, adapter);
    if (found.ok) return found.value;
    throw new Error(`${venue}/${symbol}: ${found.refusal.code} ${found.refusal.message}`);
  }

  /** Fills the regression from history. Without any, the first live bars do it. */
  private async warmUp(): Promise<void> {
    const { historyFrom, historyTo, lookback, y, x } = this.parameters;
    const to = historyTo ?? this.clock.nowUs();
    const from = historyFrom ?? to - lookback;
    if (!(to > from && from >= 0)) {
      return this.decide({
        action: 'warm-up',
        reason: 'no history range before the start of a replay: live bars warm up',
      });
    }
    const [ys, xs] = await Promise.all([y, x].map((symbol) => this.history({ ...this.source, symbol, from, to })));
    if (!ys.ok || !xs.ok) {
      const refusal = ys.ok ? (xs.ok ? '' : xs.refusal.code) : ys.refusal.code;
      return this.decide({ action: 'warm-up', reason: `history refused (${refusal}): live bars warm up` });
    }
    const bars = [
      ...ys.value.items.map((bar) => ({ leg: 'y' as const, bar: bar as Bar, scale: this.y.priceScale })),
      ...xs.value.items.map((bar) => ({ leg: 'x' as const, bar: bar as Bar, scale: this.x.priceScale })),
    ].sort((a, b) => a.bar.endUs - b.bar.endUs);
    for (const { leg, bar, scale } of bars) {
      const pair = this.signalOf.bar(leg, bar.endUs, toNumber(bar.close, scale));
      if (pair !== undefined) this.last = this.signalOf.state(pair);
    }
    const { pairs, unmatched } = this.signalOf;
    this.decide({
      action: 'warm-up',
      reason: 'history',
      pairs,
      unmatched,
      hedge: show(this.last?.hedge ?? NaN),
      z: show(this.last?.z ?? NaN),
    });
  }

  private act(pair: PairObservation, spread: SpreadState): void {
    this.last = spread;
    if (this.openOrders().length > 0) return;
    const held = this.position(this.y);
    if (held === 0 && this.position(this.x) === 0) {
      this.refusedCloses = 0;
      return this.consider(pair, spread);
    }
    if (this.signalOf.pairs < this.retryAt) return;
    if (this.loneLeg() !== undefined) return this.leave('flatten', 'one leg has no partner');
    const { exitZ, stopZ, entryZ } = this.parameters;
    // Long the spread gains as z rises to 0, short as it falls to 0.
    const outward = held > 0 ? -spread.z : spread.z;
    if (Number.isNaN(outward)) return;
    if (outward >= stopZ)
      return this.leave('stop', `z ${show(spread.z)} is ${stopZ} or more against the pair (entered beyond ${entryZ})`);
    if (outward <= exitZ) this.leave('exit', `z ${show(spread.z)} is back within ${exitZ}`);
  }

  private consider(pair: PairObservation, spread: SpreadState): void {
    const { warmup, entryZ, stopZ, minHedge, maxHedge, window } = this.parameters;
    if (spread.pairs < Math.min(warmup, window) || this.signalOf.pairs < this.quietUntil) return;
    const out = Math.abs(spread.z);
    if (!(out >= entryZ)) return;
    const numbers = {
      z: show(spread.z),
      hedge: show(spread.hedge),
      rSquared: show(spread.rSquared),
      y: pair.y,
      x: pair.x,
    };
    if (out >= stopZ)
      return this.decide({ action: 'stand-aside', reason: `z beyond the stop of ${stopZ}`, ...numbers });
    if (!(spread.hedge >= minHedge && spread.hedge <= maxHedge)) {
      return this.decide({
        action: 'stand-aside',
        reason: `hedge ratio outside ${minHedge} to ${maxHedge}`,
        ...numbers,
      });
    }
    const yQuantity = orderQuantity(this.y, this.parameters.notional / pair.y);
    const xQuantity = orderQuantity(this.x, (this.parameters.notional * spread.hedge) / pair.x);
    if (yQuantity === 0 || xQuantity === 0) {
      return this.decide({ action: 'stand-aside', reason: 'a leg is smaller than the least order', ...numbers });
    }
    const long = spread.z < 0;
    const reason = `z ${show(spread.z)} beyond ${long ? '-' : ''}${entryZ}: ${long ? 'buy' : 'sell'} the spread`;
    this.decide({ action: long ? 'enter-long' : 'enter-short', reason, ...numbers, yQuantity, xQuantity });
    const first = this.order(this.y, long ? yQuantity : -yQuantity, reason);
    // Refused before it was sent: the other leg would stand alone.
    if (first.refused) return this.rest();
    this.entry = [first, this.order(this.x, long ? -xQuantity : xQuantity, reason)];
  }

  /** A close that is refused (a kill switch, say) is repeated ever more rarely, not on every bar. */
  private holdBack(): void {
    this.refusedCloses = Math.min(this.refusedCloses + 1, MAX_BACKOFF);
    this.retryAt = this.signalOf.pairs + 2 ** this.refusedCloses;
  }

  /** Closes whatever is held. */
  private leave(action: Exit, reason: string): void {
    const yHeld = this.position(this.y);
    const xHeld = this.position(this.x);
    const { hedge = NaN, z = NaN } = this.last ?? {};
    this.decide({ action, reason, z: show(z), hedge: show(hedge), yHeld, xHeld });
    this.entry = [];
    this.rest();
    const closes = [
      ...(yHeld === 0 ? [] : [this.order(this.y, -yHeld, reason)]),
      ...(xHeld === 0 ? [] : [this.order(this.x, -xHeld, reason)]),
    ];
    // No event tells of an order that was refused before it was sent.
    if (closes.some(({ refused }) => refused)) this.holdBack();
  }

  private rest(): void {
    this.quietUntil = this.signalOf.pairs + 1 + this.parameters.cooldown;
  }

  private shortfall(leg: OrderHandle | undefined): string {
    if (leg === undefined) return 'one leg has no partner';
    const { symbol } = leg.instrument;
    if (leg.refused) return `${symbol} was refused (${leg.code ?? 'no code'})`;
    return `${symbol} was filled only in part (${leg.cumQuantity} of ${leg.quantity})`;
  }

  private order(instrument: Instrument, signed: number, reason: string): OrderHandle {
    const { adapter } = this.parameters;
    const intent = { instrument, quantity: Math.abs(signed), reason, ...(adapter === undefined ? {} : { adapter }) };
    return signed > 0 ? this.buy(intent) : this.sell(intent);
  }

  /** The leg that is held alone, or on the same side as its partner: no hedge. */
  private loneLeg(): Instrument | undefined {
    const y = this.position(this.y);
    const x = this.position(this.x);
    if (y === 0 && x === 0) return undefined;
    if (y === 0) return this.x;
    return x === 0 || Math.sign(y) === Math.sign(x) ? this.y : undefined;
  }
}

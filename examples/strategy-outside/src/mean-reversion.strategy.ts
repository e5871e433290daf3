import { fromNumber, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { RollingMoments } from '@bourseworks/indicators';
import type { Timer } from '@bourseworks/ports';
import { defineParameters, MessagePattern, Strategy, type OrderHandle } from '@bourseworks/strategy';

const PARAMETERS = defineParameters({
  venue: { type: 'text', default: 'sim', description: 'Venue.' },
  symbol: { type: 'text', default: 'SOLUSD', description: 'What is traded.' },
  kind: { type: 'text', default: 'bar-1s', choices: ['bar-1s', 'bar-5s', 'bar-1m'], description: 'Bars it looks at.' },
  length: { type: 'integer', default: 60, min: 2, max: 10_000, description: 'Bars of the mean.' },
  entry: { type: 'number', default: 2, min: 0, description: 'Deviations from the mean that make it trade.' },
  quantity: { type: 'number', default: 1, min: 0, description: 'Size of the position, in the base.' },
  maxHold: { type: 'duration', default: '5m', min: 1_000_000, description: 'Longest life of a position.' },
});

/** Bars that it lets pass after a refused order: the next bar would only be refused again. */
const PAUSE_BARS = 10;
const TIME_STOP = 'time-stop';

/**
 * Bets that a price far from its mean comes back: sells above, buys below, closes at the mean. A position that has not
 * come back within `maxHold` is closed by a timer: the mean has moved, not the price.
 */
export class MeanReversionStrategy extends Strategy<typeof PARAMETERS> {
  static readonly parameters = PARAMETERS;

  private moments: RollingMoments;
  private instrumentTraded: Instrument | undefined;
  private z = NaN;
  private pause = 0;
  private timeStop: Timer | undefined;

  override async onStart(): Promise<void> {
    const { venue, symbol, kind, length } = this.parameters;
    this.moments = new RollingMoments(length);
    await this.warmUp();
    const stream = await this.subscribe({ venue, symbol, kind });
    if (!stream.ok) throw new Error(`${stream.refusal.code} ${stream.refusal.message}`);
    this.instrumentTraded = stream.value.instrument;
    // Found again after a restart: its time begins anew.
    this.watch(stream.value.instrument);
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const close = toNumber(bar.close, instrument.priceScale);
    this.z = this.moments.ready ? this.moments.zScore(close) : NaN;
    this.moments.update(close);
    if (Number.isNaN(this.z)) return;
    this.signal('z', this.z);
    if (this.pause > 0) this.pause -= 1;
    else if (this.openOrders().length === 0) this.trade(instrument, close);
  }

  override onOrderEvent(order: OrderHandle): void {
    if (!order.closed) return;
    if (order.refused) this.pause = PAUSE_BARS;
    this.watch(order.instrument);
  }

  override onTimer(name: string): void {
    const instrument = this.instrumentTraded;
    if (name !== TIME_STOP || instrument === undefined) return;
    this.timeStop = undefined;
    // An order on its way may be the very exit; its last event starts the timer again if not.
    if (this.openOrders().length > 0) return;
    const held = this.position(instrument);
    if (held !== 0) this.change(instrument, -held, `held for ${this.parameters.maxHold / 1e6} s`);
  }

  /** Answers `strategy/v1/{id}/state`. */
  @MessagePattern('state')
  describe(): Record<string, number | null> {
    const { mean, deviation } = this.moments;
    const position = this.instrumentTraded === undefined ? 0 : this.position(this.instrumentTraded);
    const known = (value: number): number | null => (Number.isNaN(value) ? null : value);
    return { mean: known(mean), deviation: known(deviation), z: known(this.z), position };
  }

  /** Fills the mean from history, so that it need not wait for `length` bars. Without any, live bars do it. */
  private async warmUp(): Promise<void> {
    const { venue, symbol, kind, length } = this.parameters;
    const to = this.clock.nowUs();
    const from = Math.max(0, to - 2 * length * (kind === 'bar-1m' ? 60 : 5) * 1_000_000);
    const found = await this.history({ venue, symbol, kind, from, to });
    if (!found.ok) return this.log.warn({ event: 'mean_reversion.no_history', code: found.refusal.code });
    const { instrument, items } = found.value;
    for (const bar of items.slice(-length)) this.moments.update(toNumber(bar.close, instrument.priceScale));
  }

  private trade(instrument: Instrument, close: number): void {
    const held = this.position(instrument);
    const { entry, quantity } = this.parameters;
    const away = `close ${close} is ${this.z.toFixed(2)} deviations from the mean of ${this.parameters.length} bars`;
    if (held === 0 && Math.abs(this.z) >= entry) {
      const size = Math.floor(fromNumber(quantity, instrument.qtyScale) / instrument.lotSize) * instrument.lotSize;
      if (size > 0) this.change(instrument, this.z > 0 ? -size : size, away);
    } else if (held !== 0 && Math.sign(held) === Math.sign(this.z)) {
      this.change(instrument, -held, `${away}: it came back`);
    }
  }

  private change(instrument: Instrument, quantity: number, reason: string): void {
    this.decide({ action: quantity > 0 ? 'buy' : 'sell', reason, z: this.z });
    if (quantity > 0) this.buy({ instrument, quantity, reason });
    else this.sell({ instrument, quantity: -quantity, reason });
  }

  /** Keeps the timer of the open position, and none without one. */
  private watch(instrument: Instrument): void {
    if (this.position(instrument) === 0) {
      this.timeStop?.cancel();
      this.timeStop = undefined;
    } else {
      this.timeStop ??= this.setTimer(this.parameters.maxHold, TIME_STOP);
    }
  }
}

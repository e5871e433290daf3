import { barSeconds, expectOk, orderQuantity, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { Atr, DonchianChannels } from '@bourseworks/indicators';
import { Strategy, type OrderHandle } from '@bourseworks/strategy';
import { BREAKOUT_PARAMETERS } from './parameters.js';

/**
 * Momentum: buys a close above the highest high of the bars before it, sells one below their lowest low, sized so that each
 * trade risks the same money, and leaves by a stop that trails the best close by some average true ranges (R. Donchian's
 * channel, with the stops and sizes of the Turtles: C. Faith, Way of the Turtle, 2007).
 *
 * What it holds comes from its own fills; after a restart the stop trails from the first close on.
 */
export class BreakoutStrategy extends Strategy<typeof BREAKOUT_PARAMETERS> {
  static readonly parameters = BREAKOUT_PARAMETERS;

  private channel: DonchianChannels;
  private range: Atr;
  private lastUs = -Infinity;
  /** Best close since the entry, for the side that is held. */
  private best = NaN;

  override async onStart(): Promise<void> {
    const { venue, symbol, kind, adapter, channel, atr } = this.parameters;
    this.channel = new DonchianChannels(channel, 'before-last');
    this.range = new Atr(atr);
    const query = { venue, symbol, kind, ...(adapter === undefined ? {} : { adapter }) };
    const backUs = (Math.max(channel, atr) + 1) * barSeconds(kind) * 1e6;
    const warmed = await this.fromHistory(query, backUs, (bar, instrument) => void this.take(bar as Bar, instrument));
    const reason = warmed.ok ? 'history' : `history refused (${warmed.refusal.code}): live bars warm up`;
    this.decide({ action: 'warm-up', reason, bars: warmed.ok ? warmed.value : 0 });
    expectOk(await this.subscribe(query));
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const close = this.take(bar, instrument);
    if (close === undefined || this.openOrders(instrument).length > 0) return;
    const held = this.position(instrument);
    if (held === 0) this.consider(close, instrument);
    else this.guard(close, held, instrument);
  }

  override onOrderEvent(order: OrderHandle): void {
    if (order.refused) this.log.warn({ event: 'breakout.refused', code: order.code, reason: order.reason });
  }

  /** The close, as a decimal; undefined for a bar that was taken already. */
  private take({ endUs, high, low, close }: Bar, { priceScale }: Instrument): number | undefined {
    if (endUs <= this.lastUs) return undefined;
    this.lastUs = endUs;
    const [highest, lowest, last] = [high, low, close].map((price) => toNumber(price, priceScale));
    this.channel.update(highest, lowest);
    this.range.update(highest, lowest, last);
    return last;
  }

  private consider(close: number, instrument: Instrument): void {
    const { channel, range } = this;
    if (!channel.ready || !range.ready) return;
    const isUp = close > channel.upper;
    if (!isUp && !(close < channel.lower && this.parameters.shorts)) return;
    const { stopRanges, risk, maxNotional } = this.parameters;
    const distance = stopRanges * range.value;
    const quantity = orderQuantity(instrument, Math.min(risk / distance, maxNotional / close));
    const numbers = { close, upper: channel.upper, lower: channel.lower, atr: range.value, quantity };
    if (quantity === 0)
      return this.decide({ action: 'stand-aside', reason: 'the risk allows less than the least order', ...numbers });
    const reason = `close ${close} ${isUp ? 'above' : 'below'} the channel of ${channel.length} bars`;
    this.decide({ action: isUp ? 'buy' : 'sell', reason, ...numbers });
    this.best = close;
    this.bring(isUp ? quantity : -quantity, reason, instrument);
  }

  private guard(close: number, held: number, instrument: Instrument): void {
    const side = Math.sign(held);
    // NaN after a restart.
    if (!(side * (this.best - close) >= 0)) this.best = close;
    const stop = this.best - side * this.parameters.stopRanges * this.range.value;
    if (!(side * (stop - close) >= 0)) return;
    const reason = `close ${close} beyond the trailing stop ${stop.toFixed(instrument.priceScale)}`;
    this.decide({ action: 'leave', reason, close, best: this.best, atr: this.range.value, held });
    this.bring(0, reason, instrument);
  }

  private bring(units: number, reason: string, instrument: Instrument): void {
    const { adapter } = this.parameters;
    this.targetPosition(instrument, units, { reason, ...(adapter === undefined ? {} : { adapter }) });
  }
}

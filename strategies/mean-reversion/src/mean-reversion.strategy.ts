import { barSeconds, expectOk, orderQuantity, toNumber, type Bar, type Instrument } from '@bourseworks/domain';
import { ZScore } from '@bourseworks/indicators';
import { halfLife } from '@bourseworks/statistics';
import { Strategy, type OrderHandle } from '@bourseworks/strategy';
import { MEAN_REVERSION_PARAMETERS } from './parameters.js';

/** Rounded for people; decisions are taken on the exact values. */
const show = (value: number): number => Math.round(value * 1e4) / 1e4;

/**
 * Buys what is some deviations below its rolling mean and sells what is above, but only while the same window says that it
 * returns: deviations from the mean halve within `maxHalfLife` bars (a regression of changes on levels; E. Chan, Algorithmic
 * Trading, 2013, chapter 2). Leaves when it is back, when it goes too far, or when it takes too long; after these two it waits
 * until it was back.
 *
 * What it holds comes from its own fills; after a restart the time that it may take begins anew.
 */
export class MeanReversionStrategy extends Strategy<typeof MEAN_REVERSION_PARAMETERS> {
  static readonly parameters = MEAN_REVERSION_PARAMETERS;

  private score: ZScore;
  private readonly closes: number[] = [];
  private lastUs = -Infinity;
  private heldBars = 0;
  /** Left without having been back: nothing is entered until it was. */
  private astray = false;

  override async onStart(): Promise<void> {
    const { venue, symbol, kind, adapter, window, exitZ, entryZ, stopZ } = this.parameters;
    if (!(exitZ < entryZ && entryZ < stopZ))
      throw new RangeError(`exitZ (${exitZ}) is below entryZ (${entryZ}), that below stopZ (${stopZ})`);
    this.score = new ZScore(window);
    const query = { venue, symbol, kind, ...(adapter === undefined ? {} : { adapter }) };
    const backUs = window * barSeconds(kind) * 1e6;
    const warmed = await this.fromHistory(query, backUs, (bar, instrument) => void this.take(bar as Bar, instrument));
    const reason = warmed.ok ? 'history' : `history refused (${warmed.refusal.code}): live bars warm up`;
    this.decide({ action: 'warm-up', reason, bars: warmed.ok ? warmed.value : 0 });
    expectOk(await this.subscribe(query));
  }

  override onBar(bar: Bar, instrument: Instrument): void {
    const close = this.take(bar, instrument);
    if (close === undefined) return;
    const held = this.position(instrument);
    this.heldBars = held === 0 ? 0 : this.heldBars + 1;
    const z = this.score.value;
    if (Math.abs(z) <= this.parameters.exitZ) this.astray = false;
    if (Number.isNaN(z) || this.openOrders(instrument).length > 0) return;
    if (held === 0) this.consider(z, close, instrument);
    else this.guard(z, close, held, instrument);
  }

  override onOrderEvent(order: OrderHandle): void {
    if (order.refused) this.log.warn({ event: 'mean-reversion.refused', code: order.code, reason: order.reason });
  }

  /** The close, as a decimal; undefined for a bar that was taken already. */
  private take(bar: Bar, { priceScale }: Instrument): number | undefined {
    if (bar.endUs <= this.lastUs) return undefined;
    this.lastUs = bar.endUs;
    const close = toNumber(bar.close, priceScale);
    this.score.update(close);
    this.closes.push(close);
    if (this.closes.length > this.parameters.window) this.closes.shift();
    return close;
  }

  private consider(z: number, close: number, instrument: Instrument): void {
    const { entryZ, stopZ, maxHalfLife, notional, shorts } = this.parameters;
    if (this.astray || Math.abs(z) < entryZ || Math.abs(z) >= stopZ || (z > 0 && !shorts)) return;
    const life = halfLife(this.closes);
    const numbers = { close, z: show(z), halfLife: show(life) };
    if (!(life <= maxHalfLife))
      return this.decide({
        action: 'stand-aside',
        reason: `it does not return within ${maxHalfLife} bars`,
        ...numbers,
      });
    const quantity = orderQuantity(instrument, notional / close);
    if (quantity === 0)
      return this.decide({ action: 'stand-aside', reason: 'the value allows less than the least order', ...numbers });
    const reason = `z ${show(z)} ${z < 0 ? 'below' : 'above'} ${z < 0 ? '-' : ''}${entryZ}`;
    this.decide({ action: z < 0 ? 'buy' : 'sell', reason, ...numbers, quantity });
    this.bring(z < 0 ? quantity : -quantity, reason, instrument);
  }

  private guard(z: number, close: number, held: number, instrument: Instrument): void {
    const { exitZ, stopZ, maxBars } = this.parameters;
    // What is bought gains as z rises to 0, what is sold as it falls to 0.
    const outward = held > 0 ? -z : z;
    const reason =
      outward <= exitZ
        ? `z ${show(z)} is back within ${exitZ}`
        : outward >= stopZ
          ? `z ${show(z)} is ${stopZ} or more against it`
          : this.heldBars >= maxBars
            ? `not back after ${maxBars} bars`
            : undefined;
    if (reason === undefined) return;
    this.astray = outward > exitZ;
    this.decide({ action: 'leave', reason, close, z: show(z), held });
    this.bring(0, reason, instrument);
  }

  private bring(units: number, reason: string, instrument: Instrument): void {
    const { adapter } = this.parameters;
    this.targetPosition(instrument, units, { reason, ...(adapter === undefined ? {} : { adapter }) });
  }
}

import {
  expectOk,
  orderQuantity,
  roundToTick,
  toNumber,
  type Instrument,
  type Quote,
  type Side,
} from '@bourseworks/domain';
import { MessagePattern, Strategy, type OrderHandle, type StreamEvent } from '@bourseworks/strategy';
import { makerQuotes, type MakerQuotes } from './avellaneda-stoikov.js';
import { MARKET_MAKER_PARAMETERS } from './parameters.js';
import { PriceVariance } from './price-variance.js';

const SIDES: readonly Side[] = ['BUY', 'SELL'];
/** 2^6 intervals is the longest pause after a refusal. */
const MAX_BACKOFF = 6;

/**
 * Market making after Avellaneda and Stoikov: rests a buy and a sell order about a price that leans against what it holds, the
 * wider the more the price moves. Never beyond its most inventory, never into the book (post-only), and not at all while the
 * stream is in doubt or silent.
 *
 * What it holds comes from its own fills. A quote stays where it is until it is some ticks off: moving it loses its place.
 */
export class MarketMakerStrategy extends Strategy<typeof MARKET_MAKER_PARAMETERS> {
  static readonly parameters = MARKET_MAKER_PARAMETERS;

  private instrumentOf: Instrument;
  private variance: PriceVariance;
  private best: Quote | undefined;
  /** When the last quote came, by this strategy's clock. */
  private quotedUs = -Infinity;
  private inDoubt = false;
  private last: MakerQuotes | undefined;
  private readonly resting: Partial<Record<Side, OrderHandle>> = {};
  private readonly changing = new Set<OrderHandle>();
  private refusals = 0;
  private quietUntilUs = 0;

  override async onStart(): Promise<void> {
    const { venue, symbol, adapter, halfLife } = this.parameters;
    this.variance = new PriceVariance(halfLife);
    const source = { venue, symbol, ...(adapter === undefined ? {} : { adapter }) };
    this.instrumentOf = expectOk(await this.instrument(venue, symbol, adapter));
    for (const order of this.openOrders(this.instrumentOf)) void this.cancel(order);
    expectOk(await this.subscribe({ ...source, kind: 'quote' }));
    this.setTimer(this.parameters.interval, 'requote');
  }

  override onQuote(quote: Quote): void {
    this.best = quote;
    this.quotedUs = this.clock.nowUs();
  }

  override onStream({ state, missed }: StreamEvent): void {
    // A quote that is missing is made up for by the next; a stream that restarts or is stale is not.
    if (state === 'GAP') return;
    this.inDoubt = state !== 'LIVE' && state !== 'RESTARTED';
    this.log.warn({ event: 'market-maker.stream', state, missed });
    if (this.inDoubt) this.pull(`the stream is ${state}`);
  }

  override onTimer(): void {
    this.setTimer(this.parameters.interval, 'requote');
    const { best } = this;
    if (best === undefined || this.inDoubt) return;
    const nowUs = this.clock.nowUs();
    if (nowUs - this.quotedUs > this.parameters.staleAfter) return this.pull('no quote for too long');
    if (best.bidPrice <= 0 || best.askPrice <= 0) return this.pull('one side of the book is empty');
    const { priceScale, qtyScale } = this.instrumentOf;
    const middle = toNumber((best.bidPrice + best.askPrice) / 2, priceScale);
    this.variance.update(middle, nowUs);
    if (Number.isNaN(this.variance.value) || nowUs < this.quietUntilUs) return;
    const held = toNumber(this.position(this.instrumentOf), qtyScale);
    const { riskAversion, arrivalDecay, horizon } = this.parameters;
    this.last = makerQuotes(middle, held, this.variance.value, { riskAversion, arrivalDecay, horizon: horizon / 1e6 });
    for (const side of SIDES) this.quote(side, this.last, best, held);
  }

  override onOrderEvent(order: OrderHandle): void {
    if (!order.closed) return;
    for (const side of SIDES) if (this.resting[side] === order) this.resting[side] = undefined;
    if (!order.refused) this.refusals = 0;
    else this.holdBack(order);
  }

  /** Answers `strategy/v1/{id}/state`. */
  @MessagePattern('state')
  describe(): Record<string, unknown> {
    const quotes = SIDES.map((side) => [side, this.resting[side]?.price ?? null]);
    const deviation = Math.sqrt(this.variance.value);
    return {
      model: this.last ?? null,
      deviation: Number.isNaN(deviation) ? null : deviation,
      position: this.position(this.instrumentOf),
      quotes: Object.fromEntries(quotes) as Record<string, unknown>,
    };
  }

  private quote(side: Side, model: MakerQuotes, best: Quote, held: number): void {
    const wanted = this.wantedPrice(side, model, best);
    const { size, maxInventory } = this.parameters;
    const room = side === 'BUY' ? maxInventory - held : maxInventory + held;
    const quantity = orderQuantity(this.instrumentOf, Math.min(size, room));
    const order = this.resting[side];
    if (quantity === 0 || wanted <= 0) return order === undefined ? undefined : this.take(order);
    if (order === undefined) return this.place(side, wanted, quantity);
    const { tickSize } = this.instrumentOf;
    if (Math.abs(order.price - wanted) < this.parameters.requoteTicks * tickSize || this.changing.has(order)) return;
    this.changing.add(order);
    void this.replace(order, { price: wanted }).then(() => this.changing.delete(order));
  }

  /** In price units, on the tick that is further from the middle, and never into the book. */
  private wantedPrice(side: Side, { bid, ask }: MakerQuotes, best: Quote): number {
    const { instrumentOf: instrument } = this;
    const units = 10 ** instrument.priceScale;
    const { tickSize } = instrument;
    if (side === 'BUY')
      return roundToTick(instrument, Math.min(Math.floor(bid * units), best.askPrice - tickSize), 'down');
    return roundToTick(instrument, Math.max(Math.ceil(ask * units), best.bidPrice + tickSize), 'up');
  }

  private place(side: Side, price: number, quantity: number): void {
    const { adapter } = this.parameters;
    const order = this.submit({
      instrument: this.instrumentOf,
      side,
      quantity,
      price,
      postOnly: true,
      reason: 'quote',
      ...(adapter === undefined ? {} : { adapter }),
    });
    if (order.refused) this.holdBack(order);
    else this.resting[side] = order;
  }

  private take(order: OrderHandle): void {
    if (this.changing.has(order)) return;
    this.changing.add(order);
    void this.cancel(order).then(() => this.changing.delete(order));
  }

  private pull(reason: string): void {
    const open = SIDES.flatMap((side) => this.resting[side] ?? []).filter((order) => !this.changing.has(order));
    if (open.length === 0) return;
    this.decide({ action: 'pull', reason, orders: open.length });
    for (const order of open) this.take(order);
  }

  /** What is refused (a limit, a kill switch) is tried ever more rarely. */
  private holdBack({ code, reason }: OrderHandle): void {
    this.refusals = Math.min(this.refusals + 1, MAX_BACKOFF);
    const pauseUs = this.parameters.interval * 2 ** this.refusals;
    this.quietUntilUs = this.clock.nowUs() + pauseUs;
    this.decide({ action: 'hold-back', reason: reason ?? 'refused', code, seconds: pauseUs / 1e6 });
  }
}

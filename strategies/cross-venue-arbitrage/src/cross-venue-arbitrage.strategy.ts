import { expectOk, orderQuantity, toNumber, type Instrument, type Quote } from '@bourseworks/domain';
import { Strategy, type OrderHandle, type StreamEvent } from '@bourseworks/strategy';
import { edgeOf, type Edge, type Place } from './edge.js';
import { CROSS_VENUE_ARBITRAGE_PARAMETERS } from './parameters.js';

/** 2^6 pauses are the longest time between two attempts to close a lone leg. */
const MAX_BACKOFF = 6;
/** Fractions are given in basis points. */
const BASIS_POINT = 1e-4;

interface Side {
  readonly instrument: Instrument;
  readonly adapter: string | undefined;
  readonly fee: number;
  quote: Quote | undefined;
  /** When that came, by this strategy's clock. */
  quotedUs: number;
  live: boolean;
}

/**
 * Buys where something is cheap and sells it where it is dear at the same moment, when that pays after both fees; one order at
 * each place, at the price that was seen, for no more than both books offer. What only one of them fills is closed at once:
 * this strategy holds opposite quantities or none.
 *
 * Positions come from its own fills, so that it finds a leg without its partner after a restart as well.
 */
export class CrossVenueArbitrageStrategy extends Strategy<typeof CROSS_VENUE_ARBITRAGE_PARAMETERS> {
  static readonly parameters = CROSS_VENUE_ARBITRAGE_PARAMETERS;

  private sides: readonly [Side, Side];
  private readyUs = -Infinity;
  /** The order that closes a lone leg, and how often one did not. */
  private closing: OrderHandle | undefined;
  private failures = 0;

  override async onStart(): Promise<void> {
    const { venueA, adapterA, symbolA, feeA, venueB, adapterB, symbolB, feeB } = this.parameters;
    const a = await this.side(venueA, symbolA, adapterA, feeA);
    const b = await this.side(venueB, symbolB, adapterB, feeB);
    const [{ currency: currencyA, base: baseA, key }, { currency: currencyB, base: baseB }] = [
      a.instrument,
      b.instrument,
    ];
    if (key === b.instrument.key) throw new RangeError(`both sides are ${key}`);
    if (currencyA !== currencyB || baseA !== baseB)
      throw new RangeError(`${baseA} in ${currencyA} is not the same as ${baseB} in ${currencyB}`);
    this.sides = [a, b];
    for (const { instrument, adapter } of this.sides) {
      const { venue, symbol } = instrument;
      expectOk(await this.subscribe({ venue, symbol, kind: 'quote', ...(adapter === undefined ? {} : { adapter }) }));
    }
    this.balance('found at the start');
  }

  override onQuote(quote: Quote, instrument: Instrument): void {
    const side = this.sideOf(instrument);
    if (side === undefined) return;
    side.quote = quote;
    side.quotedUs = this.clock.nowUs();
    this.look();
  }

  override onStream({ instrument, state, missed }: StreamEvent): void {
    const side = this.sideOf(instrument);
    if (side === undefined || state === 'GAP') return;
    side.live = state === 'LIVE' || state === 'RESTARTED';
    this.log.warn({ event: 'arbitrage.stream', instrument: instrument.key, state, missed });
  }

  override onOrderEvent(order: OrderHandle): void {
    if (!order.closed || this.openOrders().length > 0) return;
    if (order !== this.closing) return this.balance('filled at one place only');
    this.closing = undefined;
    if (order.leavesQuantity === 0 && order.cumQuantity === order.quantity) this.failures = 0;
    else this.later(order);
  }

  override onTimer(): void {
    if (this.openOrders().length === 0) this.balance('not closed before');
  }

  private async side(venue: string, symbol: string, adapter: string | undefined, fee: number): Promise<Side> {
    const instrument = expectOk(await this.instrument(venue, symbol, adapter));
    return { instrument, adapter, fee: fee * BASIS_POINT, quote: undefined, quotedUs: -Infinity, live: true };
  }

  /** Undefined before both are known. */
  private sideOf({ key }: Instrument): Side | undefined {
    return this.sides?.find(({ instrument }) => instrument.key === key);
  }

  private look(): void {
    const nowUs = this.clock.nowUs();
    if (nowUs < this.readyUs || this.failures > 0 || this.openOrders().length > 0) return;
    const places = this.sides.flatMap(({ instrument, fee, quote, quotedUs, live }): Place[] =>
      quote === undefined || !live || nowUs - quotedUs > this.parameters.maxAge ? [] : [{ instrument, fee, quote }],
    );
    if (places.length < 2) return;
    const [a, b] = places;
    for (const edge of [edgeOf(a, b), edgeOf(b, a)]) {
      if (edge !== undefined && edge.gain >= this.parameters.minEdge * BASIS_POINT) return this.trade(edge, nowUs);
    }
  }

  private trade({ buy, sell, gain, offered }: Edge, nowUs: number): void {
    const { size, maxPosition, pause } = this.parameters;
    const held = (place: Place): number => toNumber(this.position(place.instrument), place.instrument.qtyScale);
    const room = Math.min(maxPosition - held(buy), maxPosition + held(sell));
    const amount = this.common(Math.min(size, offered, room), buy.instrument, sell.instrument);
    if (amount === 0) return;
    this.readyUs = nowUs + pause;
    const [ask, bid] = [buy.quote.askPrice, sell.quote.bidPrice];
    const reason = `${buy.instrument.key} is ${(gain / BASIS_POINT).toFixed(2)} basis points below ${sell.instrument.key} after fees`;
    this.decide({ action: 'arbitrage', reason, gain, amount, ask, bid });
    this.order(buy.instrument, orderQuantity(buy.instrument, amount), reason, ask);
    this.order(sell.instrument, -orderQuantity(sell.instrument, amount), reason, bid);
    // Refused before it was sent: no event will tell of it.
    if (this.openOrders().length === 0) this.balance('refused');
  }

  /** The largest amount up to `most` that is whole lots of both. */
  private common(most: number, a: Instrument, b: Instrument): number {
    const [coarse, fine] = toNumber(a.lotSize, a.qtyScale) >= toNumber(b.lotSize, b.qtyScale) ? [a, b] : [b, a];
    const amount = toNumber(orderQuantity(coarse, most), coarse.qtyScale);
    return toNumber(orderQuantity(fine, amount), fine.qtyScale) === amount ? amount : 0;
  }

  /** Closes what has no opposite. */
  private balance(why: string): void {
    const [a, b] = this.sides;
    const [heldA, heldB] = [a, b].map(({ instrument }) => toNumber(this.position(instrument), instrument.qtyScale));
    const naked = heldA + heldB;
    if (naked === 0) {
      this.failures = 0;
      return;
    }
    // Of the two, the one that holds more on the side of the excess.
    const { instrument } = Math.sign(naked) * (heldA - heldB) > 0 ? a : b;
    const quantity = orderQuantity(instrument, Math.abs(naked));
    if (quantity === 0) return;
    const reason = `${naked} held without its opposite: ${why}`;
    this.decide({ action: 'balance', reason, heldA, heldB });
    const order = this.order(instrument, naked > 0 ? -quantity : quantity, reason);
    if (order.refused) this.later(order);
    else this.closing = order;
  }

  /** A lone leg that could not be closed is tried again, ever more rarely; nothing else is traded meanwhile. */
  private later({ code, reason }: OrderHandle): void {
    this.failures = Math.min(this.failures + 1, MAX_BACKOFF);
    const pauseUs = this.parameters.pause * 2 ** this.failures;
    this.log.error({ event: 'arbitrage.unbalanced', code, reason, seconds: pauseUs / 1e6 });
    this.setTimer(pauseUs, 'balance');
  }

  /** Takes at `price` or better; without one at the market. */
  private order(instrument: Instrument, signed: number, reason: string, price?: number): OrderHandle {
    const adapter = this.sideOf(instrument)?.adapter;
    return this.submit({
      instrument,
      side: signed > 0 ? 'BUY' : 'SELL',
      quantity: Math.abs(signed),
      timeInForce: 'IOC',
      reason,
      ...(price === undefined ? {} : { price }),
      ...(adapter === undefined ? {} : { adapter }),
    });
  }
}

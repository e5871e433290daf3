import type { Instrument, OrderInstructions, OrderType, Side } from '@bourseworks/domain';

/**
 * An order whose units the broker and the books changed one without the other. `due`: a split was booked, and the broker
 * has not restated the order; `cumQty` is what it has filled, in units of now. `ahead`: the broker restated it, and no split
 * was booked; `cumQty` is in units of before.
 */
export interface UnitChange {
  readonly kind: 'due' | 'ahead';
  readonly cumQty: number;
}

/** Terms that a change of units restates. */
export interface UnitTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly quantity: number;
  readonly price: number;
  readonly instructions?: OrderInstructions;
}

/** n new for m old units. */
export interface Ratio {
  readonly n: number;
  readonly m: number;
}

/** A quantity of units of before in whole units of now, cut toward zero. */
export function restatedQty(quantity: number, { n, m }: Ratio): number {
  return Number((BigInt(quantity) * BigInt(n)) / BigInt(m));
}

const toLot = (quantity: number, { lotSize }: Instrument): number => quantity - (quantity % lotSize);

/** A price of before on a tick of now, at least one: 0 would mean that there is none. */
function restatedPrice(price: number, { n, m }: Ratio, { tickSize }: Instrument, up: boolean): number {
  if (price === 0) return 0;
  const step = BigInt(n) * BigInt(tickSize);
  const exact = BigInt(price) * BigInt(m);
  const ticks = Number((up ? exact + step - 1n : exact) / step);
  return Math.max(1, ticks) * tickSize;
}

/**
 * Terms in the units after a split. A quantity is cut to the lot, a limit is rounded so that it gives no worse price, a trigger
 * so that it is reached no earlier, and the distance of a trailing one up.
 */
export function restatedTerms<Terms extends UnitTerms>(terms: Terms, ratio: Ratio, instrument: Instrument): Terms {
  const { side, quantity, price, instructions } = terms;
  const restated = {
    ...terms,
    quantity: toLot(restatedQty(quantity, ratio), instrument),
    price: restatedPrice(price, ratio, instrument, side === 'SELL'),
  };
  if (instructions === undefined) return restated;
  const { stopPrice, trailBy, displayQty } = instructions;
  const shown = toLot(restatedQty(displayQty, ratio), instrument);
  return {
    ...restated,
    instructions: {
      ...instructions,
      stopPrice: restatedPrice(stopPrice, ratio, instrument, side === 'BUY'),
      trailBy: restatedPrice(trailBy, ratio, instrument, true),
      displayQty: displayQty === 0 ? 0 : Math.max(shown, instrument.lotSize),
    },
  };
}

import {
  hasLimitPrice,
  isStopType,
  NO_INSTRUCTIONS,
  ORDER_TYPES,
  SIDES,
  TIMES_IN_FORCE,
  type Instrument,
  type OrderInstructions,
} from '@bourseworks/domain';
import type { BrokerBalance, BrokerOrderState, BrokerPosition } from '@bourseworks/ports';
import {
  asRaw,
  countOf,
  moneyOf,
  oneOf,
  roundedUnitsOf,
  signedUnitsOf,
  textOf,
  unitsOf,
  type Raw,
} from '../parse/fields.js';

export function toPosition(value: unknown, instrumentOf: (symbol: string) => Instrument): BrokerPosition {
  const raw = asRaw(value, 'a position');
  const instrument = instrumentOf(textOf(raw, 'symbol'));
  return {
    instrument,
    quantity: signedUnitsOf(raw['quantity'], instrument.qtyScale),
    averagePx: roundedUnitsOf(raw['averagePrice'], instrument.priceScale),
  };
}

export function toBalance(value: unknown): BrokerBalance {
  const raw = asRaw(value, 'a balance');
  return { currency: textOf(raw, 'currency'), total: moneyOf(raw['total']) };
}

/** What the exchange tells of an order beside its ids and fills: its terms in force, with every instruction. */
export function toTermsInForce(
  value: unknown,
  instrument: Instrument,
): Pick<BrokerOrderState, 'instrument' | 'terms' | 'wholeTerms' | 'triggered' | 'acceptedUs'> {
  const raw = asRaw(value, 'an order');
  const type = oneOf(raw, 'type', ORDER_TYPES);
  const terms = {
    side: oneOf(raw, 'side', SIDES),
    type,
    timeInForce: oneOf(raw, 'timeInForce', TIMES_IN_FORCE),
    quantity: unitsOf(raw['quantity'], instrument.qtyScale),
    price: hasLimitPrice(type) ? unitsOf(raw['price'], instrument.priceScale) : 0,
    instructions: toInstructions(raw, instrument),
  };
  const triggered = isStopType(type) ? { triggered: raw['triggered'] === true } : {};
  return { instrument, terms, wholeTerms: true, ...triggered, acceptedUs: countOf(raw, 'createdTime') };
}

/** The exchange leaves out what an order does not say. */
function toInstructions(raw: Raw, { priceScale, qtyScale }: Instrument): OrderInstructions {
  const units = (name: string, scale: number): number => (raw[name] === undefined ? 0 : unitsOf(raw[name], scale));
  const stopPrice = units('stopPrice', priceScale);
  const trailBy = units('trailBy', priceScale);
  const displayQty = units('displayQty', qtyScale);
  const goodTillUs = raw['goodTillTime'] === undefined ? 0 : countOf(raw, 'goodTillTime');
  const postOnly = raw['postOnly'] === true;
  const plain = stopPrice + trailBy + displayQty + goodTillUs === 0 && !postOnly;
  return plain ? NO_INSTRUCTIONS : { ...NO_INSTRUCTIONS, stopPrice, trailBy, displayQty, goodTillUs, postOnly };
}

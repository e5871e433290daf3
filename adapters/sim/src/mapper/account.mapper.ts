import { NO_INSTRUCTIONS, SIDES, TIMES_IN_FORCE, type Instrument } from '@bourseworks/domain';
import type { BrokerBalance, BrokerOrderState, BrokerPosition } from '@bourseworks/ports';
import { asRaw, countOf, moneyOf, oneOf, roundedUnitsOf, signedUnitsOf, textOf, unitsOf } from '../parse/fields.js';

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

const PLAIN_TYPES = ['MARKET', 'LIMIT'] as const;

/** Instrument, terms in force and time of acceptance of an order; of types with a trigger the terms are not told. */
export function toTermsInForce(
  value: unknown,
  instrument: Instrument,
): Pick<BrokerOrderState, 'instrument' | 'terms' | 'acceptedUs'> {
  const raw = asRaw(value, 'an order');
  const acceptedUs = countOf(raw, 'createdTime');
  const type = PLAIN_TYPES.find((one) => one === raw['type']);
  if (type === undefined) return { instrument, acceptedUs };
  const terms = {
    side: oneOf(raw, 'side', SIDES),
    type,
    timeInForce: oneOf(raw, 'timeInForce', TIMES_IN_FORCE),
    quantity: unitsOf(raw['quantity'], instrument.qtyScale),
    price: type === 'LIMIT' ? unitsOf(raw['price'], instrument.priceScale) : 0,
    ...(raw['postOnly'] === true ? { instructions: { ...NO_INSTRUCTIONS, postOnly: true } } : {}),
  };
  return { instrument, terms, acceptedUs };
}

import {
  NO_INSTRUCTIONS,
  type Instrument,
  type OrderInstructions,
  type OrderType,
  type TimeInForce,
} from '@bourseworks/domain';
import { denial, type Denial } from './context.js';
import type { InstructionFields } from './instructions.js';
import { readDisplayQuantity, readPriceOf } from './terms.js';

/** What it is about: the rest of the terms, read already. */
interface Terms {
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly instrument: Instrument;
}

const RESTING: readonly TimeInForce[] = ['DAY', 'GTC', 'GTD'];
const invalid = (reason: string): Denial => denial('ORDER_TERMS_INVALID', reason);

/** Which time in force goes with which type. */
export function checkTimeInForce(type: OrderType, timeInForce: TimeInForce): Denial | undefined {
  switch (type) {
    case 'LIMIT':
      return undefined;
    case 'MARKET':
      return timeInForce === 'GTD' ? invalid('a MARKET order does not rest: it has no end to be good till') : undefined;
    default:
      return RESTING.includes(timeInForce) ? undefined : invalid(`a ${type} order rests: DAY, GTC or GTD`);
  }
}

/** Which instructions go with which type and time in force. */
function checkBelongs(given: InstructionFields, type: OrderType, timeInForce: TimeInForce): Denial | undefined {
  const { stopPrice, trailBy, displayQty, postOnly, goodTillUs } = given;
  const stops = type === 'STOP' || type === 'STOP_LIMIT';
  if (stops && stopPrice === undefined) return invalid(`a ${type} order needs a stop price`);
  if (!stops && type !== 'TRAILING_STOP' && stopPrice !== undefined)
    return invalid(`a ${type} order has no stop price`);
  if (type === 'TRAILING_STOP' && trailBy === undefined)
    return invalid('a TRAILING_STOP order needs a distance to trail by');
  if (type !== 'TRAILING_STOP' && trailBy !== undefined) return invalid(`a ${type} order does not trail`);
  if ((timeInForce === 'GTD') !== (goodTillUs !== undefined))
    return invalid(
      timeInForce === 'GTD' ? 'a GTD order needs a time to be good till' : 'only GTD orders are good till a time',
    );
  const limited = type === 'LIMIT' || type === 'STOP_LIMIT';
  const rests = limited && RESTING.includes(timeInForce);
  if (displayQty !== undefined && !rests)
    return invalid('only LIMIT and STOP_LIMIT orders that rest (DAY, GTC, GTD) show a part of their quantity');
  if (postOnly === true && (type !== 'LIMIT' || !rests))
    return invalid('only LIMIT orders that rest (DAY, GTC, GTD) are post-only');
  return undefined;
}

function checkGoodTill(goodTillUs: number, nowUs: number): Denial | undefined {
  if (Number.isSafeInteger(goodTillUs) && goodTillUs > nowUs) return undefined;
  return invalid(`the time to be good till, ${goodTillUs} us, is not in the future`);
}

/** True for the orders that say nothing but type, quantity and price: nearly all. */
function isPlain(given: InstructionFields): boolean {
  return (
    given.stopPrice === undefined &&
    given.trailBy === undefined &&
    given.displayQty === undefined &&
    given.goodTillUs === undefined &&
    given.postOnly !== true &&
    given.reduceOnly !== true
  );
}

/** Checks what an order says beyond quantity and price, and reads it into units; NO_INSTRUCTIONS for plain orders. */
export function readInstructions(given: InstructionFields, terms: Terms, nowUs: number): OrderInstructions | Denial {
  const { type, timeInForce, quantity, instrument } = terms;
  const mismatch = checkTimeInForce(type, timeInForce) ?? checkBelongs(given, type, timeInForce);
  if (mismatch !== undefined) return mismatch;
  if (isPlain(given)) return NO_INSTRUCTIONS;
  const stopPrice = given.stopPrice === undefined ? 0 : readPriceOf('stop price', given.stopPrice, instrument);
  if (typeof stopPrice !== 'number') return stopPrice;
  const trailBy = given.trailBy === undefined ? 0 : readPriceOf('trailing distance', given.trailBy, instrument);
  if (typeof trailBy !== 'number') return trailBy;
  const displayQty = given.displayQty === undefined ? 0 : readDisplayQuantity(given.displayQty, quantity, instrument);
  if (typeof displayQty !== 'number') return displayQty;
  const late = given.goodTillUs === undefined ? undefined : checkGoodTill(given.goodTillUs, nowUs);
  if (late !== undefined) return late;
  const { postOnly = false, reduceOnly = false, goodTillUs = 0 } = given;
  return { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillUs };
}

const unlessZero = (units: number): number | undefined => (units === 0 ? undefined : units);

/**
 * Instructions of an order after a replace: what is not given stays. A `displayQty` of 0 shows all of it. The trigger of a
 * stop that was triggered is history.
 */
export function replacedFields(
  old: OrderInstructions,
  asked: InstructionFields,
  triggered: boolean,
): InstructionFields | Denial {
  if (triggered && (asked.stopPrice !== undefined || asked.trailBy !== undefined))
    return invalid('the stop was triggered already');
  const shown = asked.displayQty === undefined ? unlessZero(old.displayQty) : asked.displayQty;
  return {
    stopPrice: asked.stopPrice ?? unlessZero(old.stopPrice),
    trailBy: asked.trailBy ?? unlessZero(old.trailBy),
    displayQty: Number(shown) === 0 ? undefined : shown,
    goodTillUs: asked.goodTillUs ?? unlessZero(old.goodTillUs),
    postOnly: old.postOnly,
    reduceOnly: old.reduceOnly,
  };
}

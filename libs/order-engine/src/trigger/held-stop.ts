import { isStopType, type OrderTerms, type OrderType, type TimeInForce } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import type { Route } from '../engine-state.js';
import type { Order } from '../order.js';

/** What a stop becomes once its market has reached the trigger. */
export const firedType = (type: OrderType): OrderType => (type === 'STOP_LIMIT' ? 'LIMIT' : 'MARKET');

/** Whether the OMS has to hold an order of this type: the venue lacks it, and takes what the order becomes. */
export function holdsStop(type: OrderType, { capabilities: { orderTypes } }: Route): boolean {
  return isStopType(type) && !orderTypes.includes(type) && orderTypes.includes(firedType(type));
}

export function isHeldStop(ctx: EngineContext, { state, instrument, adapter }: Order): boolean {
  if (!isStopType(state.type)) return false;
  const route = ctx.options.routes.find(instrument.venue, adapter);
  return route.ok && holdsStop(state.type, route.value);
}

/** Good till cancelled, if the venue takes that, else what comes nearest. */
function firedTimeInForce(timesInForce: readonly TimeInForce[]): TimeInForce {
  for (const one of ['GTC', 'DAY'] as const) if (timesInForce.includes(one)) return one;
  return timesInForce[0];
}

/** Terms of a stop that the OMS held, as its broker gets them. */
export function firedTerms(terms: OrderTerms, timesInForce: readonly TimeInForce[]): OrderTerms {
  const { side, quantity, price, type, instructions } = terms;
  const fired = { side, type: firedType(type), timeInForce: firedTimeInForce(timesInForce), quantity, price };
  if (instructions === undefined) return fired;
  return { ...fired, instructions: { ...instructions, stopPrice: 0, trailBy: 0 } };
}

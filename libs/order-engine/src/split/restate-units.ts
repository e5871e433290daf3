import { isClosed, MAX_UNITS, splitPrice, termsOf, type Instrument } from '@bourseworks/domain';
import type { EngineState } from '../engine-state.js';
import type { Order } from '../order.js';
import { restateList } from './restate-list.js';
import { restatedQty, restatedTerms, type Ratio } from './units.js';

/** Its broker does not know of it: the OMS restates it by itself. */
export const isOwnToRestate = (order: Order): boolean => order.waiting || order.trigger !== undefined;

/** Whether something is left of it that is an order of its instrument. */
export function isRestatable({ state, instrument }: Order, ratio: Ratio): boolean {
  const quantity = restatedQty(state.quantity, ratio);
  const { minQuantity, maxQuantity, lotSize } = instrument;
  return quantity >= Math.max(minQuantity, lotSize) && quantity <= Math.min(maxQuantity, MAX_UNITS);
}

/** An order that is held takes the new units at once, with what it waits for. */
function restateHeld(state: EngineState, order: Order, ratio: Ratio): void {
  const { trigger, instrument } = order;
  const { quantity, price, instructions } = restatedTerms(termsOf(order.state), ratio, instrument);
  order.state.quantity = quantity;
  order.state.price = price;
  if (instructions !== undefined) order.state.instructions = instructions;
  order.reservePx = splitPrice(order.reservePx, ratio.n, ratio.m);
  if (trigger !== undefined) {
    const { stopPrice, trailBy } = order.state.instructions;
    const bestPx = splitPrice(trigger.bestPx, ratio.n, ratio.m);
    const trailed = bestPx + (order.state.side === 'SELL' ? -trailBy : trailBy);
    state.heldBack.delete(order);
    state.triggers.set(order, { triggerPx: bestPx === 0 ? stopPrice : trailed, bestPx });
  }
  state.settle(order);
}

/** Fills of before a change of units cannot be taken back in new ones. */
export function forgetUnits(order: Order): void {
  for (const execution of order.executions) execution.standing = false;
}

/**
 * A split was booked: lists and what is held inside take the new units. What rests at its broker waits for the broker to
 * restate it, unless it did already.
 */
export function restateUnits(state: EngineState, instrument: Instrument, ratio: Ratio): void {
  const orders = [...state.orders.values()].filter((order) => order.instrument.key === instrument.key);
  const ahead = orders.filter(({ units }) => units?.kind === 'ahead');
  for (const list of state.lists.all()) {
    if (!list.legs.some(({ terms }) => terms.instrument === instrument.key)) continue;
    restateList(list, instrument, ratio, ahead);
    state.lists.touch(list);
  }
  state.forgotten.forgetUnits(instrument.key);
  for (const order of orders) {
    if (order.units?.kind === 'ahead') {
      // Its broker has told its fills in the new units since.
      order.units = undefined;
      continue;
    }
    forgetUnits(order);
    if (isClosed(order.state)) continue;
    if (isOwnToRestate(order)) restateHeld(state, order, ratio);
    else order.units = { kind: 'due', cumQty: restatedQty(order.units?.cumQty ?? order.state.cumQty, ratio) };
  }
}

/** Quantities of an order before its broker restated it. */
export interface Quantities {
  readonly quantity: number;
  readonly cumQty: number;
}

/**
 * The broker restated an order for a corporate action. True when it is the first to say so: positions, lists and what is held
 * are still in the units of before.
 */
export function followRestatement(order: Order, before: Quantities): boolean {
  const { state, units, leg } = order;
  if (units?.kind === 'due') {
    order.listedCum = units.cumQty;
    order.units = undefined;
    return false;
  }
  if (state.cumQty === before.cumQty && state.quantity === before.quantity) return false;
  // Changed twice without a word of the first: what the list counts of it is of neither.
  if (units !== undefined && leg !== undefined) leg.list.unitsLost = true;
  order.units ??= { kind: 'ahead', cumQty: before.cumQty };
  order.listedCum = state.cumQty;
  return true;
}

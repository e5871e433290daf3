import { ok, refuse, roundToTick, type Instrument, type Result } from '@bourseworks/domain';
import type { OrderDesk } from './order-desk.js';
import type { OrderHandle } from './order-handle.js';
import type { OrderLedger } from './order-ledger.js';
import type { OrderListHandle } from './order-list.js';
import type { BracketIntent, ScaleInIntent, TargetTerms } from './types.js';

const MAX_STEPS = 100;

/** Exits are on the other side of their entry, for what it fills of its quantity. */
export function bracket(desk: OrderDesk, { entry, takeProfit, stopLoss, ...terms }: BracketIntent): OrderListHandle {
  const { instrument, quantity, adapter } = entry;
  const of = { instrument, quantity, side: entry.side === 'BUY' ? 'SELL' : 'BUY' } as const;
  const exit = adapter === undefined ? of : { ...of, adapter };
  const orders = [
    ['ENTRY', entry],
    ['TAKE_PROFIT', { ...takeProfit, ...exit }],
    ['STOP_LOSS', { ...stopLoss, ...exit }],
  ] as const;
  return desk.submitList('BRACKET', orders, terms);
}

/** One order for what is missing of a position, counting what is open already. */
export function targetPosition(
  desk: OrderDesk,
  ledger: OrderLedger,
  instrument: Instrument,
  units: number,
  intent: TargetTerms,
): OrderHandle | undefined {
  let held = ledger.position(instrument);
  for (const { side, leavesQuantity } of ledger.openOrders(instrument))
    held += side === 'BUY' ? leavesQuantity : -leavesQuantity;
  const { lotSize, minQuantity } = instrument;
  const missing = Math.abs(units - held);
  const quantity = missing - (missing % lotSize);
  if (quantity < minQuantity) return undefined;
  return desk.submit({ ...intent, instrument, side: units > held ? 'BUY' : 'SELL', quantity });
}

/** Each part is in whole lots, what does not divide is in the first ones. */
export function scaleIn(desk: OrderDesk, intent: ScaleInIntent): Result<readonly OrderHandle[]> {
  const { fromPrice, toPrice, steps, ...order } = intent;
  const { instrument, side, quantity } = order;
  const lots = quantity / instrument.lotSize;
  if (!Number.isInteger(steps) || steps < 1 || steps > MAX_STEPS)
    return refuse('BAD_REQUEST', `there are 1 to ${MAX_STEPS} steps`, { steps });
  if (!(fromPrice > 0 && toPrice > 0)) return refuse('BAD_REQUEST', 'prices are above 0', { fromPrice, toPrice });
  const least = Math.floor(lots / steps) * instrument.lotSize;
  if (!Number.isInteger(lots) || least < instrument.minQuantity)
    return refuse('BAD_REQUEST', `${quantity} are no ${steps} orders of whole lots`, { quantity, steps });
  const passive = side === 'BUY' ? 'down' : 'up';
  const orders = Array.from({ length: steps }, (_, step) => {
    const exact = steps === 1 ? fromPrice : fromPrice + ((toPrice - fromPrice) * step) / (steps - 1);
    const price = roundToTick(instrument, side === 'BUY' ? Math.floor(exact) : Math.ceil(exact), passive);
    const more = step < lots % steps ? instrument.lotSize : 0;
    return desk.submit({ ...order, price, quantity: least + more });
  });
  return ok(orders);
}

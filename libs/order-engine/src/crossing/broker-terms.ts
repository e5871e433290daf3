import { neverHeard, type ExecutionReport, type OrderTerms } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { Order } from '../order.js';

/**
 * What was crossed inside never reached the broker: there the order is smaller, and less of it is filled, by the same
 * quantity. Here is where the two ways of counting meet; everywhere else quantities are those of the whole order.
 */

/** Terms of the order as its broker has, or is to have, them. */
export function brokerTerms(order: Order, terms: OrderTerms): OrderTerms {
  const { internalQty } = order.state;
  const { instructions } = terms;
  const quantity = terms.quantity - internalQty;
  // Crossed inside, released in part by its list, or made smaller by self-trade prevention, an order may be for no more than
  // what it shows: venues refuse that, so it is shown as a whole.
  if (instructions !== undefined && instructions.displayQty >= quantity)
    return { ...terms, quantity, instructions: { ...instructions, displayQty: 0 } };
  return internalQty === 0 ? terms : { ...terms, quantity };
}

/** A broker's report in quantities of the whole order. */
export function wholeReport(order: Order, report: ExecutionReport): ExecutionReport {
  const { internalQty } = order.state;
  if (internalQty === 0) return report;
  const whole = (quantity: number | undefined) => (quantity === undefined ? undefined : quantity + internalQty);
  const counted = { ...report, cumQty: whole(report.cumQty), orderQty: whole(report.orderQty) };
  // An order of which a part is filled cannot be rejected: what the broker does not take of it is cancelled.
  if (report.execType !== 'Rejected' || !neverHeard(order.state)) return counted;
  return { ...counted, execType: 'Canceled', code: report.code ?? 'ORDER_REJECTED' };
}

/** What a broker states of an order when asked, in quantities of the whole order. */
export function wholeState(order: Order, found: BrokerOrderState): BrokerOrderState {
  const { internalQty } = order.state;
  return internalQty === 0 ? found : { ...found, cumQty: found.cumQty + internalQty };
}

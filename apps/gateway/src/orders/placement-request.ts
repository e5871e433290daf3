import { formatNanos } from '@bourseworks/domain';
import type { ListKind, ListOrderShape, ListRequestShape, OrderRequestShape } from '@bourseworks/dto/shapes';
import { commandIdOf } from '../commands/command-ids.js';
import type { Row } from '../database/schema.js';
import { MANUAL } from '../oms/oms-queries.js';
import type { OrderTerms } from './order.dto.js';
import { instructionsShape } from './instructions.dto.js';
import type { Asked, ListTicket } from './order-types.js';

/** How long after it was sent the OMS still takes an order; said in the order itself. */
export const ACCEPTANCE_MS = 30_000;

export const isList = (asked: Asked): asked is ListTicket => 'orders' in asked;

/** Kind of a list; null for a single order. */
export const kindOf = (asked: Asked): ListKind | null => (isList(asked) ? asked.kind : null);

/** What the OMS is sent: the same for every repeat. */
export type PlacementRequest =
  | { readonly verb: 'submit'; readonly body: OrderRequestShape }
  | { readonly verb: 'submit-list'; readonly body: ListRequestShape };

export function requestOf(asked: Asked, row: Row<'order_requests'>): PlacementRequest {
  const { account, clientOrderId } = asked;
  // The time of the first sending: a repeat must not be taken when the first would have been too late.
  const sentUs = (row.sent_at ?? row.created_at) * 1_000;
  const common = {
    commandId: commandIdOf(account, clientOrderId),
    account,
    strategy: MANUAL,
    sentTime: formatNanos(sentUs),
    expireTime: formatNanos(sentUs + ACCEPTANCE_MS * 1_000),
  };
  if (!isList(asked)) {
    const { clientOrderId: _id, ...order } = asked;
    return { verb: 'submit', body: { ...termsOf(order), ...common } };
  }
  const { clientOrderId: _id, orders, ...list } = asked;
  return { verb: 'submit-list', body: { ...list, ...common, orders: orders.map((one) => termsOf(one)) } };
}

type Terms = Readonly<Partial<OrderTerms>>;

/** The end of a GTD order is written in nanoseconds there. */
function termsOf<T extends Terms>({ goodTillTime, ...order }: T): Omit<T, 'goodTillTime'> & Ends {
  return goodTillTime === undefined ? order : { ...order, ...instructionsShape({ goodTillTime }) };
}

type Ends = Pick<ListOrderShape, 'goodTillTime'>;

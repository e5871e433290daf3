import type { ErrorCode, ExecType, LocalState, OrderType, OrdStatus, Side, TimeInForce } from '@bourseworks/domain';
import type { FillView, ListRole, OrderView } from '@bourseworks/dto/shapes';
import type { Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { parseStored } from '../database/stored-json.js';

type OrderRow = Row<'orders'> & { readonly username: string | null };

/** Orders with the names of the people who sent them. */
export function selectOrders(on: Pick<Tx, 'selectFrom'>) {
  return on
    .selectFrom('orders')
    .leftJoin('users', 'users.id', 'orders.user_id')
    .selectAll('orders')
    .select('users.username');
}

/** Executions with what of their orders tells where they belong. */
export function selectFills(on: Pick<Tx, 'selectFrom'>) {
  return on
    .selectFrom('order_history')
    .innerJoin('orders', 'orders.id', 'order_history.order_id')
    .selectAll('order_history')
    .select(['orders.cl_ord_id', 'orders.account', 'orders.strategy', 'orders.exchange', 'orders.symbol'])
    .select('orders.side')
    .where('order_history.is_fill', '=', 1);
}

type FillRow = Awaited<ReturnType<ReturnType<typeof selectFills>['execute']>>[number];

/** Leaves out what is not there, so that an answer carries no nulls. */
export function present<T extends object>(fields: { readonly [K in keyof T]: T[K] | null | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined)) as T;
}

/** As `event-rows` stored them. */
function instructionsOf({ instructions }: OrderRow): Partial<OrderView> {
  return instructions === null ? {} : parseStored(instructions);
}

export function orderView(row: OrderRow): OrderView {
  return present<OrderView>({
    clOrdId: row.cl_ord_id,
    clientOrderId: row.client_order_id ?? undefined,
    user: row.username ?? undefined,
    account: row.account,
    strategy: row.strategy,
    listId: row.list_id ?? undefined,
    listRole: (row.list_role ?? undefined) as ListRole | undefined,
    venue: row.exchange,
    symbol: row.symbol,
    adapter: row.adapter,
    side: row.side as Side,
    type: row.order_type as OrderType,
    timeInForce: row.time_in_force as TimeInForce,
    quantity: row.quantity,
    price: row.price ?? undefined,
    stopPrice: row.stop_price ?? undefined,
    ...instructionsOf(row),
    cumQty: row.cum_quantity,
    leavesQty: row.leaves_quantity,
    avgPx: row.average_price ?? undefined,
    ordStatus: row.status as OrdStatus,
    state: row.state as LocalState,
    closed: row.is_closed === 1,
    venueOrderId: row.external_order_id ?? undefined,
    code: (row.code ?? undefined) as ErrorCode | undefined,
    reason: row.reason ?? undefined,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    sequence: row.sequence,
  });
}

export function fillView(row: FillRow): FillView {
  return present<FillView>({
    id: `${row.sequence}-${row.exec_id ?? ''}`,
    sequence: row.sequence,
    clOrdId: row.cl_ord_id,
    account: row.account,
    strategy: row.strategy,
    venue: row.exchange,
    symbol: row.symbol,
    side: row.side as Side,
    quantity: row.quantity ?? '0',
    price: row.price ?? '0',
    fee: row.fee ?? undefined,
    feeCurrency: row.fee_currency ?? undefined,
    execType: row.exec_type as ExecType,
    time: row.time,
  });
}

import {
  DomainError,
  ok,
  refuse,
  type ExecType,
  type LocalState,
  type OrdStatus,
  type Result,
} from '@bourseworks/domain';
import { Injectable } from '@nestjs/common';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { parseStored } from '../database/stored-json.js';
import { fillView, orderView, present, selectFills, selectOrders } from '../projection/order-views.js';
import { OrderProjection } from '../projection/order-projection.js';
import type { FillPage } from '../fills/fill.dto.js';
import type { OrderHistoryView, OrderPage, OrderView, OrderWithHistory } from './order.dto.js';

export interface OrderFilter {
  readonly account?: string | undefined;
  readonly strategy?: string | undefined;
  readonly symbol?: string | undefined;
  readonly listId?: string | undefined;
  readonly open?: boolean | undefined;
  /** Key of the last row of the page before. */
  readonly before?: number | undefined;
  readonly limit: number;
}

/** A list has 11 places at most; a venue that cannot replace has further orders made for them. */
const LIST_ROWS = 1_000;

/** Orders and fills as they are projected; also while the OMS is away. */
@Injectable()
export class OrderBook {
  constructor(
    private readonly db: Db,
    private readonly projection: OrderProjection,
  ) {}

  /** Newest first, by the order in which they were made: what changes meanwhile moves no page. */
  async list({ account, strategy, symbol, listId, open, before, limit }: OrderFilter): Promise<OrderPage> {
    let query = selectOrders(this.db.kysely)
      .orderBy('orders.first_sequence', 'desc')
      .limit(limit + 1);
    if (account !== undefined) query = query.where('orders.account', '=', account);
    if (strategy !== undefined) query = query.where('orders.strategy', '=', strategy);
    if (symbol !== undefined) query = query.where('orders.symbol', '=', symbol);
    if (listId !== undefined) query = query.where('orders.list_id', '=', listId);
    if (open !== undefined) query = query.where('orders.is_closed', '=', open ? 0 : 1);
    if (before !== undefined) query = query.where('orders.first_sequence', '<', before);
    const { rows, next } = pageOf(await query.execute(), limit, (row) => row.first_sequence);
    return { orders: rows.map(orderView), ...next };
  }

  async get(clOrdId: string): Promise<Result<OrderWithHistory>> {
    return this.db.snapshot(async (tx) => {
      const order = await selectOrders(tx).where('orders.cl_ord_id', '=', clOrdId).executeTakeFirst();
      if (order === undefined) return refuse('ORDER_UNKNOWN', 'no such order', { clOrdId });
      const events = tx.selectFrom('order_history').selectAll().where('order_id', '=', order.id);
      const history = (await events.orderBy('sequence').execute()).map(historyView);
      return ok({ ...orderView(order), history });
    });
  }

  /** Orders of a list in the order in which they were made. */
  async ofList(listId: string): Promise<OrderView[]> {
    const query = selectOrders(this.db.kysely).where('orders.list_id', '=', listId);
    return (await query.orderBy('orders.first_sequence').limit(LIST_ROWS).execute()).map(orderView);
  }

  /**
   * The account of an order; one that was made a moment ago is looked for at the OMS. While that does not answer nobody can
   * tell that there is none.
   */
  async named(clOrdId: string): Promise<Result<{ readonly account: string; readonly clOrdId: string }>> {
    const found = await this.accountOf('cl_ord_id', clOrdId);
    if (!found.ok) return found;
    return found.value === undefined
      ? refuse('ORDER_UNKNOWN', 'no such order', { clOrdId })
      : ok({ account: found.value, clOrdId });
  }

  /** The same of a list. */
  async listNamed(listId: string): Promise<Result<{ readonly account: string; readonly listId: string }>> {
    const found = await this.accountOf('list_id', listId);
    if (!found.ok) return found;
    return found.value === undefined
      ? refuse('ORDER_UNKNOWN', 'no such list of orders', { listId })
      : ok({ account: found.value, listId });
  }

  async fills(filter: Pick<OrderFilter, 'account' | 'symbol' | 'before' | 'limit'>): Promise<FillPage> {
    const { account, symbol, before, limit } = filter;
    let query = selectFills(this.db.kysely)
      .orderBy('order_history.sequence', 'desc')
      .limit(limit + 1);
    if (account !== undefined) query = query.where('orders.account', '=', account);
    if (symbol !== undefined) query = query.where('orders.symbol', '=', symbol);
    if (before !== undefined) query = query.where('order_history.sequence', '<', before);
    const { rows, next } = pageOf(await query.execute(), limit, (row) => row.sequence);
    return { fills: rows.map(fillView), ...next };
  }

  private async accountOf(column: 'cl_ord_id' | 'list_id', id: string): Promise<Result<string | undefined>> {
    const query = this.db.kysely.selectFrom('orders').select('account').where(column, '=', id);
    const known = await query.executeTakeFirst();
    if (known !== undefined) return ok(known.account);
    const pulled = await this.pulled();
    return pulled.ok ? ok((await query.executeTakeFirst())?.account) : pulled;
  }

  private async pulled(): Promise<Result<void>> {
    try {
      await this.projection.pull();
      return ok(undefined);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return refuse(error.code, error.message, error.details);
    }
  }
}

/** One row more than the page was read: it tells that there is a further page. */
export function pageOf<T>(
  found: readonly T[],
  limit: number,
  keyOf: (row: T) => number,
): { rows: T[]; next: { next?: string } } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last !== undefined ? { next: String(keyOf(last)) } : {} };
}

function historyView(row: Row<'order_history'>): OrderHistoryView {
  const { quantity, price } = parseStored(row.status_details ?? '{}') as { quantity?: string; price?: string };
  return present<OrderHistoryView>({
    sequence: row.sequence,
    time: row.time,
    execType: row.exec_type as ExecType,
    ordStatus: row.status as OrdStatus,
    state: row.state as LocalState,
    quantity: quantity ?? '0',
    price,
    execId: row.exec_id ?? undefined,
    execRefId: row.exec_ref_id ?? undefined,
    lastQty: row.quantity ?? undefined,
    lastPx: row.price ?? undefined,
    fee: row.fee ?? undefined,
    feeCurrency: row.fee_currency ?? undefined,
    cumQty: row.cum_quantity,
    leavesQty: row.leaves_quantity,
    code: (row.code ?? undefined) as OrderHistoryView['code'],
    reason: row.reason ?? undefined,
  });
}

import { ok, refuse, type Result } from '@bourseworks/domain';
import type { ListsQueryShape, OrderListShape } from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { wholeMillis } from '../bus/wire-time.js';
import { Db } from '../database/db.js';
import { OmsQueries } from '../oms/oms-queries.js';
import { OrderBook } from '../orders/order-book.js';
import type { OrderView } from '../orders/order.dto.js';
import { OrderProjection } from '../projection/order-projection.js';
import type { OrderListPage, OrderListView, OrderListWithOrders } from './order-list.dto.js';

/** Who placed a list, and under which id. */
type Origin = Pick<OrderListView, 'clientOrderId' | 'user'>;

/** Lists as the OMS has them, which alone knows what waits in them; their orders as they are projected. */
@Injectable()
export class OrderLists {
  constructor(
    private readonly db: Db,
    private readonly oms: OmsQueries,
    private readonly book: OrderBook,
    private readonly projection: OrderProjection,
  ) {}

  /** The newest first. @throws DomainError when the OMS does not answer */
  async list(query: ListsQueryShape): Promise<OrderListPage> {
    const { lists, more } = await this.oms.lists(query);
    return { lists: (await this.views(lists)).toReversed(), more };
  }

  /** @throws DomainError when the OMS does not answer */
  async get(listId: string): Promise<Result<OrderListWithOrders>> {
    const { lists } = await this.oms.lists({ listId });
    const [list] = await this.views(lists);
    let orders = await this.book.ofList(listId);
    if (list !== undefined && isBehind(orders, list)) {
      await this.projection.pull();
      orders = await this.book.ofList(listId);
    }
    if (list === undefined && orders.length === 0) return refuse('ORDER_UNKNOWN', 'no such list of orders', { listId });
    return ok({ listId, ...(list === undefined ? {} : { list }), orders });
  }

  private async views(lists: readonly OrderListShape[]): Promise<OrderListView[]> {
    const origins = await this.originsOf(lists.map(({ commandId }) => commandId));
    return lists.map(({ commandId, time, legs, ...list }) => ({
      ...list,
      ...origins.get(commandId),
      createdAt: wholeMillis(time),
      legs: [...legs],
    }));
  }

  private async originsOf(commandIds: readonly string[]): Promise<Map<string, Origin>> {
    if (commandIds.length === 0) return new Map();
    const rows = await this.db.kysely
      .selectFrom('order_requests')
      .leftJoin('users', 'users.id', 'order_requests.user_id')
      .select(['order_requests.command_id', 'order_requests.client_order_id', 'users.username'])
      .where('order_requests.command_id', 'in', commandIds)
      .where('order_requests.list_kind', 'is not', null)
      .execute();
    const originOf = (row: (typeof rows)[number]): Origin => ({
      clientOrderId: row.client_order_id,
      ...(row.username === null ? {} : { user: row.username }),
    });
    return new Map(rows.map((row) => [row.command_id, originOf(row)]));
  }
}

/** Orders that the OMS tells of are not in the tables yet. */
function isBehind(orders: readonly OrderView[], { legs }: OrderListView): boolean {
  const known = new Set(orders.map(({ clOrdId }) => clOrdId));
  return legs.some(({ clOrdId }) => !known.has(clOrdId));
}

import type { OrderEventShape } from '@bourseworks/dto/shapes';
import type { EventLog } from '@bourseworks/ports';
import type { Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { changedOrderRow, historyRow, isAboutNoOrder, newOrderRow, type Origin } from './event-rows.js';
import { bookedRow, isBooked, positionKeyOf, type PositionKey, type TakenBack } from './position-ledger.js';

type OrderRow = Row<'orders'>;
type HistoryRow = Row<'order_history'>;
type PositionRow = Row<'positions'>;

interface Kept<T> {
  row: T;
  isNew: boolean;
}

/** Events of one page, applied in memory and written at the end: an order that changed ten times is written once. */
export class EventBatch {
  private readonly orders = new Map<string, Kept<OrderRow>>();
  private readonly positions = new Map<string, Kept<PositionRow>>();
  private readonly history: HistoryRow[] = [];

  constructor(
    private readonly tx: Tx,
    private readonly log: EventLog,
  ) {}

  async apply(events: readonly OrderEventShape[]): Promise<void> {
    const ofOrders = events.filter((event) => !isAboutNoOrder(event));
    await this.loadOrders(ofOrders);
    const origins = await this.originsOf(ofOrders);
    for (const event of ofOrders) await this.one(event, origins);
    await this.write();
  }

  private async one(event: OrderEventShape, origins: ReadonlyMap<string, Origin>): Promise<void> {
    const known = this.orders.get(event.clOrdId);
    // Twice the same page: two gateways on one database, or a reply that came again.
    if (known !== undefined && event.sequence <= known.row.sequence) return;
    if (known === undefined) {
      const origin = event.strategy === 'manual' ? origins.get(event.commandId) : undefined;
      const row = newOrderRow(event, await this.unused(event, origin));
      this.orders.set(event.clOrdId, { row, isNew: true });
    } else {
      known.row = changedOrderRow(known.row, event);
    }
    if (isBooked(event)) await this.bookPosition(event);
    this.history.push(historyRow(this.orders.get(event.clOrdId)?.row.id ?? '', event));
  }

  private async bookPosition(event: OrderEventShape): Promise<void> {
    const key = positionKeyOf(event);
    const name = JSON.stringify(key);
    const takenBack = await this.takenBack(event);
    const kept = this.positions.get(name);
    if (kept !== undefined) {
      kept.row = bookedRow(kept.row, event, takenBack);
      return;
    }
    const stored = await this.position(key);
    this.positions.set(name, { row: bookedRow(stored, event, takenBack), isNew: stored === undefined });
  }

  /** What a bust says itself, and a correction only by the id of the execution that it corrects. */
  private async takenBack(event: OrderEventShape): Promise<TakenBack | undefined> {
    const { execType, lastQty, lastPx, execRefId } = event;
    if (execType === 'TradeCancel' && lastQty !== undefined && lastPx !== undefined)
      return { quantity: lastQty, price: lastPx };
    if (execType !== 'TradeCorrect' || execRefId === undefined) return undefined;
    const orderId = this.orders.get(event.clOrdId)?.row.id ?? '';
    const here = this.history.findLast((row) => row.order_id === orderId && row.exec_id === execRefId);
    const query = this.tx
      .selectFrom('order_history')
      .select(['quantity', 'price'])
      .where('order_id', '=', orderId)
      .where('exec_id', '=', execRefId)
      .where('is_fill', '=', 1)
      .orderBy('sequence', 'desc');
    const { quantity = null, price = null } = here ?? (await query.executeTakeFirst()) ?? {};
    if (quantity !== null && price !== null) return { quantity, price };
    const { clOrdId, sequence } = event;
    this.log.error({ event: 'projection.correction_unmatched', clOrdId, sequence, execRefId });
    return undefined;
  }

  private async position({ account, strategy, exchange, symbol }: PositionKey): Promise<PositionRow | undefined> {
    return this.tx
      .selectFrom('positions')
      .selectAll()
      .where('account', '=', account)
      .where('strategy', '=', strategy)
      .where('exchange', '=', exchange)
      .where('symbol', '=', symbol)
      .executeTakeFirst();
  }

  private async loadOrders(events: readonly OrderEventShape[]): Promise<void> {
    const ids = [...new Set(events.map(({ clOrdId }) => clOrdId))];
    if (ids.length === 0) return;
    const rows = await this.tx.selectFrom('orders').selectAll().where('cl_ord_id', 'in', ids).execute();
    for (const row of rows) this.orders.set(row.cl_ord_id, { row, isNew: false });
  }

  private async originsOf(events: readonly OrderEventShape[]): Promise<Map<string, Origin>> {
    const manual = events.filter(({ strategy, clOrdId }) => strategy === 'manual' && !this.orders.has(clOrdId));
    const ids = [...new Set(manual.map(({ commandId }) => commandId))];
    if (ids.length === 0) return new Map();
    const query = this.tx.selectFrom('order_requests').select(['command_id', 'user_id', 'client_order_id']);
    const rows = await query.where('command_id', 'in', ids).execute();
    return new Map(
      rows.map((row) => [row.command_id, { userId: row.user_id, clientOrderId: row.client_order_id }] as const),
    );
  }

  /** An OMS that forgot a command may make a second order of it: that one is shown without the id, and told of. */
  private async unused(event: OrderEventShape, origin: Origin | undefined): Promise<Origin | undefined> {
    if (origin === undefined) return undefined;
    const { account, clOrdId, listId } = event;
    const { userId, clientOrderId } = origin;
    if (listId !== undefined || clientOrderId === undefined) return { userId };
    const here = [...this.orders.values()].some(
      ({ row }) => row.account === account && row.client_order_id === clientOrderId,
    );
    const query = this.tx.selectFrom('orders').select('id').where('account', '=', account);
    const taken = here || (await query.where('client_order_id', '=', clientOrderId).executeTakeFirst()) !== undefined;
    if (!taken) return origin;
    this.log.error({ event: 'projection.order_twice', account, clientOrderId, clOrdId });
    return undefined;
  }

  private async write(): Promise<void> {
    for (const { row, isNew } of this.orders.values()) {
      if (isNew) await this.tx.insertInto('orders').values(row).execute();
      else await this.tx.updateTable('orders').set(row).where('id', '=', row.id).execute();
    }
    for (const row of this.history) await this.tx.insertInto('order_history').values(row).execute();
    for (const { row, isNew } of this.positions.values()) {
      if (isNew) await this.tx.insertInto('positions').values(row).execute();
      else await this.tx.updateTable('positions').set(row).where('id', '=', row.id).execute();
    }
  }
}

import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, type LocalState, type OrdStatus } from '@bourseworks/domain';
import type { OrderEventShape } from '@bourseworks/dto/shapes';
import { EventLog } from '@bourseworks/ports';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { untilAborted } from '../bus/until-aborted.js';
import { Db } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { OmsQueries } from '../oms/oms-queries.js';
import { OrderProjection } from '../projection/order-projection.js';
import type { Receipt } from './order-types.js';
import { ACCEPTANCE_MS } from './placement-request.js';
import { OrderRequests, type OrderRequestRow, type StoredAnswer } from './order-requests.js';

/** Clocks differ, and what arrived at the last moment is journaled first. */
const GRACE_MS = 5_000;
const FIRST_WAIT_MS = 250;
const MAX_WAIT_MS = 5_000;

/**
 * Finds out what became of orders that nobody answered for: the OMS is asked, and its events are looked through, until one of
 * them tells. An order that neither knows after the OMS took it no more was never received. Starts with what an earlier
 * process left behind.
 */
@Injectable()
export class OrderResolver implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopped = new AbortController();
  private running: Promise<void> | undefined;

  constructor(
    private readonly requests: OrderRequests,
    private readonly oms: OmsQueries,
    private readonly projection: OrderProjection,
    private readonly db: Db,
    private readonly log: EventLog,
  ) {}

  onApplicationBootstrap(): void {
    this.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopped.abort();
    await this.running;
  }

  /** There is an order to find out about. */
  start(): void {
    this.running ??= this.run().finally(() => (this.running = undefined));
  }

  /** Whether the OMS certainly takes this order no more. */
  isOver({ sent_at: sentAt }: OrderRequestRow): boolean {
    return this.requests.nowMs() > (sentAt ?? 0) + ACCEPTANCE_MS;
  }

  /** What is known of it by now, kept as its answer; undefined: nothing yet. */
  async settle(row: OrderRequestRow): Promise<StoredAnswer | undefined> {
    const answer = (await this.byStatus(row)) ?? (await this.byEvents(row)) ?? this.ifNeverReceived(row);
    if (answer === undefined) return undefined;
    const { account, client_order_id: clientOrderId, user_id: userId } = row;
    const { state, clOrdId } = answer.receipt;
    this.log.info({ event: 'order.resolved', account, clientOrderId, state, clOrdId });
    return this.requests.answer({ userId, ipAddress: undefined }, row, answer);
  }

  private async run(): Promise<void> {
    const { signal } = this.stopped;
    for (let waitMs = FIRST_WAIT_MS; !signal.aborted; waitMs = Math.min(2 * waitMs, MAX_WAIT_MS)) {
      try {
        const rows = await this.requests.unresolved();
        if (rows.length === 0) return;
        for (const row of rows) await untilAborted(this.settle(row), signal);
      } catch (error) {
        this.log.debug({ event: 'order.unresolved', reason: error instanceof Error ? error.message : String(error) });
      }
      await sleep(waitMs, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }

  private async byStatus(row: OrderRequestRow): Promise<StoredAnswer | undefined> {
    try {
      return answerOfEvent(row, await this.oms.statusOf(row.account, row.command_id));
    } catch (error) {
      // Without an answer nothing is known; that the OMS does not know it may only mean that it is on its way.
      if (error instanceof DomainError) return undefined;
      throw error;
    }
  }

  /** The OMS forgets closed orders in time; their events were projected. */
  private async byEvents({ command_id: commandId, ...row }: OrderRequestRow): Promise<StoredAnswer | undefined> {
    const query = this.db.kysely.selectFrom('orders').selectAll().where('command_id', '=', commandId);
    const order = await query.where('account', '=', row.account).orderBy('first_sequence').executeTakeFirst();
    return order === undefined ? undefined : answerOfOrder({ ...row, command_id: commandId }, order);
  }

  private ifNeverReceived(row: OrderRequestRow): StoredAnswer | undefined {
    const overMs = (row.sent_at ?? 0) + ACCEPTANCE_MS + GRACE_MS;
    // All events of an order that was received before are in the tables by now.
    if (this.projection.completeAsOfUs <= overMs * 1_000) return undefined;
    const reason = 'the OMS did not receive it in time, and takes it no more';
    return { refused: false, receipt: { ...idsOf(row), state: 'NotReceived', reason } };
  }
}

type First = Omit<Receipt, 'duplicate'>;

export const idsOf = (row: OrderRequestRow): Pick<First, 'clientOrderId' | 'commandId'> => ({
  clientOrderId: row.client_order_id,
  commandId: row.command_id,
});

function answerOfEvent(row: OrderRequestRow, event: OrderEventShape): StoredAnswer {
  const { clOrdId, listId, ordStatus, state, sequence, code, reason } = event;
  if (listId !== undefined) return answerOfList(row, listId, sequence);
  const refused = state === 'Denied';
  // What a later event says, such as a refused cancel, is not about the placing.
  const why = refused ? { ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) } : {};
  return { refused, receipt: { ...idsOf(row), clOrdId, ordStatus, state, sequence, ...why } };
}

/** A list was taken whole: what became of its orders since is not about the placing. */
function answerOfList(row: OrderRequestRow, listId: string, sequence: number): StoredAnswer {
  const receipt = { ...idsOf(row), listId, ordStatus: 'PendingNew', state: 'Intent', sequence } as const;
  return { refused: false, receipt };
}

function answerOfOrder(row: OrderRequestRow, order: Row<'orders'>): StoredAnswer {
  if (order.list_id !== null) return answerOfList(row, order.list_id, order.first_sequence);
  const event = {
    clOrdId: order.cl_ord_id,
    ordStatus: order.status as OrdStatus,
    state: order.state as LocalState,
    sequence: order.sequence,
    ...(order.code === null ? {} : { code: order.code }),
    ...(order.reason === null ? {} : { reason: order.reason }),
  };
  return answerOfEvent(row, event as OrderEventShape);
}

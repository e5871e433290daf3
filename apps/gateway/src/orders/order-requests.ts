import { randomUUID } from 'node:crypto';
import type { RefusalDetails } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { entryOf } from '../audit/actor.js';
import { AuditLog } from '../audit/audit-log.js';
import { outcomeOf, type Outcome } from '../commands/command-audit.js';
import { commandIdOf } from '../commands/command-ids.js';
import type { Operator } from '../commands/operator.js';
import { Db, type Tx } from '../database/db.js';
import type { Row } from '../database/schema.js';
import { bodyHash } from './body-hash.js';
import { kindOf } from './placement-request.js';
import type { Asked, Receipt } from './order-types.js';

export type OrderRequestRow = Row<'order_requests'>;

/** The first answer, for ever. `refused`: the OMS said no; the receipt has its code and reason. */
export interface StoredAnswer {
  readonly receipt: Omit<Receipt, 'duplicate'>;
  readonly refused: boolean;
  readonly details?: RefusalDetails;
}

export interface Registered {
  readonly row: OrderRequestRow;
  /** The order of this id is being asked for the first time, or never left before. */
  readonly isFirst: boolean;
}

/** Rows that one look for unresolved ones brings. */
const UNRESOLVED = 100;

export function answerOf({ receipt }: Pick<OrderRequestRow, 'receipt'>): StoredAnswer | undefined {
  return receipt === null ? undefined : (JSON.parse(receipt) as StoredAnswer);
}

/**
 * What people asked for. A row and its row of the audit log are on the disk before anything is sent, the outcome and its
 * row after: whenever the process ends, an order that left is known here and in the log.
 */
@Injectable()
export class OrderRequests {
  constructor(
    private readonly db: Db,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  nowMs(): number {
    return Math.floor(this.clock.nowUs() / 1_000);
  }

  /** The row of this id, made and marked as about to be sent unless it is there. */
  async register(operator: Operator, asked: Asked): Promise<Registered> {
    const { account, clientOrderId } = asked;
    return this.db.transaction(async (tx) => {
      const known = await find(tx, account, clientOrderId);
      const now = this.nowMs();
      if (known === undefined) {
        const row = newRow(operator, asked, now);
        await tx.insertInto('order_requests').values(row).execute();
        await this.note(tx, operator, row, { outcome: 'requested', ...asked });
        return { row, isFirst: true };
      }
      const neverLeft = known.receipt === null && known.sent_at === null && known.body_hash === bodyHash(asked);
      if (!neverLeft) return { row: known, isFirst: false };
      await tx.updateTable('order_requests').set({ sent_at: now }).where('id', '=', known.id).execute();
      await this.note(tx, operator, known, { outcome: 'requested', ...asked });
      return { row: { ...known, sent_at: now }, isFirst: true };
    });
  }

  async find(account: string, clientOrderId: string): Promise<OrderRequestRow | undefined> {
    return find(this.db.kysely, account, clientOrderId);
  }

  /** Keeps the first answer; gives the one that is kept, which another process may have been first to. */
  async answer(
    by: Pick<Operator, 'userId' | 'ipAddress'>,
    row: OrderRequestRow,
    answer: StoredAnswer,
  ): Promise<StoredAnswer> {
    return this.db.transaction(async (tx) => {
      const now = await find(tx, row.account, row.client_order_id);
      const kept = now === undefined ? undefined : answerOf(now);
      if (kept !== undefined) return kept;
      const change = { receipt: JSON.stringify(answer), resolved_at: this.nowMs() };
      await tx.updateTable('order_requests').set(change).where('id', '=', row.id).execute();
      const { clOrdId, listId, ordStatus, state, code, reason } = answer.receipt;
      const outcome: Outcome = state === 'NotReceived' ? 'not_received' : answer.refused ? 'refused' : 'accepted';
      await this.note(tx, by, row, { outcome, clOrdId, listId, ordStatus, state, code, reason });
      return answer;
    });
  }

  /** It certainly was not executed, and may be asked for again. */
  async neverLeft(operator: Operator, row: OrderRequestRow, error: unknown): Promise<void> {
    await this.db.transaction(async (tx) => {
      const change = tx.updateTable('order_requests').set({ sent_at: null });
      await change.where('id', '=', row.id).where('receipt', 'is', null).execute();
      await this.note(tx, operator, row, outcomeOf(error));
    });
  }

  /** Nobody said what became of it. */
  async unknown(operator: Operator, row: OrderRequestRow, error: unknown): Promise<void> {
    await this.db.transaction((tx) => this.note(tx, operator, row, outcomeOf(error)));
  }

  /** Refused here: nothing was written, nothing left. */
  async refusedHere(operator: Operator, asked: Asked, code: string): Promise<void> {
    const { account, clientOrderId } = asked;
    const names = { account, client_order_id: clientOrderId, command_id: commandIdOf(account, clientOrderId) };
    const row = { ...names, list_kind: kindOf(asked) };
    await this.db.transaction((tx) => this.note(tx, operator, row, { outcome: 'refused', code, ...asked }));
  }

  /** Those that left and whose outcome is not known, oldest first. */
  async unresolved(): Promise<OrderRequestRow[]> {
    const query = this.db.kysely.selectFrom('order_requests').selectAll().where('resolved_at', 'is', null);
    return query.where('sent_at', 'is not', null).orderBy('sent_at').limit(UNRESOLVED).execute();
  }

  private async note(
    tx: Tx,
    by: Pick<Operator, 'userId' | 'ipAddress'>,
    row: Pick<OrderRequestRow, 'account' | 'client_order_id' | 'command_id' | 'list_kind'>,
    details: object,
  ): Promise<void> {
    const { account, client_order_id: clientOrderId, command_id: commandId } = row;
    const resourceId = `${account}/${clientOrderId}`;
    const resource = row.list_kind === null ? 'order' : 'order_list';
    await this.audit.append(
      entryOf(by, `${resource}.place`, resource, resourceId, { ...details, account, clientOrderId, commandId }),
      tx,
    );
  }
}

async function find(
  on: Pick<Tx, 'selectFrom'>,
  account: string,
  clientOrderId: string,
): Promise<OrderRequestRow | undefined> {
  const query = on.selectFrom('order_requests').selectAll().where('account', '=', account);
  return query.where('client_order_id', '=', clientOrderId).executeTakeFirst();
}

function newRow(operator: Operator, asked: Asked, now: number): OrderRequestRow {
  const { account, clientOrderId } = asked;
  return {
    id: randomUUID(),
    account,
    client_order_id: clientOrderId,
    command_id: commandIdOf(account, clientOrderId),
    user_id: operator.userId,
    list_kind: kindOf(asked),
    body_hash: bodyHash(asked),
    created_at: now,
    sent_at: now,
    receipt: null,
    resolved_at: null,
  };
}

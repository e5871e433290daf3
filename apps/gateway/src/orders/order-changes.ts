import { DomainError, formatNanos, ok, refuse, type Result } from '@bourseworks/domain';
import {
  orderRequestTopic,
  type CancelRequestShape,
  type OrderEventShape,
  type OrderReplyShape,
  type ReplaceRequestShape,
} from '@bourseworks/dto/shapes';
import { Clock } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { CommandAudit, failedFacts, type Subject } from '../commands/command-audit.js';
import { commandIdOf } from '../commands/command-ids.js';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { leavesOutcomeOpen } from '../commands/outcome.js';
import { SignedCommands } from '../commands/signed-commands.js';
import { MANUAL, OmsQueries } from '../oms/oms-queries.js';
import { instructionsShape } from './instructions.dto.js';
import type { CancelAllResult, Failed, Receipt } from './order-types.js';
import { OrderBook } from './order-book.js';

export interface Terms {
  readonly quantity?: string | undefined;
  readonly price?: string | undefined;
  readonly stopPrice?: string;
  readonly trailBy?: string;
  readonly displayQty?: string;
  /** Milliseconds. */
  readonly goodTillTime?: number;
}

/** Which orders; what is left out narrows nothing. */
export interface OrderScope {
  readonly account?: string | undefined;
  readonly venue?: string | undefined;
  readonly symbol?: string | undefined;
}

type Named = Pick<OrderEventShape, 'account' | 'clOrdId'>;

const AT_ONCE = 16;
/** Answers of the OMS that one cancel-all goes through: some 20 000 orders. */
const MAX_ROUNDS = 20;

/** Cancels and replaces. A person may change every order of an account, those of strategies too. */
@Injectable()
export class OrderChanges {
  constructor(
    private readonly orders: OrderBook,
    private readonly oms: OmsQueries,
    private readonly commands: SignedCommands,
    private readonly audit: CommandAudit,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError when the OMS refused it or was not reached */
  async cancel(operator: Operator, clOrdId: string, commandId: string): Promise<Result<Receipt>> {
    const subject = { action: 'order.cancel', resource: 'order', resourceId: clOrdId, details: { commandId } };
    const denied = await this.denied(operator, subject, 'order.cancel');
    if (denied !== undefined) return denied;
    const order = await this.orders.named(clOrdId);
    if (!order.ok) return this.refusedHere(operator, subject, order);
    const work = async (): Promise<Receipt> => ({
      ...(await this.sendCancel(operator, order.value, commandId)),
      commandId,
    });
    return ok(await this.audit.run(operator, subject, work, facts));
  }

  /** Of a list, whole. @throws DomainError when the OMS refused it or was not reached */
  async cancelList(operator: Operator, listId: string, commandId: string): Promise<Result<Receipt>> {
    const subject = { action: 'order_list.cancel', resource: 'order_list', resourceId: listId, details: { commandId } };
    const denied = await this.denied(operator, subject, 'order.cancel');
    if (denied !== undefined) return denied;
    const list = await this.orders.listNamed(listId);
    if (!list.ok) return this.refusedHere(operator, subject, list);
    const work = async (): Promise<Receipt> => {
      const named = { account: list.value.account, clOrdId: listId };
      const { clOrdId: _listId, ...receipt } = await this.sendCancel(operator, named, commandId);
      return { ...receipt, listId, commandId };
    };
    return ok(await this.audit.run(operator, subject, work, facts));
  }

  /** @throws DomainError when the OMS refused it or was not reached */
  async replace(operator: Operator, clOrdId: string, commandId: string, terms: Terms): Promise<Result<Receipt>> {
    const details = { commandId, ...terms };
    const subject = { action: 'order.replace', resource: 'order', resourceId: clOrdId, details };
    const denied = await this.denied(operator, subject, 'order.replace');
    if (denied !== undefined) return denied;
    if (Object.values(terms).every((value) => value === undefined))
      return this.refusedHere(operator, subject, refuse('BAD_REQUEST', 'a replace changes something'));
    const order = await this.orders.named(clOrdId);
    if (!order.ok) return this.refusedHere(operator, subject, order);
    const work = async (): Promise<Receipt> => {
      const { account } = order.value;
      const base = this.base(account, commandIdOf(account, 'replace', commandId), clOrdId);
      const { quantity, price } = terms;
      const body: ReplaceRequestShape = {
        ...base,
        ...(quantity === undefined ? {} : { quantity }),
        ...(price === undefined ? {} : { price }),
        ...instructionsShape(terms),
      };
      return { ...(await this.send(operator, 'replace', body)), commandId };
    };
    return ok(await this.audit.run(operator, subject, work, facts));
  }

  /** @throws DomainError when the OMS does not say which orders are open */
  async cancelAll(operator: Operator, commandId: string, scope: OrderScope): Promise<Result<CancelAllResult>> {
    const resourceId = scope.account ?? 'all';
    const subject = { action: 'order.cancel_all', resource: 'order', resourceId, details: { commandId, ...scope } };
    const denied = await this.denied(operator, subject, 'order.cancel');
    if (denied !== undefined) return denied;
    const work = (): Promise<CancelAllResult> => this.cancelScope(operator, commandId, scope);
    const tell = ({ requested, failed }: CancelAllResult): object => ({ requested, ...failedFacts(failed) });
    return ok(await this.audit.run(operator, subject, work, tell));
  }

  /** Cancels what is open of a scope; the right to it is checked by who calls this. */
  async cancelScope(operator: Operator, commandId: string, scope: OrderScope): Promise<CancelAllResult> {
    const asked = new Set<string>();
    const failed: Failed[] = [];
    for (let round = 0; round < MAX_ROUNDS; round++) {
      const { orders, more } = await this.oms.openOrders(scope.account);
      const due = orders.filter((order) => isIn(order, scope) && !isEnding(order) && !asked.has(order.clOrdId));
      for (let at = 0; at < due.length; at += AT_ONCE) {
        const some = due.slice(at, at + AT_ONCE);
        const outcomes = await Promise.all(some.map((order) => this.tryCancel(operator, order, commandId)));
        failed.push(...outcomes.filter((outcome) => outcome !== undefined));
      }
      for (const { clOrdId } of due) asked.add(clOrdId);
      if (!more || due.length === 0) break;
    }
    return { requested: asked.size - failed.length, failed };
  }

  private async tryCancel(operator: Operator, order: Named, commandId: string): Promise<Failed | undefined> {
    const { clOrdId } = order;
    try {
      // Each order has an id of its own under the command's.
      const { state } = await this.sendCancel(operator, order, commandId, clOrdId);
      if (state === 'Unknown')
        return { clOrdId, code: 'REQUEST_TIMEOUT', message: 'nobody answered; it may be cancelled' };
      return undefined;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      // Filled or cancelled meanwhile: what was wanted.
      if (error.code === 'ORDER_CLOSED' || error.code === 'ORDER_PENDING') return undefined;
      return { clOrdId, code: error.code, message: error.message };
    }
  }

  private async sendCancel(
    operator: Operator,
    { account, clOrdId }: Named,
    ...names: readonly string[]
  ): Promise<Receipt> {
    const body: CancelRequestShape = this.base(account, commandIdOf(account, 'cancel', ...names), clOrdId);
    return this.send(operator, 'cancel', body);
  }

  private base(account: string, commandId: string, clOrdId: string): CancelRequestShape {
    return { commandId, account, strategy: MANUAL, clOrdId, sentTime: formatNanos(this.clock.nowUs()) };
  }

  /** The receipt of a change, state Unknown when nobody answered. @throws DomainError when it was refused */
  private async send(operator: Operator, verb: 'cancel' | 'replace', body: CancelRequestShape): Promise<Receipt> {
    const { commandId, clOrdId } = body;
    const topic = orderRequestTopic(verb, body.account, body.strategy);
    let reply: OrderReplyShape;
    try {
      reply = await this.commands.send<OrderReplyShape>(operator, `order.${verb}`, topic, body);
    } catch (error) {
      if (!leavesOutcomeOpen(error)) throw error;
      return { commandId, clOrdId, state: 'Unknown', duplicate: false };
    }
    const { ordStatus, state, duplicate, sequence, code, reason } = reply;
    if (code !== undefined)
      throw new DomainError({ code, message: reason ?? `the ${verb} was refused`, details: { clOrdId, commandId } });
    return { commandId, clOrdId, ordStatus, state, duplicate, sequence };
  }

  private async denied(
    operator: Operator,
    subject: Subject,
    action: 'order.cancel' | 'order.replace',
  ): Promise<Result<never> | undefined> {
    const refusal = roleRefusal(operator, action);
    return refusal === undefined ? undefined : this.refusedHere(operator, subject, refusal);
  }

  private async refusedHere<T extends Extract<Result<unknown>, { ok: false }>>(
    operator: Operator,
    subject: Subject,
    refused: T,
  ): Promise<T> {
    await this.audit.refused(operator, subject, refused.refusal.code);
    return refused;
  }
}

function isIn(order: OrderEventShape, { venue, symbol }: OrderScope): boolean {
  return (venue === undefined || venue === order.venue) && (symbol === undefined || symbol === order.symbol);
}

const isEnding = ({ ordStatus }: OrderEventShape): boolean => ordStatus === 'PendingCancel';

/** What of a receipt goes into the log. */
function facts({ ordStatus, state, duplicate, sequence }: Receipt): object {
  return { ...(state === 'Unknown' ? { outcome: 'unknown' } : {}), ordStatus, state, duplicate, sequence };
}

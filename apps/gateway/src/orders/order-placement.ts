import { DomainError, ok, refuse, type Result } from '@bourseworks/domain';
import { orderRequestTopic, type ListReplyShape, type OrderReplyShape } from '@bourseworks/dto/shapes';
import { EventLog } from '@bourseworks/ports';
import { Injectable } from '@nestjs/common';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { leavesOutcomeOpen } from '../commands/outcome.js';
import { SignedCommands } from '../commands/signed-commands.js';
import { bodyHash } from './body-hash.js';
import type { Asked, Receipt } from './order-types.js';
import { answerOf, OrderRequests, type OrderRequestRow, type StoredAnswer } from './order-requests.js';
import { idsOf, OrderResolver } from './order-resolver.js';
import { requestOf } from './placement-request.js';
import { RiskNotes } from './risk-notes.js';

/** An answer to a request to place an order or a list, and whether it is that of an earlier request. */
export interface Placed {
  readonly receipt: Receipt;
  readonly refused: boolean;
  readonly details: StoredAnswer['details'];
}

/**
 * Places orders and lists of people, each id of an account once for ever: the same body again is given the first answer, whether that
 * was yes, no or not known yet; another body is refused. No answer is never taken for a no.
 */
@Injectable()
export class OrderPlacement {
  /** Requests under way by id and body: those who ask for the same meanwhile wait for the same answer. */
  private readonly flights = new Map<string, Promise<Result<Placed>>>();

  constructor(
    private readonly requests: OrderRequests,
    private readonly resolver: OrderResolver,
    private readonly commands: SignedCommands,
    private readonly risk: RiskNotes,
    private readonly log: EventLog,
  ) {}

  /** @throws DomainError when it certainly was not executed for a reason that may pass, such as TRANSPORT_DOWN */
  async place(operator: Operator, asked: Asked): Promise<Result<Placed>> {
    const denied = roleRefusal(operator, 'order.submit');
    if (denied !== undefined) {
      await this.requests.refusedHere(operator, asked, denied.refusal.code);
      return denied;
    }
    return this.placeFor(operator, asked);
  }

  /** The same for somebody whose right to it another service has checked. */
  async placeFor(operator: Operator, asked: Asked): Promise<Result<Placed>> {
    const key = JSON.stringify([asked.account, asked.clientOrderId, bodyHash(asked)]);
    const flying = this.flights.get(key);
    if (flying !== undefined) return asRepeat(await flying);
    const flight = this.first(operator, asked);
    this.flights.set(key, flight);
    try {
      return await flight;
    } finally {
      this.flights.delete(key);
    }
  }

  /** What an id that was used before was answered; undefined: it was not used. */
  async again(account: string, clientOrderId: string): Promise<Placed | undefined> {
    const row = await this.requests.find(account, clientOrderId);
    if (row === undefined || (row.receipt === null && row.sent_at === null)) return undefined;
    const answer = answerOf(row) ?? (await this.resolver.settle(row));
    return answer === undefined ? unknown(row, true) : placed(answer, true);
  }

  private async first(operator: Operator, asked: Asked): Promise<Result<Placed>> {
    const { row, isFirst } = await this.requests.register(operator, asked);
    if (row.body_hash !== bodyHash(asked)) {
      await this.requests.refusedHere(operator, asked, 'CLIENT_ORDER_ID_REUSED');
      const { account, clientOrderId } = asked;
      const message = `${clientOrderId} of ${account} was another order`;
      return refuse('CLIENT_ORDER_ID_REUSED', message, { account, clientOrderId });
    }
    const known = answerOf(row);
    if (known !== undefined) return ok(placed(known, true));
    // Beyond its time the OMS would only add a refusal to whatever became of it.
    if (!isFirst && this.resolver.isOver(row)) {
      const settled = await this.resolver.settle(row);
      return ok(settled === undefined ? unknown(row, true) : placed(settled, true));
    }
    return this.send(operator, asked, row, isFirst);
  }

  private async send(
    operator: Operator,
    asked: Asked,
    row: OrderRequestRow,
    isFirst: boolean,
  ): Promise<Result<Placed>> {
    const { verb, body } = requestOf(asked, row);
    const topic = orderRequestTopic(verb, body.account, body.strategy);
    let reply: PlacementReply;
    try {
      reply = await this.commands.send<PlacementReply>(operator, 'order.submit', topic, body);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return this.unanswered(operator, row, isFirst, error);
    }
    const duplicate = !isFirst || reply.duplicate;
    try {
      return ok(placed(await this.requests.answer(operator, row, await this.answerOfReply(row, reply)), duplicate));
    } catch (error) {
      // The order is out: that its answer could not be kept must not read as if it were not. It is kept as soon as it can be.
      this.log.error({ event: 'order.answer_not_kept', commandId: row.command_id, err: error });
      this.resolver.start();
      return ok(unknown(row, duplicate));
    }
  }

  private async unanswered(
    operator: Operator,
    row: OrderRequestRow,
    isFirst: boolean,
    error: DomainError,
  ): Promise<Result<Placed>> {
    if (!leavesOutcomeOpen(error)) {
      if (isFirst) {
        await this.requests.neverLeft(operator, row, error);
        throw error;
      }
      // This time it did not leave; what became of the time before is as open as it was.
      this.resolver.start();
      return ok(unknown(row, true));
    }
    const { account, client_order_id: clientOrderId } = row;
    this.log.warn({ event: 'order.unknown', account, clientOrderId, code: error.code, reason: error.message });
    this.resolver.start();
    if (isFirst) await this.requests.unknown(operator, row, error);
    return ok(unknown(row, !isFirst));
  }

  private async answerOfReply(row: OrderRequestRow, reply: PlacementReply): Promise<StoredAnswer> {
    const { ordStatus, state, sequence, code, reason } = reply;
    const refused = code !== undefined;
    const details = refused && code.startsWith('RISK_') ? await this.risk.of(row.command_id) : {};
    const receipt = {
      ...idsOf(row),
      ...madeOf(reply),
      ordStatus,
      state,
      sequence,
      ...(code === undefined ? {} : { code }),
      ...(reason === undefined ? {} : { reason }),
    };
    return { receipt, refused, details };
  }
}

type PlacementReply = OrderReplyShape | ListReplyShape;

/** Ids of what was made of it; a refused order may have one too. */
function madeOf(reply: PlacementReply): Pick<Receipt, 'clOrdId' | 'listId' | 'orders'> {
  if (!('listId' in reply)) return reply.clOrdId === '' ? {} : { clOrdId: reply.clOrdId };
  const { listId, orders } = reply;
  return listId === '' ? {} : { listId, orders };
}

function placed({ receipt, refused, details }: StoredAnswer, duplicate: boolean): Placed {
  return { receipt: { ...receipt, duplicate }, refused, details };
}

function unknown(row: OrderRequestRow, duplicate: boolean): Placed {
  return { receipt: { ...idsOf(row), state: 'Unknown', duplicate }, refused: false, details: undefined };
}

function asRepeat(result: Result<Placed>): Result<Placed> {
  if (!result.ok) return result;
  const { receipt, ...rest } = result.value;
  return ok({ ...rest, receipt: { ...receipt, duplicate: true } });
}

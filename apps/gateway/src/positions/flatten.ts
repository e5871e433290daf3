import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError, ok, type Result } from '@bourseworks/domain';
import type { PositionShape } from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { CommandAudit, failedFacts } from '../commands/command-audit.js';
import { roleRefusal, type Operator } from '../commands/operator.js';
import { OmsQueries } from '../oms/oms-queries.js';
import type { Failed, Receipt, Ticket } from '../orders/order-types.js';
import { OrderChanges, type OrderScope } from '../orders/order-changes.js';
import { OrderPlacement, type Placed } from '../orders/order-placement.js';
import type { FlattenAnswer } from './position.dto.js';

export interface FlattenScope extends OrderScope {
  readonly account: string;
}

interface Attempt {
  readonly order?: Receipt;
  readonly failed?: Failed;
}

/** For how long the cancels may take before positions are read all the same. */
const SETTLE_MS = 3_000;
const LOOK_MS = 100;

/**
 * Brings an account to nothing: first the open orders are cancelled and waited for, then what is held of each instrument, all
 * strategies together, is sold or bought back at the market. The ids of those orders follow from the command's: a repeat of
 * the command sends none of them twice.
 */
@Injectable()
export class Flatten {
  /** The last of each account that is under way or waits. */
  private readonly turns = new Map<string, Promise<unknown>>();

  constructor(
    private readonly oms: OmsQueries,
    private readonly changes: OrderChanges,
    private readonly placement: OrderPlacement,
    private readonly audit: CommandAudit,
  ) {}

  /** @throws DomainError when the OMS does not answer */
  async flatten(operator: Operator, commandId: string, scope: FlattenScope): Promise<Result<FlattenAnswer>> {
    const subject = {
      action: 'position.flatten',
      resource: 'account',
      resourceId: scope.account,
      details: { commandId, ...scope },
    };
    const denied = roleRefusal(operator, 'order.cancel');
    if (denied !== undefined) {
      await this.audit.refused(operator, subject, denied.refusal.code);
      return denied;
    }
    const work = (): Promise<FlattenAnswer> => this.run(operator, commandId, scope);
    return ok(await this.audit.run(operator, subject, () => this.inTurn(scope.account, work), facts));
  }

  /** One after the other: two at once would each close all that is held, and so open the other side. */
  private async inTurn<T>(account: string, work: () => Promise<T>): Promise<T> {
    const before = this.turns.get(account) ?? Promise.resolve();
    const turn = before.then(work, work);
    this.turns.set(account, turn);
    try {
      return await turn;
    } finally {
      if (this.turns.get(account) === turn) this.turns.delete(account);
    }
  }

  private async run(operator: Operator, commandId: string, scope: FlattenScope): Promise<FlattenAnswer> {
    const { requested: cancelled, failed } = await this.changes.cancelScope(operator, commandId, scope);
    await this.settled(scope);
    const held = await this.oms.positions({ account: scope.account, strategy: 'all' });
    const attempts: Attempt[] = [];
    for (const position of held.filter((one) => isIn(one, scope)))
      attempts.push(await this.close(operator, commandId, position));
    const orders = attempts.flatMap(({ order }) => order ?? []);
    return { cancelled, orders, failed: [...failed, ...attempts.flatMap((one) => one.failed ?? [])] };
  }

  private async close(operator: Operator, commandId: string, position: PositionShape): Promise<Attempt> {
    const { account, venue, symbol } = position;
    const clientOrderId = closingId(commandId, venue, symbol);
    try {
      const known = await this.placement.again(account, clientOrderId);
      if (known !== undefined) return attemptOf(known, symbol);
      const ticket = closing(position, clientOrderId);
      if (ticket === undefined) return {};
      const placed = await this.placement.placeFor(operator, ticket);
      return placed.ok ? attemptOf(placed.value, symbol) : { failed: { symbol, ...placed.refusal } };
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return { failed: { symbol, code: error.code, message: error.message } };
    }
  }

  /** A cancel is a request: an order may still fill until the venue has answered. */
  private async settled(scope: FlattenScope): Promise<void> {
    for (let waited = 0; waited < SETTLE_MS; waited += LOOK_MS) {
      const { orders } = await this.oms.openOrders(scope.account);
      if (!orders.some((order) => isIn(order, scope))) return;
      await sleep(LOOK_MS);
    }
  }
}

function isIn(of: { readonly venue: string; readonly symbol: string }, { venue, symbol }: OrderScope): boolean {
  return (venue === undefined || venue === of.venue) && (symbol === undefined || symbol === of.symbol);
}

function closingId(commandId: string, venue: string, symbol: string): string {
  const digest = createHash('sha256')
    .update(JSON.stringify([commandId, venue, symbol]))
    .digest('base64url');
  return `flatten-${digest}`;
}

/** Undefined: there is nothing to close. */
function closing({ account, venue, symbol, quantity }: PositionShape, clientOrderId: string): Ticket | undefined {
  const isShort = quantity.startsWith('-');
  const size = isShort ? quantity.slice(1) : quantity;
  if (!/[1-9]/.test(size)) return undefined;
  const side = isShort ? 'BUY' : 'SELL';
  const terms = {
    side,
    type: 'MARKET',
    timeInForce: 'IOC',
    quantity: size,
    reason: 'flatten',
    reduceOnly: true,
  } as const;
  return { clientOrderId, account, venue, symbol, ...terms };
}

function attemptOf({ receipt, refused }: Placed, symbol: string): Attempt {
  if (!refused) return { order: receipt };
  const { code = 'ORDER_REJECTED', reason = 'the order was refused', clOrdId } = receipt;
  return { failed: { symbol, code, message: reason, ...(clOrdId === undefined ? {} : { clOrdId }) } };
}

function facts({ cancelled, orders, failed }: FlattenAnswer): object {
  const ids = orders.map(({ clOrdId, clientOrderId }) => clOrdId ?? clientOrderId);
  return { cancelled, orders: ids, ...failedFacts(failed) };
}

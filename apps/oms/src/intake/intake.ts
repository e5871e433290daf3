import type { ActorIdentity } from '@bourseworks/actor';
import type {
  CancelRequest,
  ListReplyShape,
  ListRequest,
  OrderReplyShape,
  OrderRequest,
  OrderStatusRequest,
  ReplaceRequest,
  StepTag,
} from '@bourseworks/dto';
import type { Decision, OrderEngine, OrderEvent } from '@bourseworks/order-engine';
import type { EventLog } from '@bourseworks/ports';
import type { OmsCore } from '../core/oms-core.js';
import { cancelCommand, listCommand, listReply, orderReply, replaceCommand, submitCommand } from './commands.js';

type Decide = (engine: OrderEngine, nowUs: number) => Decision;

/** What a lock-step replay puts between arrival and processing: commands wait for their round and its order. */
export interface CommandGate {
  /** Resolves when it is this command's turn. */
  turn(strategy: string, step: StepTag): Promise<void>;
}

interface Tagged {
  readonly account: string;
  readonly strategy: string;
  readonly step?: StepTag;
}

/** What an order waits for before it is decided on. */
export interface OrderPatience {
  /** Resolves once orders of an account are taken, or it is not worth to wait for that any longer. */
  whenOpen(account: string): Promise<void>;
}

/**
 * The way in for commands: in the order of the round in a lock-step replay, else at once, but for orders that come while
 * the OMS is just starting or its link was lost a moment ago. `actor` is the person behind one, who was verified; machines'
 * commands have none.
 */
export class Intake {
  constructor(
    private readonly core: OmsCore,
    private readonly log: EventLog,
    private readonly patience: OrderPatience,
    private readonly gate?: CommandGate,
  ) {}

  submit(request: OrderRequest, actor?: ActorIdentity): Promise<OrderReplyShape> {
    const command = submitCommand(request, actor?.session);
    const { venue, symbol, side, type, timeInForce, quantity, price, reason, reduceOnly } = request;
    const { stopPrice, trailBy, displayQty, postOnly, goodTillTime } = request;
    this.received('order.submit_received', request, actor, {
      venue,
      symbol,
      side,
      type,
      timeInForce,
      quantity,
      price,
      stopPrice,
      trailBy,
      displayQty,
      postOnly,
      goodTillTime,
      reason,
      reduceOnly,
    });
    return this.takeOnceOpen(request, (engine, nowUs) => engine.submit(command, nowUs));
  }

  async submitList(request: ListRequest, actor?: ActorIdentity): Promise<ListReplyShape> {
    const command = listCommand(request, actor?.session);
    const { kind, orders } = request;
    this.received('order.list_received', request, actor, { kind, orders: orders.length });
    if (this.gate === undefined) await this.patience.whenOpen(request.account);
    else if (request.step !== undefined) await this.gate.turn(request.strategy, request.step);
    return listReply(await this.core.list((engine, nowUs) => engine.submitList(command, nowUs)));
  }

  cancel(request: CancelRequest, actor?: ActorIdentity): Promise<OrderReplyShape> {
    const command = cancelCommand(request);
    this.received('order.cancel_received', request, actor, { clOrdId: request.clOrdId });
    return this.take(request, (engine, nowUs) => engine.cancel(command, nowUs));
  }

  replace(request: ReplaceRequest, actor?: ActorIdentity): Promise<OrderReplyShape> {
    const command = replaceCommand(request);
    const { clOrdId, quantity, price, stopPrice, trailBy, displayQty, goodTillTime } = request;
    const change = { clOrdId, quantity, price, stopPrice, trailBy, displayQty, goodTillTime };
    this.received('order.replace_received', request, actor, change);
    return this.takeOnceOpen(request, (engine, nowUs) => engine.replace(command, nowUs));
  }

  status(request: OrderStatusRequest): Promise<OrderEvent | undefined> {
    return this.core.read((engine) => engine.status(request));
  }

  private async takeOnceOpen(request: Tagged, decide: Decide): Promise<OrderReplyShape> {
    if (this.gate === undefined) await this.patience.whenOpen(request.account);
    return this.take(request, decide);
  }

  private async take(request: Tagged, decide: Decide): Promise<OrderReplyShape> {
    if (this.gate !== undefined && request.step !== undefined) await this.gate.turn(request.strategy, request.step);
    return orderReply(await this.core.command(decide));
  }

  private received(
    event: string,
    request: { commandId: string; account: string; strategy: string },
    actor: ActorIdentity | undefined,
    fields: Record<string, unknown>,
  ): void {
    const { commandId, account, strategy } = request;
    const who = actor === undefined ? {} : { actor: actor.name, actorId: actor.id, via: actor.via };
    this.log.info({ event, commandId, account, strategy, ...who, ...fields });
  }
}

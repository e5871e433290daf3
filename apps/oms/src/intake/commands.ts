import { parseNanos, type ErrorCode } from '@bourseworks/domain';
import type {
  CancelRequest,
  ListOrder,
  ListReplyShape,
  ListRequest,
  OrderReplyShape,
  OrderRequest,
  ReplaceRequest,
} from '@bourseworks/dto';
import { parseOrderRequestTopic } from '@bourseworks/dto';
import type {
  CancelCommand,
  ListLegCommand,
  ListReply,
  ReplaceCommand,
  Reply,
  SubmitCommand,
  SubmitListCommand,
} from '@bourseworks/order-engine';
import { CodedRpcException } from '@bourseworks/solace-transport';

function micros(nanos: string, field: string): number {
  const parsed = parseNanos(nanos);
  if (!parsed.ok) throw new CodedRpcException('BAD_REQUEST', `${field}: ${parsed.refusal.message}`, { field });
  return parsed.value.us;
}

/** The topic names account and strategy for the broker's access rules; a body that says otherwise would go around them. */
export function checkTopic(topic: string, body: { readonly account: string; readonly strategy: string }): void {
  const parsed = parseOrderRequestTopic(topic);
  if (!parsed.ok) throw new CodedRpcException('BAD_TOPIC', parsed.refusal.message);
  if (parsed.value.account !== body.account || parsed.value.strategy !== body.strategy) {
    throw new CodedRpcException('BAD_TOPIC', 'account and strategy of the body differ from those of the topic');
  }
}

interface Instructed {
  readonly stopPrice?: string;
  readonly trailBy?: string;
  readonly displayQty?: string;
  readonly goodTillTime?: string;
}

/** What a request says beyond quantity and price, as the engine takes it. */
export function instructionFields({ stopPrice, trailBy, displayQty, goodTillTime }: Instructed) {
  return {
    ...(stopPrice === undefined ? {} : { stopPrice }),
    ...(trailBy === undefined ? {} : { trailBy }),
    ...(displayQty === undefined ? {} : { displayQty }),
    ...(goodTillTime === undefined ? {} : { goodTillUs: micros(goodTillTime, 'goodTillTime') }),
  };
}

/** `session`: the one of the person behind it, by the claim. */
export function submitCommand(request: OrderRequest, session?: string): SubmitCommand {
  const { commandId, account, strategy, venue, symbol, side, type, timeInForce, quantity } = request;
  return {
    commandId,
    account,
    strategy,
    sentUs: micros(request.sentTime, 'sentTime'),
    venue,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    ...(request.adapter === undefined ? {} : { adapter: request.adapter }),
    ...(request.cashAmount === undefined ? {} : { cashAmount: request.cashAmount }),
    ...(request.price === undefined ? {} : { price: request.price }),
    ...(request.expireTime === undefined ? {} : { expireUs: micros(request.expireTime, 'expireTime') }),
    ...(request.reason === undefined ? {} : { reason: request.reason }),
    ...instructionFields(request),
    ...(request.postOnly === true ? { postOnly: true } : {}),
    ...(request.reduceOnly === true ? { reduceOnly: true } : {}),
    ...(session === undefined ? {} : { session }),
  };
}

export function cancelCommand({ commandId, account, strategy, clOrdId, sentTime }: CancelRequest): CancelCommand {
  return { commandId, account, strategy, clOrdId, sentUs: micros(sentTime, 'sentTime') };
}

export function replaceCommand(request: ReplaceRequest): ReplaceCommand {
  const { commandId, account, strategy, clOrdId } = request;
  return {
    commandId,
    account,
    strategy,
    clOrdId,
    sentUs: micros(request.sentTime, 'sentTime'),
    ...(request.quantity === undefined ? {} : { quantity: request.quantity }),
    ...(request.price === undefined ? {} : { price: request.price }),
    ...instructionFields(request),
  };
}

export function orderReply(reply: Reply): OrderReplyShape {
  const { commandId, clOrdId, ordStatus, state, sequence, duplicate } = reply;
  const refusal: { code?: ErrorCode; reason?: string } = {};
  if (reply.code !== undefined) refusal.code = reply.code;
  if (reply.reason !== undefined) refusal.reason = reply.reason;
  return { commandId, clOrdId, ordStatus, state, sequence, duplicate, ...refusal };
}

function listOrder(order: ListOrder, session: string | undefined): ListLegCommand {
  const { role, venue, symbol, side, type, timeInForce, quantity } = order;
  return {
    role,
    venue,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    ...(order.adapter === undefined ? {} : { adapter: order.adapter }),
    ...(order.price === undefined ? {} : { price: order.price }),
    ...(order.reason === undefined ? {} : { reason: order.reason }),
    ...instructionFields(order),
    ...(order.postOnly === true ? { postOnly: true } : {}),
    ...(order.reduceOnly === true ? { reduceOnly: true } : {}),
    ...(session === undefined ? {} : { session }),
  };
}

/** `session`: the one of the person behind it, by the claim. */
export function listCommand(request: ListRequest, session?: string): SubmitListCommand {
  const { commandId, account, strategy, kind, orders, release, onLegCancel, closeOvershoot, expireTime } = request;
  const options = {
    ...(release === undefined ? {} : { release }),
    ...(onLegCancel === undefined ? {} : { onLegCancel }),
    ...(closeOvershoot === undefined ? {} : { closeOvershoot }),
  };
  const names = { commandId, account, strategy, kind, options };
  const command = {
    ...names,
    sentUs: micros(request.sentTime, 'sentTime'),
    orders: orders.map((one) => listOrder(one, session)),
  };
  return expireTime === undefined ? command : { ...command, expireUs: micros(expireTime, 'expireTime') };
}

export function listReply({ code, reason, ...reply }: ListReply): ListReplyShape {
  return { ...reply, ...(code === undefined ? {} : { code }), ...(reason === undefined ? {} : { reason }) };
}

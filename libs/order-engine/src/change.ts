import {
  hasLimitPrice,
  hasPending,
  isClosed,
  MAX_PENDING_REQUESTS,
  mostOf,
  NO_INSTRUCTIONS,
  ordStatusOf,
  riskNotional,
  type OrderInstructions,
  type OrderState,
  type OrderTerms,
} from '@bourseworks/domain';
import type { BrokerCapabilities } from '@bourseworks/ports';
import type { CancelCommand, ReplaceCommand } from './commands.js';
import { denial, type Denial, type EngineContext } from './context.js';
import { addedReservation } from './contingent/reservation.js';
import { cancelList } from './contingent/submit-list.js';
import { matchAgain, replaceHeld } from './crossing/hold.js';
import { cancelHash, replaceHash } from './dedupe/content-hash.js';
import { denialFields } from './events.js';
import { changesInstructions } from './instructions.js';
import { readInstructions, replacedFields } from './read-instructions.js';
import { mayCommand, type Order } from './order.js';
import { checkReduceOnly } from './reduce-only.js';
import type { CommandRefusedRecord } from './records/record.js';
import { requestCancel, requestReplace } from './requests.js';
import { checkRoute } from './route-check.js';
import { guardReplace, recordMeetings } from './self-trade/guard.js';
import { readPrice, readQuantity } from './terms.js';

function refuseChange(
  ctx: EngineContext,
  command: 'cancel' | 'replace',
  cmd: CancelCommand | ReplaceCommand,
  contentHash: number,
  order: Order | undefined,
  why: Denial,
  nowUs: number,
): void {
  const { commandId, account, strategy, sentUs } = cmd;
  const record: CommandRefusedRecord = {
    type: 'CommandRefused',
    sequence: ctx.next(),
    us: nowUs,
    commandId,
    contentHash,
    account,
    strategy,
    sentUs,
    command,
    clOrdId: order?.clOrdId ?? cmd.clOrdId,
    streamSequence: 0,
    ...why,
  };
  ctx.commit(record);
  const status = order === undefined ? 'Rejected' : ordStatusOf(order.state);
  ctx.reply(
    commandId,
    record.clOrdId,
    status,
    order?.state.local ?? 'Denied',
    record.sequence,
    false,
    why.code,
    why.reason,
  );
}

/** The order that a command may change. */
function findOwn(ctx: EngineContext, cmd: CancelCommand): Order | undefined {
  const order = ctx.state.find(cmd.clOrdId);
  return order !== undefined && mayCommand(order, cmd.account, cmd.strategy) ? order : undefined;
}

/** Filled, at a broker that opens such an order again when it is made larger. */
function mayReopen(ctx: EngineContext, { state, instrument, adapter }: Order): boolean {
  if (state.working !== 'Filled') return false;
  const route = ctx.options.routes.find(instrument.venue, adapter);
  return route.ok && route.value.capabilities.reopensFilled === true;
}

function whyNot(ctx: EngineContext, cmd: CancelCommand, order: Order | undefined, reopens = false): Denial | undefined {
  if (order === undefined) {
    if (ctx.state.denied.has(cmd.clOrdId)) return denial('ORDER_CLOSED', 'the order was refused and never sent');
    return denial('ORDER_UNKNOWN', 'no order of this id in the account and strategy');
  }
  if (isClosed(order.state) && !(reopens && mayReopen(ctx, order)))
    return denial('ORDER_CLOSED', `the order is ${order.state.working}`);
  return hasPending(order.state, 'Cancel') ? denial('ORDER_PENDING', 'a cancel is in flight') : undefined;
}

/** Cancels always pass risk, whatever is killed, stopped or reconciling, and never expire. The id of a list cancels all of it. */
export function cancel(ctx: EngineContext, cmd: CancelCommand, nowUs: number): void {
  if (ctx.refuseUnfit(cmd.commandId, cmd.account, cmd.strategy)) return;
  const contentHash = cancelHash(cmd);
  if (ctx.answerRepeat(cmd.commandId, contentHash, ctx.state.commands.look(cmd.strategy, cmd.commandId))) return;
  if (cancelList(ctx, cmd, nowUs)) return;
  const order = findOwn(ctx, cmd);
  const why = whyNot(ctx, cmd, order);
  if (why !== undefined || order === undefined) {
    return refuseChange(ctx, 'cancel', cmd, contentHash, order, why ?? denial('ORDER_UNKNOWN', 'no order'), nowUs);
  }
  const { commandId, account, strategy, sentUs } = cmd;
  const record = requestCancel(ctx, order, 'command', { commandId, contentHash, account, strategy, sentUs }, nowUs);
  ctx.reply(commandId, order.clOrdId, record.ordStatus, record.state, record.sequence, false, undefined, undefined);
}

/** One, unless the broker takes further ones before it has answered; never more than an order keeps. */
function mayHaveAnother({ pending }: OrderState, { replacesInFlight = 1 }: BrokerCapabilities): boolean {
  let replaces = 0;
  for (const { kind } of pending) if (kind === 'Replace') replaces++;
  return replaces < replacesInFlight && pending.length < MAX_PENDING_REQUESTS;
}

function whyNoReplace(ctx: EngineContext, cmd: ReplaceCommand, order: Order, nowUs: number): Denial | undefined {
  if (order.state.local === 'Unknown')
    return denial('ORDER_UNCERTAIN', 'the outcome of an earlier request is not known');
  if (nowUs > (cmd.expireUs ?? cmd.sentUs + ctx.expiryUs))
    return denial('ORDER_EXPIRED', 'the request was older than its expiry');
  const mode = ctx.modeOf(order.account);
  if (mode === 'RECONCILING') return denial('OMS_RECONCILING', 'the account is being reconciled');
  if (mode === 'STOPPED') return denial('OMS_STOPPED', 'the OMS takes no orders');
  const route = ctx.options.routes.find(order.instrument.venue, order.adapter);
  if (!route.ok) return denial(route.refusal.code, route.refusal.message);
  const { capabilities } = route.value;
  if (!capabilities.replace && !order.staysInside)
    return denial('ORDER_TYPE_UNSUPPORTED', `${order.adapter} does not replace orders`);
  if (cmd.quantity !== undefined && order.leg !== undefined && !order.leg.isEntry)
    return denial('LIST_QUANTITY', `its quantity follows the orders of list ${order.leg.list.id}`);
  if (!mayHaveAnother(order.state, capabilities)) return denial('ORDER_PENDING', 'a replace is in flight');
  if (cmd.quantity === undefined && cmd.price === undefined && !changesInstructions(cmd))
    return denial('BAD_REQUEST', 'a replace changes quantity, price or an instruction');
  const { type, timeInForce } = order.state;
  return checkRoute({ type, timeInForce, displayQty: cmd.displayQty }, route.value);
}

interface AskedTerms {
  readonly quantity: number;
  readonly price: number;
  readonly instructions?: OrderInstructions;
}

/** What a further change starts from: the terms asked for last, accepted or not yet. */
function latestTerms(state: OrderState): AskedTerms {
  let last: AskedTerms = state;
  for (const request of state.pending) if (request.kind === 'Replace' && request.id !== '') last = request;
  return last;
}

/** New terms of an order, checked against its instrument. */
function newTerms(cmd: ReplaceCommand, order: Order, nowUs: number): OrderTerms | Denial {
  const { side, type, timeInForce } = order.state;
  const last = latestTerms(order.state);
  const quantity = cmd.quantity === undefined ? last.quantity : readQuantity(cmd.quantity, order.instrument);
  if (typeof quantity !== 'number') return quantity;
  const { internalQty } = order.state;
  // At the broker the order is smaller by what was crossed inside: it cannot be asked for nothing, or for less.
  if (!order.staysInside && internalQty > 0 && quantity - internalQty < order.instrument.minQuantity)
    return denial('QUANTITY_INVALID', `${internalQty} units were crossed inside: cancel what is left instead`);
  const price = cmd.price === undefined ? last.price : readPrice(cmd.price, type, order.instrument);
  if (typeof price !== 'number') return price;
  const old = last.instructions ?? order.state.instructions;
  // Its list, or self-trade prevention, made it no larger than what it shows: that says nothing about a change of its price.
  const { displayQty } = cmd.quantity === undefined && old.displayQty >= quantity ? old : NO_INSTRUCTIONS;
  const given = replacedFields(displayQty === 0 ? old : { ...old, displayQty: 0 }, cmd, order.state.triggered);
  if ('code' in given) return given;
  const { instrument } = order;
  const instructions = readInstructions(given, { type, timeInForce, quantity, instrument }, nowUs);
  if ('code' in instructions) return instructions;
  const terms = { side, type, timeInForce, quantity, price };
  if (displayQty > 0 && cmd.displayQty === undefined)
    return { ...terms, instructions: { ...instructions, displayQty } };
  return instructions === NO_INSTRUCTIONS ? terms : { ...terms, instructions };
}

/** Risk of the new terms: what they would reserve beyond what the order reserves already. */
function checkRisk(
  ctx: EngineContext,
  order: Order,
  terms: OrderTerms,
  reservePx: number,
  nowUs: number,
): Denial | undefined {
  const market = !hasLimitPrice(terms.type);
  const open = Math.max(0, Math.max(terms.quantity, mostOf(order.state)) - order.state.cumQty);
  let highest = Math.max(reservePx, order.reservePx);
  for (const { id } of order.state.pending) highest = Math.max(highest, order.replacePx?.get(id) ?? 0);
  const notional = riskNotional(order.instrument, highest, open);
  const { side, quantity, price, instructions: { stopPrice, trailBy } = NO_INSTRUCTIONS } = terms;
  // One that its list holds back reserves nothing, whatever its terms: it is asked about when it is released.
  const grown = order.waiting
    ? { quantity: 0, notional: 0 }
    : addedReservation(order.leg, open - order.neededQty, notional - order.neededNotional);
  const added = {
    stopPrice,
    trailBy,
    addedQuantity: grown.quantity,
    addedNotional: grown.notional,
    addedOrders: 0 as const,
  };
  const denied = ctx.state.risk.check({ path: order.path, side, market, quantity, price, ...added }, nowUs, true);
  if (denied !== undefined) return denialFields(denied);
  if (!order.reduceOnly || order.leg?.isEntry === false) return undefined;
  const { account, strategy, instrument } = order;
  const reducer = { account, strategy, instrument: instrument.key, side };
  // The new terms alone: a smaller quantity must not be refused for what the old one takes.
  const left = Math.max(0, quantity - order.state.cumQty);
  return checkReduceOnly(ctx.state, reducer, left, order.reservedQty, instrument.qtyScale);
}

/** Price at which the new terms would be reserved. */
function reservePrice(ctx: EngineContext, order: Order, terms: OrderTerms): number {
  const { side, type, price, instructions: { stopPrice, trailBy } = NO_INSTRUCTIONS } = terms;
  return ctx.state.risk.reservePrice(order.path, side, !hasLimitPrice(type), price, stopPrice, trailBy);
}

/** Changes quantity, price or instructions of a live order; both the old and the new terms stay reserved until the broker answers. */
export function replace(ctx: EngineContext, cmd: ReplaceCommand, nowUs: number): void {
  if (ctx.refuseUnfit(cmd.commandId, cmd.account, cmd.strategy)) return;
  const contentHash = replaceHash(cmd);
  if (ctx.answerRepeat(cmd.commandId, contentHash, ctx.state.commands.look(cmd.strategy, cmd.commandId))) return;
  const order = findOwn(ctx, cmd);
  const why = whyNot(ctx, cmd, order, true) ?? (order === undefined ? undefined : whyNoReplace(ctx, cmd, order, nowUs));
  if (why !== undefined || order === undefined) {
    return refuseChange(ctx, 'replace', cmd, contentHash, order, why ?? denial('ORDER_UNKNOWN', 'no order'), nowUs);
  }
  const terms = newTerms(cmd, order, nowUs);
  if (!('code' in terms) && isClosed(order.state) && terms.quantity <= order.state.cumQty)
    return refuseChange(ctx, 'replace', cmd, contentHash, order, denial('ORDER_CLOSED', 'the order is filled'), nowUs);
  if ('code' in terms) return refuseChange(ctx, 'replace', cmd, contentHash, order, terms, nowUs);
  const reservePx = reservePrice(ctx, order, terms);
  const denied = checkRisk(ctx, order, terms, reservePx, nowUs);
  if (denied !== undefined) return refuseChange(ctx, 'replace', cmd, contentHash, order, denied, nowUs);
  const { commandId, account, strategy, sentUs } = cmd;
  const origin = { commandId, contentHash, account, strategy, sentUs };
  if (order.staysInside) {
    const { ordStatus, state, sequence } = replaceHeld(ctx, order, origin, terms, reservePx, nowUs);
    ctx.reply(commandId, order.clOrdId, ordStatus, state, sequence, false, undefined, undefined);
    return order.heldPool === undefined ? undefined : matchAgain(ctx, order, nowUs);
  }
  const met = guardReplace(ctx, order, terms, nowUs);
  if (met?.denial !== undefined) refuseChange(ctx, 'replace', cmd, contentHash, order, met.denial, nowUs);
  else {
    const { ordStatus, state, sequence } = requestReplace(ctx, order, origin, terms, reservePx, nowUs);
    ctx.reply(commandId, order.clOrdId, ordStatus, state, sequence, false, undefined, undefined);
  }
  if (met !== undefined) recordMeetings(ctx, met, order, cmd.commandId, nowUs);
}

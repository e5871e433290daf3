import { hasLimitPrice, NO_INSTRUCTIONS, riskNotional } from '@bourseworks/domain';
import type { CancelCommand, SubmitCommand } from '../commands.js';
import { denial, type Denial, type EngineContext } from '../context.js';
import { StateHasher } from '../state-hasher.js';
import { denialFields } from '../events.js';
import { askSelfTrade, checkOrder, checkSubmit, deny, draft } from '../submit.js';
import { cancelHash, submitHash } from '../dedupe/content-hash.js';
import { checkRoles, checkTogether } from './check-shape.js';
import type { ListLegCommand, SubmitListCommand } from './list-commands.js';
import { isEntry, isSibling, type LegTerms, type ListBody, type ListOptions } from './list-terms.js';
import type { OrderList } from './order-list.js';
import { cancelForList } from './release.js';

/** What one order of a list is as a command of its own. */
function legCommand(cmd: SubmitListCommand, { role: _role, ...order }: ListLegCommand): SubmitCommand {
  const { commandId, account, strategy, sentUs, expireUs } = cmd;
  return { ...order, commandId, account, strategy, sentUs, ...(expireUs === undefined ? {} : { expireUs }) };
}

function listHash(cmd: SubmitListCommand, options: ListOptions): number {
  const hasher = new StateHasher().text('list').text(cmd.kind).text(JSON.stringify(options));
  for (const order of cmd.orders) hasher.text(order.role).number(submitHash(legCommand(cmd, order)));
  return hasher.toInteger();
}

/** FIX knows no default for these: a leg of an OCO that is taken back takes the other along, an exit of a bracket does not. */
function optionsOf({ kind, options = {} }: SubmitListCommand): ListOptions {
  const {
    release = 'PROPORTIONAL',
    onLegCancel = kind === 'OCO' ? 'CANCEL' : 'KEEP',
    closeOvershoot = false,
  } = options;
  return { release, onLegCancel, closeOvershoot };
}

function termsOf(cmd: SubmitListCommand, order: ListLegCommand, ctx: EngineContext): LegTerms {
  const { role, side, type, timeInForce, reduceOnly = false, session = '', reason = '' } = order;
  const { adapter, quantity, price, instrument, instructions } = draft;
  const expireUs = cmd.expireUs ?? cmd.sentUs + ctx.expiryUs;
  const names = { role, adapter, instrument: instrument?.key ?? '', reason, session };
  const terms = { ...names, side, type, timeInForce, quantity, price, reduceOnly, expireUs };
  return instructions === NO_INSTRUCTIONS ? terms : { ...terms, instructions };
}

/**
 * Risk of an order that will wait: everything that does not depend on when it is sent. What it would reserve is asked for
 * when it is released.
 */
function checkWaiting(ctx: EngineContext, cmd: SubmitCommand, nowUs: number): Denial | undefined {
  const { instrument, quantity, price } = draft;
  if (instrument === undefined) return undefined;
  const path = ctx.state.risk.path(cmd.account, cmd.strategy, instrument);
  const { side, type } = cmd;
  const { stopPrice, trailBy } = draft.instructions;
  const nothing = { addedQuantity: 0, addedNotional: 0, addedOrders: 0 } as const;
  const request = { path, side, market: !hasLimitPrice(type), quantity, price, stopPrice, trailBy, ...nothing };
  const denied = ctx.state.risk.check(request, nowUs, false, true);
  return denied === undefined ? undefined : denialFields(denied);
}

/** The second of two siblings reserves what it needs beyond the first. */
function checkSecond(ctx: EngineContext, cmd: SubmitCommand, first: LegTerms, nowUs: number): Denial | undefined {
  const { instrument, quantity, price } = draft;
  if (instrument === undefined) return undefined;
  if (first.side !== cmd.side || first.instrument !== instrument.key) return undefined;
  const { risk } = ctx.state;
  const path = risk.path(cmd.account, cmd.strategy, instrument);
  const { side, type } = cmd;
  const { stopPrice, trailBy } = draft.instructions;
  const market = !hasLimitPrice(type);
  const notionalOf = (limited: boolean, limit: number, stop: number, trail: number): number =>
    riskNotional(instrument, risk.reservePrice(path, side, !limited, limit, stop, trail), quantity);
  const own = notionalOf(!market, price, stopPrice, trailBy);
  const other = first.instructions ?? NO_INSTRUCTIONS;
  const covered = notionalOf(hasLimitPrice(first.type), first.price, other.stopPrice, other.trailBy);
  const added = { addedQuantity: 0, addedNotional: own - Math.min(own, covered), addedOrders: 1 } as const;
  const request = { path, side, market, quantity, price, stopPrice, trailBy, ...added };
  const denied = risk.check(request, nowUs, false, true);
  return denied === undefined ? undefined : denialFields(denied);
}

/** Which of the checks an order of a list passes at intake. */
function checkLeg(
  ctx: EngineContext,
  cmd: SubmitListCommand,
  order: ListLegCommand,
  before: readonly LegTerms[],
  nowUs: number,
): Denial | undefined {
  const single = legCommand(cmd, order);
  const [first] = before;
  if (isEntry(order) || (cmd.kind === 'OCO' && (first === undefined || first.side !== order.side))) {
    return checkSubmit(ctx, single, nowUs) ?? askSelfTrade(ctx, single);
  }
  const early = checkOrder(ctx, single, nowUs);
  if (early !== undefined) return early;
  return cmd.kind === 'OCO' && first !== undefined && isSibling(order)
    ? (checkSecond(ctx, single, first, nowUs) ?? askSelfTrade(ctx, single))
    : checkWaiting(ctx, single, nowUs);
}

function checkRoom(ctx: EngineContext, { orders }: SubmitListCommand): Denial | undefined {
  if (ctx.state.open.size + orders.length <= ctx.maxOpenOrders) return undefined;
  return denial('RISK_OPEN_ORDERS', `more than ${ctx.maxOpenOrders} open orders`);
}

/** The market order that takes back what both siblings filled; made only when that happens. */
function closeLeg(ctx: EngineContext, siblings: readonly LegTerms[]): LegTerms | Denial {
  const [first, second] = siblings;
  if (first === undefined || first.side !== second?.side)
    return denial('LIST_INVALID', 'what is closed again is filled by two exits of one side');
  const instrument = ctx.state.instruments.get(first.instrument);
  const route = ctx.options.routes.find(instrument?.venue ?? '', first.adapter);
  if (!route.ok) return denial(route.refusal.code, route.refusal.message);
  const { orderTypes, timesInForce } = route.value.capabilities;
  if (!orderTypes.includes('MARKET'))
    return denial('ORDER_TYPE_UNSUPPORTED', `${first.adapter} takes no market orders to close an overshoot with`);
  const side = first.side === 'BUY' ? 'SELL' : 'BUY';
  const timeInForce = timesInForce.includes('IOC') ? 'IOC' : timesInForce[0];
  const { instructions: _none, ...rest } = first;
  const terms = { side, type: 'MARKET', timeInForce, price: 0, quantity: 0 } as const;
  // It undoes fills of this list: of what the strategy holds beside that it may be no reduction.
  return { ...rest, ...terms, role: 'CLOSE', reduceOnly: false, reason: 'overshoot' };
}

function answer(ctx: EngineContext, list: OrderList | undefined, commandId: string, duplicate: boolean): void {
  const { reply } = ctx.out;
  const orders = (list?.legs ?? [])
    .filter(({ made }) => made > 0)
    .map(({ terms, lastId: clOrdId }) => ({ role: terms.role, clOrdId }));
  if (reply !== undefined) {
    const { ordStatus, state, sequence, code, reason } = reply;
    ctx.out.list = { commandId, listId: list?.id ?? '', orders, ordStatus, state, sequence, duplicate, code, reason };
    return;
  }
  const { lastSequence: sequence } = ctx.state;
  const fine = { ordStatus: 'PendingNew', state: 'Intent', code: undefined, reason: undefined } as const;
  ctx.out.list = { commandId, listId: list?.id ?? '', orders, sequence, duplicate, ...fine };
}

/** Reads and checks every order; the first refusal, as that of the order it is about. */
function readLegs(ctx: EngineContext, cmd: SubmitListCommand, nowUs: number): LegTerms[] | readonly [Denial, number] {
  const legs: LegTerms[] = [];
  for (const [index, order] of cmd.orders.entries()) {
    const why = checkLeg(ctx, cmd, order, legs, nowUs);
    if (why !== undefined) return [{ ...why, reason: `${order.role}: ${why.reason}` }, index];
    legs.push(termsOf(cmd, order, ctx));
  }
  const why = checkTogether(legs);
  return why === undefined ? legs : [why, 0];
}

/**
 * Takes a list whole or not at all: every order of it is checked before one is made. Its orders are made, and those that
 * are due released, by the settling of lists that follows each decision.
 */
export function submitList(ctx: EngineContext, cmd: SubmitListCommand, nowUs: number): OrderList | undefined {
  const { commandId, account, strategy, sentUs, kind } = cmd;
  const options = optionsOf(cmd);
  const contentHash = ctx.refuseUnfit(commandId, account, strategy) ? undefined : listHash(cmd, options);
  if (contentHash === undefined) {
    answer(ctx, undefined, commandId, false);
    return undefined;
  }
  const look = ctx.state.commands.look(strategy, commandId);
  if (ctx.answerRepeat(commandId, contentHash, look)) {
    const known = typeof look === 'string' ? undefined : ctx.state.lists.get(look.clOrdId);
    answer(ctx, known, commandId, ctx.out.reply?.duplicate ?? false);
    return undefined;
  }
  const refused = (why: Denial, index: number): undefined => {
    draft.reset();
    const order = cmd.orders[index];
    if (order === undefined) ctx.refuseReply(commandId, '', why.code, why.reason);
    else {
      checkOrder(ctx, legCommand(cmd, order), nowUs, true);
      deny(ctx, legCommand(cmd, order), contentHash, why, nowUs);
    }
    answer(ctx, undefined, commandId, false);
    return undefined;
  };
  const early = checkRoles(cmd) ?? checkRoom(ctx, cmd);
  if (early !== undefined) return refused(early, 0);
  const legs = readLegs(ctx, cmd, nowUs);
  if ('code' in legs[0]) return refused(legs[0], legs[1] as number);
  const all = legs as LegTerms[];
  if (options.closeOvershoot) {
    const closing = closeLeg(ctx, all.filter(isSibling));
    if ('code' in closing) return refused(closing, 0);
    all.push(closing);
  }
  const idSequence = ctx.state.idSequence + 1;
  const listId = ctx.clOrdId(strategy, idSequence);
  const body: ListBody = { options, legs: all };
  const origin = { commandId, contentHash, account, strategy, sentUs };
  const record = { type: 'ListAccepted', sequence: ctx.next(), us: nowUs, ...origin } as const;
  ctx.commit({ ...record, listId, idSequence, kind, body: JSON.stringify(body) });
  return ctx.state.lists.get(listId);
}

/** Answers a list that was taken, once its orders are made. */
export function answerList(ctx: EngineContext, list: OrderList): void {
  answer(ctx, list, list.commandId, false);
}

/** Cancels everything of a list, whatever is killed, stopped or reconciling. False: there is no such list. */
export function cancelList(ctx: EngineContext, cmd: CancelCommand, nowUs: number): boolean {
  const list = ctx.state.lists.get(cmd.clOrdId);
  if (list === undefined || list.account !== cmd.account) return false;
  if (list.strategy !== cmd.strategy && cmd.strategy !== 'manual') return false;
  const { commandId, account, strategy, sentUs } = cmd;
  const contentHash = cancelHash(cmd);
  const { id: listId } = list;
  const origin = { commandId, contentHash, account, strategy, sentUs };
  const sequence = ctx.next();
  ctx.commit({ type: 'ListCancelled', sequence, us: nowUs, ...origin, listId, cause: 'command', reason: '' });
  for (const leg of list.legs) for (const order of leg.open.slice()) cancelForList(ctx, order, nowUs);
  ctx.reply(commandId, listId, 'PendingCancel', 'Acknowledged', ctx.state.lastSequence, false, undefined, undefined);
  return true;
}

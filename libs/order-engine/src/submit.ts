import {
  hasLimitPrice,
  isStopType,
  NO_INSTRUCTIONS,
  riskNotional,
  type Instrument,
  type OrderInstructions,
} from '@bourseworks/domain';
import { orderedQuantity } from './cash-quantity.js';
import type { SubmitCommand } from './commands.js';
import { denial, type Denial, type EngineContext } from './context.js';
import type { CrossingPolicy } from './crossing/crossing-options.js';
import { hold, holdPolicy, mayHold, tellCrowded } from './crossing/hold.js';
import { submitHash } from './dedupe/content-hash.js';
import { adopt } from './adopt-instrument.js';
import { denialFields } from './events.js';
import { instructionUnits } from './instructions.js';
import { readInstructions } from './read-instructions.js';
import { checkReduceOnly } from './reduce-only.js';
import type { DeniedRecord, IntentRecord } from './records/record.js';
import { checkRoute } from './route-check.js';
import { askGuard, guard, recordMeetings, type Incoming, type SelfTradeVerdict } from './self-trade/guard.js';
import { arm } from './trigger/arm.js';
import { isHeldStop } from './trigger/held-stop.js';
import { readable, readPrice } from './terms.js';

/** What the checks find out on their way. Reused. */
class Draft {
  adapter = '';
  instrument: Instrument | undefined = undefined;
  quantity = 0;
  price = 0;
  instructions: OrderInstructions = NO_INSTRUCTIONS;
  reservePx = 0;

  reset(): this {
    this.adapter = '';
    this.instrument = undefined;
    this.quantity = 0;
    this.price = 0;
    this.instructions = NO_INSTRUCTIONS;
    this.reservePx = 0;
    return this;
  }
}

/** Of the command that was checked last. */
export const draft = new Draft();

/** Finds route and instrument into the draft. A question leaves the journal as it is. */
function locate(ctx: EngineContext, cmd: SubmitCommand, nowUs: number, asked: boolean): Denial | undefined {
  const route = ctx.options.routes.find(cmd.venue, cmd.adapter, cmd);
  if (!route.ok) return denial(route.refusal.code, route.refusal.message);
  draft.adapter = route.value.adapter;
  const offered = ctx.options.instruments.find(draft.adapter, cmd.venue, cmd.symbol);
  // Before its broker answered for the first time the OMS knows no instruments: no reason to give up on this one.
  if (offered === undefined)
    return (
      checkMode(ctx, cmd) ?? denial('INSTRUMENT_UNKNOWN', `${draft.adapter} does not trade ${cmd.venue}/${cmd.symbol}`)
    );
  const own = asked ? (ctx.state.instruments.get(offered.key) ?? offered) : adopt(ctx, offered, nowUs);
  if ('code' in own) return own;
  draft.instrument = own;
  return checkRoute(cmd, route.value);
}

function checkMode(ctx: EngineContext, cmd: SubmitCommand): Denial | undefined {
  const mode = ctx.modeOf(cmd.account);
  if (mode === 'RECONCILING') return denial('OMS_RECONCILING', 'the account is being reconciled');
  return mode === 'STOPPED' ? denial('OMS_STOPPED', 'the OMS takes no orders') : undefined;
}

function checkIntake(ctx: EngineContext, cmd: SubmitCommand, nowUs: number): Denial | undefined {
  const account = ctx.state.portfolio.account(cmd.account);
  if (account === undefined) {
    return denial('ACCOUNT_UNKNOWN', `accounts are ${ctx.state.portfolio.accountIds().join(', ')}`);
  }
  if (nowUs > (cmd.expireUs ?? cmd.sentUs + ctx.expiryUs))
    return denial('ORDER_EXPIRED', 'the request was older than its expiry');
  const closed = checkMode(ctx, cmd);
  if (closed !== undefined) return closed;
  const currency = draft.instrument?.currency;
  if (currency === account.currency) return undefined;
  return denial(
    'ACCOUNT_CURRENCY',
    `the account is in ${account.currency}, the instrument in ${currency ?? 'no currency'}`,
  );
}

function checkTerms(ctx: EngineContext, cmd: SubmitCommand, instrument: Instrument, nowUs: number): Denial | undefined {
  const price = readPrice(cmd.price, cmd.type, instrument);
  const quantity = orderedQuantity(ctx, cmd, instrument, typeof price === 'number' ? price : 0);
  if (typeof quantity !== 'number') return quantity;
  if (typeof price !== 'number') return price;
  const { type, timeInForce } = cmd;
  const instructions = readInstructions(cmd, { type, timeInForce, quantity, instrument }, nowUs);
  if ('code' in instructions) return instructions;
  draft.quantity = quantity;
  draft.price = price;
  draft.instructions = instructions;
  return undefined;
}

function checkRisk(ctx: EngineContext, cmd: SubmitCommand, instrument: Instrument, nowUs: number): Denial | undefined {
  const { risk } = ctx.state;
  if (ctx.state.open.size >= ctx.maxOpenOrders) {
    const limit = String(ctx.maxOpenOrders);
    const observed = String(ctx.state.open.size + 1);
    return {
      code: 'RISK_OPEN_ORDERS',
      reason: `more than ${limit} open orders`,
      limit,
      observed,
      ruleVersion: 0,
      scope: 'firm',
      scopeId: 'all',
    };
  }
  const path = risk.path(cmd.account, cmd.strategy, instrument);
  const market = !hasLimitPrice(cmd.type);
  const { quantity, price } = draft;
  const { stopPrice, trailBy } = draft.instructions;
  draft.reservePx = risk.reservePrice(path, cmd.side, market, price, stopPrice, trailBy);
  const addedNotional = riskNotional(instrument, draft.reservePx, quantity);
  const request = {
    path,
    side: cmd.side,
    market,
    quantity,
    price,
    stopPrice,
    trailBy,
    addedQuantity: quantity,
    addedNotional,
    addedOrders: 1 as const,
  };
  const denied = risk.check(request, nowUs, false);
  if (denied !== undefined) return denialFields(denied);
  if (cmd.reduceOnly !== true) return undefined;
  const { account, strategy, side } = cmd;
  return checkReduceOnly(
    ctx.state,
    { account, strategy, instrument: instrument.key, side },
    quantity,
    0,
    instrument.qtyScale,
  );
}

/** Every check in turn; the draft holds what was found out so far. */
export function checkSubmit(ctx: EngineContext, cmd: SubmitCommand, nowUs: number, asked = false): Denial | undefined {
  const early = checkOrder(ctx, cmd, nowUs, asked);
  if (early !== undefined || draft.instrument === undefined) return early;
  return checkRisk(ctx, cmd, draft.instrument, nowUs);
}

/** Every check but risk: route, instrument, account, terms. */
export function checkOrder(ctx: EngineContext, cmd: SubmitCommand, nowUs: number, asked = false): Denial | undefined {
  draft.reset();
  const early = locate(ctx, cmd, nowUs, asked) ?? checkIntake(ctx, cmd, nowUs);
  if (early !== undefined || draft.instrument === undefined) return early;
  return checkTerms(ctx, cmd, draft.instrument, nowUs);
}

export function deny(
  ctx: EngineContext,
  cmd: SubmitCommand,
  contentHash: number,
  why: Denial,
  nowUs: number,
): DeniedRecord {
  const idSequence = ctx.state.idSequence + 1;
  const clOrdId = ctx.clOrdId(cmd.strategy, idSequence);
  const { instrument } = draft;
  const [qtyScale, priceScale] = instrument === undefined ? [0, 0] : [instrument.qtyScale, instrument.priceScale];
  const known = (given: string | number | undefined, scale: number) =>
    instrument === undefined ? 0 : readable(given, scale);
  const [quantity, price] = [known(cmd.quantity, qtyScale), known(cmd.price, priceScale)];
  const record: DeniedRecord = {
    type: 'Denied',
    sequence: ctx.next(),
    us: nowUs,
    commandId: cmd.commandId,
    contentHash,
    account: cmd.account,
    strategy: cmd.strategy,
    sentUs: cmd.sentUs,
    clOrdId,
    idSequence,
    streamSequence: 0,
    adapter: draft.adapter === '' ? (cmd.adapter ?? '') : draft.adapter,
    venue: cmd.venue,
    symbol: cmd.symbol,
    side: cmd.side,
    orderType: cmd.type,
    timeInForce: cmd.timeInForce,
    quantityText: quantity === 0 ? String(cmd.quantity) : '',
    priceText: price === 0 && cmd.price !== undefined ? String(cmd.price) : '',
    quantity,
    price,
    decisionReason: cmd.reason ?? '',
    stopPrice: known(cmd.stopPrice, priceScale),
    trailBy: known(cmd.trailBy, priceScale),
    displayQty: known(cmd.displayQty, qtyScale),
    goodTillUs: Number.isSafeInteger(cmd.goodTillUs) ? (cmd.goodTillUs ?? 0) : 0,
    postOnly: cmd.postOnly === true,
    ...why,
  };
  ctx.commit(record);
  ctx.reply(cmd.commandId, clOrdId, 'Rejected', 'Denied', record.sequence, false, why.code, why.reason);
  return record;
}

function incomingOf(cmd: SubmitCommand, instrument: Instrument): Incoming {
  const { adapter, price, quantity } = draft;
  const market = !hasLimitPrice(cmd.type);
  return { account: cmd.account, adapter, instrument, side: cmd.side, market, price, quantity };
}

/** Whether an order takes from the book as it comes: a stop waits outside of it, and a post-only order never does. */
const mayTake = ({ type, postOnly }: SubmitCommand): boolean => !isStopType(type) && postOnly !== true;

/** Why self-trade prevention would refuse the order that was checked last. Nothing is done about it. */
export function askSelfTrade(ctx: EngineContext, cmd: SubmitCommand): Denial | undefined {
  const { instrument } = draft;
  return instrument === undefined || !mayTake(cmd) ? undefined : askGuard(ctx, incomingOf(cmd, instrument));
}

/** What self-trade prevention leaves of the order; false when that is nothing, and it was denied. */
function meet(
  ctx: EngineContext,
  cmd: SubmitCommand,
  contentHash: number,
  met: SelfTradeVerdict,
  nowUs: number,
): boolean {
  if (met.denial === undefined) {
    draft.quantity = met.quantity;
    return true;
  }
  const { clOrdId } = deny(ctx, cmd, contentHash, met.denial, nowUs);
  const { account, strategy, commandId } = cmd;
  recordMeetings(ctx, met, { clOrdId, account, strategy }, commandId, nowUs);
  return false;
}

/** Takes an order: a repeat is answered with the first outcome, a refusal is an event, an Intent is to be sent. */
export function submit(ctx: EngineContext, cmd: SubmitCommand, nowUs: number): void {
  if (ctx.refuseUnfit(cmd.commandId, cmd.account, cmd.strategy)) return;
  const contentHash = submitHash(cmd);
  if (ctx.answerRepeat(cmd.commandId, contentHash, ctx.state.commands.look(cmd.strategy, cmd.commandId))) return;
  const why = checkSubmit(ctx, cmd, nowUs);
  const { instrument } = draft;
  if (why !== undefined || instrument === undefined) {
    deny(ctx, cmd, contentHash, why ?? denial('INSTRUMENT_UNKNOWN', 'no instrument'), nowUs);
    return;
  }
  const policy = holdPolicy(ctx, cmd);
  // A held order meets no own one at the venue before it is released, and is looked at then.
  if (policy !== undefined && mayHold(ctx)) return submitHeld(ctx, cmd, contentHash, instrument, policy, nowUs);
  const met = mayTake(cmd) ? guard(ctx, incomingOf(cmd, instrument), nowUs) : undefined;
  if (met !== undefined && !meet(ctx, cmd, contentHash, met, nowUs)) return;
  const record = commitIntent(ctx, cmd, contentHash, instrument, nowUs);
  const order = ctx.state.orders.get(record.clOrdId);
  if (order === undefined) throw new Error(`order ${record.clOrdId} was not made`);
  const { sequence } = record;
  if (isHeldStop(ctx, order)) arm(ctx, order, nowUs);
  else ctx.out.effects.push({ kind: 'send', sequence, adapter: order.adapter, order: ctx.brokerOrder(order) });
  ctx.reply(cmd.commandId, record.clOrdId, 'PendingNew', 'Intent', sequence, false, undefined, undefined);
  if (met !== undefined) recordMeetings(ctx, met, order, cmd.commandId, nowUs);
  if (policy !== undefined) tellCrowded(ctx, order.clOrdId, nowUs);
}

function submitHeld(
  ctx: EngineContext,
  cmd: SubmitCommand,
  contentHash: number,
  instrument: Instrument,
  policy: CrossingPolicy,
  nowUs: number,
): void {
  const { clOrdId, sequence } = commitIntent(ctx, cmd, contentHash, instrument, nowUs);
  const order = ctx.state.orders.get(clOrdId);
  if (order === undefined) throw new Error(`order ${clOrdId} was not made`);
  hold(ctx, order, policy, nowUs);
  ctx.reply(cmd.commandId, clOrdId, 'PendingNew', 'Intent', sequence, false, undefined, undefined);
}

function commitIntent(
  ctx: EngineContext,
  cmd: SubmitCommand,
  contentHash: number,
  instrument: Instrument,
  nowUs: number,
): IntentRecord {
  const idSequence = ctx.state.idSequence + 1;
  const record: IntentRecord = {
    type: 'Intent',
    sequence: ctx.next(),
    us: nowUs,
    commandId: cmd.commandId,
    contentHash,
    account: cmd.account,
    strategy: cmd.strategy,
    sentUs: cmd.sentUs,
    clOrdId: ctx.clOrdId(cmd.strategy, idSequence),
    idSequence,
    streamSequence: 0,
    adapter: draft.adapter,
    instrument: instrument.key,
    side: cmd.side,
    orderType: cmd.type,
    timeInForce: cmd.timeInForce,
    quantity: draft.quantity,
    price: draft.price,
    reservePx: draft.reservePx,
    expireUs: cmd.expireUs ?? cmd.sentUs + ctx.expiryUs,
    reason: cmd.reason ?? '',
    reduceOnly: cmd.reduceOnly === true,
    cause: 'command',
    session: cmd.session ?? '',
    ...instructionUnits(draft.instructions),
    postOnly: cmd.postOnly === true,
    listId: '',
    listLeg: 0,
  };
  ctx.commit(record);
  return record;
}

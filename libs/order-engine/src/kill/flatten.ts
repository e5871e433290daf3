import type { Instrument, Side } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import type { Route } from '../engine-state.js';
import type { IntentRecord } from '../records/record.js';
import type { KillFlow } from './kill-flow.js';
import { closingInScope, heldInScope, type HeldPosition } from './kill-scope.js';

/** Orders that one position is closed with at a time: one may be larger than what the venue takes at once. */
const MAX_PARTS = 20;

function routeOf(ctx: EngineContext, { account, instrument }: HeldPosition): Route | string {
  if (ctx.modeOf(account) !== 'OPEN') return `${account} takes no orders now`;
  const route = ctx.options.routes.find(instrument.venue);
  if (!route.ok) return route.refusal.message;
  const { adapter, capabilities } = route.value;
  return capabilities.orderTypes.includes('MARKET') ? route.value : `${adapter} takes no market orders`;
}

function send(
  ctx: EngineContext,
  { account, strategy }: HeldPosition,
  instrument: Instrument,
  route: Route,
  terms: { readonly side: Side; readonly quantity: number; readonly killSequence: number },
  nowUs: number,
): void {
  const { side, quantity, killSequence } = terms;
  const idSequence = ctx.state.idSequence + 1;
  const clOrdId = ctx.clOrdId(strategy, idSequence);
  const { risk } = ctx.state;
  const { timesInForce } = route.capabilities;
  const record: IntentRecord = {
    type: 'Intent',
    sequence: ctx.next(),
    us: nowUs,
    commandId: `kill-${killSequence}-${clOrdId}`.slice(0, 200),
    contentHash: 0,
    account,
    strategy,
    sentUs: nowUs,
    clOrdId,
    idSequence,
    streamSequence: 0,
    adapter: route.adapter,
    instrument: instrument.key,
    side,
    orderType: 'MARKET',
    timeInForce: timesInForce.includes('IOC') ? 'IOC' : timesInForce[0],
    quantity,
    price: 0,
    reservePx: risk.reservePrice(risk.path(account, strategy, instrument), side, true, 0),
    expireUs: nowUs + ctx.expiryUs,
    reason: 'flatten of a kill switch',
    reduceOnly: true,
    cause: 'kill',
    session: '',
    stopPrice: 0,
    trailBy: 0,
    displayQty: 0,
    goodTillUs: 0,
    postOnly: false,
    listId: '',
    listLeg: 0,
  };
  ctx.commit(record);
  const order = ctx.state.orders.get(clOrdId);
  if (order === undefined) throw new Error(`order ${clOrdId} was not made`);
  const { sequence, adapter } = record;
  ctx.out.effects.push({ kind: 'send', sequence, adapter, order: ctx.brokerOrder(order) });
}

/** Closes what no open closing order takes already; returns why not, where it cannot be closed. */
function close(ctx: EngineContext, flow: KillFlow, held: HeldPosition, nowUs: number): string | undefined {
  const {
    account,
    strategy,
    instrument: { key },
    quantity: signed,
  } = held;
  const side = signed > 0 ? 'SELL' : 'BUY';
  const mine = closingInScope(ctx.state, flow.scope, flow.id).filter(
    (order) => order.account === account && order.strategy === strategy && order.instrument.key === key,
  );
  let left = Math.abs(signed) - mine.reduce((sum, order) => sum + order.reservedQty, 0);
  if (left <= 0) return undefined;
  const route = routeOf(ctx, held);
  if (typeof route === 'string') return route;
  const instrument = ctx.state.instruments.get(key) ?? held.instrument;
  const { lotSize, minQuantity, maxQuantity } = instrument;
  const most = maxQuantity - (maxQuantity % lotSize);
  for (let part = mine.length; part < MAX_PARTS && left > 0; part++) {
    const quantity = Math.min(most, left - (left % lotSize));
    if (quantity < minQuantity || quantity <= 0) return `${left} units of ${key} are less than can be ordered`;
    send(ctx, held, instrument, route, { side, quantity, killSequence: flow.sequence }, nowUs);
    left -= quantity;
  }
  return undefined;
}

/**
 * Sends market orders that close every position of the scope. They pass the latch and ask for no limit, price or gain: what
 * a kill switch is for must not be denied by what it guards. Returns what could not be sent, in words.
 */
export function flattenScope(ctx: EngineContext, flow: KillFlow, nowUs: number): readonly string[] {
  return heldInScope(ctx.state, flow.scope, flow.id).flatMap((held) => close(ctx, flow, held, nowUs) ?? []);
}

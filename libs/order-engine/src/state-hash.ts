import { COLUMN, type RiskTree } from '@bourseworks/risk';
import type { EngineState } from './engine-state.js';
import type { Order } from './order.js';
import { StateHasher } from './state-hasher.js';

const REPLAYED_COLUMNS = [
  COLUMN.position,
  COLUMN.openOrders,
  COLUMN.openBuy,
  COLUMN.openSell,
  COLUMN.openBuyNotional,
  COLUMN.openSellNotional,
  COLUMN.messages,
  COLUMN.executions,
];
const EMPTY_NODE = REPLAYED_COLUMNS.map(() => 0).join(',');

function nodeFacts(tree: RiskTree, node: number): string {
  return REPLAYED_COLUMNS.map((column) => tree.counters.get(node, column)).join(',');
}

function hashOrder(hasher: StateHasher, order: Order): void {
  const { state } = order;
  hasher.text(order.clOrdId).text(order.account).text(order.strategy).text(order.commandId).text(order.adapter);
  hasher.text(order.instrument.key).number(order.sendSequence).number(order.reservePx);
  hasher.text(state.acceptedId).text(state.venueOrderId).text(state.side).text(state.type).text(state.timeInForce);
  hasher.number(state.quantity).number(state.price).text(state.local).text(state.working);
  hasher
    .number(order.reduceOnly ? 1 : 0)
    .text(order.cause)
    .text(order.session);
  hasher.number(state.cumQty).number(state.notional.hi).number(state.notional.lo);
  for (const request of state.pending)
    hasher.text(request.kind).text(request.id).number(request.quantity).number(request.price);
  hasher.number(state.guaranteedQty).number(state.day).number(state.earlierQty);
  hasher.number(state.earlierNotional?.hi ?? 0).number(state.earlierNotional?.lo ?? 0);
  const { stopPrice, trailBy, displayQty, goodTillUs, postOnly } = state.instructions;
  hasher.number(stopPrice).number(trailBy).number(displayQty).number(goodTillUs);
  hasher.number(postOnly ? 1 : 0).number(state.triggered ? 1 : 0);
  hasher.number(state.internalQty).number(order.heldUntilUs).number(order.heldSince).number(order.doubtPx);
  if (order.isHeldStop) hasher.number(order.trigger?.triggerPx ?? -1).number(order.trigger?.bestPx ?? -1);
  if (order.units !== undefined) hasher.text(order.units.kind).number(order.units.cumQty);
  if (order.leg !== undefined) {
    hasher
      .text(order.leg.list.id)
      .number(order.leg.index)
      .number(order.waiting ? 1 : 0);
    hasher.number(order.listedCum).text(order.cancelCause);
  }
  hasher.number(order.reservedQty).number(order.reservedNotional).number(order.reservedOrders);
  for (const one of order.executions) {
    hasher
      .text(one.execId)
      .number(one.quantity)
      .number(one.price)
      .text(one.fee.toString())
      .text(one.feeCurrency)
      .number(one.fill)
      .number(one.day)
      .number(one.standing ? 1 : 0);
  }
  hasher.number(order.lastEvent?.sequence ?? 0).number(order.lastEvent?.streamSequence ?? 0);
}

/** Hash of everything that a replay must bring back. */
export function hashState(state: EngineState): string {
  const hasher = new StateHasher();
  hasher.number(state.lastSequence).number(state.idSequence).number(state.epoch);
  for (const key of state.instruments.keys()) hasher.text(key);
  for (const order of state.orders.values()) hashOrder(hasher, order);
  for (const order of state.open) hasher.text(order.clOrdId);
  for (const event of state.denied.values())
    hasher.text(event.clOrdId).number(event.sequence).number(event.streamSequence);
  state.forgotten.hash(hasher);
  for (const [id, order] of state.requests) hasher.text(id).text(order.clOrdId);
  for (const [scope, index] of state.executions) {
    hasher.text(scope).number(index.untilUs);
    for (const [id, { quantity, price }] of index) hasher.text(id).number(quantity).number(price);
  }
  for (const { account, strategy, sequence } of state.streams.values())
    hasher.text(account).text(strategy).number(sequence);
  for (const id of state.controls) hasher.text(id);
  for (const { scope, id, us } of state.risk.latch.all()) hasher.text(scope).text(id).number(us);
  state.kills.hash(hasher);
  state.leases.hash(hasher);
  hasher.text(state.owedLeg?.crossId ?? '');
  state.lists.hash(hasher);
  state.commands.hash(hasher);
  for (const fact of state.risk.facts()) hasher.text(fact);
  for (const fact of state.portfolio.facts()) hasher.text(fact);
  hashCounters(state.risk.tree, hasher);
  return hasher.toString();
}

/** Paths that were only asked about have nothing on them and come in another order live than in a replay. */
function hashCounters(tree: RiskTree, hasher: StateHasher): void {
  const facts: string[] = [];
  for (const path of tree.allPaths()) {
    const leaf = nodeFacts(tree, path.one[2]);
    if (leaf === EMPTY_NODE) continue;
    const nodes = [...path.all, path.one[0], path.one[1]].map((node) => nodeFacts(tree, node));
    facts.push(`${path.account}|${path.strategy}|${path.instrument.key}|${leaf}|${nodes.join('|')}`);
  }
  for (const fact of facts.sort()) hasher.text(fact);
}

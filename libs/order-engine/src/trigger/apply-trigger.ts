import type { OrderInstructions } from '@bourseworks/domain';
import { conclude, facts, mustFind } from '../conclude.js';
import { leaveList } from '../contingent/apply-list.js';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { HELD_SEQUENCE, type Order } from '../order.js';
import type { ArmedRecord, TrailedRecord, TriggeredRecord } from '../records/list-records.js';

export function applyArmed(state: EngineState, record: ArmedRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  const { triggerPx, bestPx } = record;
  order.sendSequence = HELD_SEQUENCE;
  order.isHeldStop = true;
  state.triggers.set(order, { triggerPx, bestPx });
  leaveList(state, order, record.us);
  facts.reset().reason = 'held until its market reaches the trigger';
  conclude(state, record, order, 'PendingNew', out);
}

export function applyTrailed(state: EngineState, record: TrailedRecord): void {
  const order = mustFind(state, record);
  if (order?.trigger === undefined) return;
  const { triggerPx, bestPx } = record;
  state.triggers.set(order, { triggerPx, bestPx });
}

export function applyTriggered(state: EngineState, record: TriggeredRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  state.triggers.remove(order);
  order.state.triggered = true;
  order.sendSequence = record.sequence;
  facts.reset().reason = 'triggered, sent to the broker';
  conclude(state, record, order, 'PendingNew', out);
}

/** Another trigger, or distance, was asked for of an order that is held. */
export function rearm(
  state: EngineState,
  order: Order,
  { stopPrice: stopBefore, trailBy: trailBefore }: OrderInstructions,
): void {
  if (order.trigger === undefined) return;
  const { type, side, instructions } = order.state;
  const { bestPx, triggerPx } = order.trigger;
  const { stopPrice, trailBy } = instructions;
  const sign = side === 'SELL' ? 1 : -1;
  // It waits for that trigger from here on, whether or not its last one was reached.
  if (stopPrice !== stopBefore || trailBy !== trailBefore) state.heldBack.delete(order);
  if (type !== 'TRAILING_STOP') return state.triggers.set(order, { triggerPx: stopPrice, bestPx: 0 });
  if (stopPrice !== stopBefore && stopPrice > 0)
    state.triggers.set(order, { triggerPx: stopPrice, bestPx: stopPrice + sign * trailBy });
  else state.triggers.set(order, { triggerPx: bestPx === 0 ? triggerPx : bestPx - sign * trailBy, bestPx });
}

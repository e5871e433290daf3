import { leavesOf, ordStatusOf, type ExecType } from '@bourseworks/domain';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import { EventFacts, orderEvent } from './events.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import type { HeldReplacedRecord } from './records/own-order-records.js';
import type { CancelRequestedRecord, EngineRecord, ReplaceRequestedRecord } from './records/record.js';

/** Facts of the event at hand, shared by the appliers; reset before each use. */
export const facts = new EventFacts();
/** Records that say what came of an order. */
export type WithAfter = Extract<EngineRecord, { readonly ordStatus: unknown }>;
type Draft<T> = { -readonly [Field in keyof T]: T[Field] };

export function publish(out: Decision, event: OrderEvent): void {
  out.effects.push({ kind: 'event', sequence: event.sequence, event });
}

/** Live: numbers the event in its stream. Replay: the number written must be the one due. */
export function nextInStream(
  state: EngineState,
  record: Draft<{ sequence: number; streamSequence: number }>,
  stream: { sequence: number },
): number {
  const due = ++stream.sequence;
  if (!state.replaying) record.streamSequence = due;
  else if (record.streamSequence !== due)
    diverge(state, record.sequence, `stream sequence ${due}, recorded ${record.streamSequence}`);
  return due;
}

export function diverge(state: EngineState, sequence: number, what: string): void {
  state.divergence ??= `record ${sequence}: ${what}`;
}

/** Writes into the record what came of it, or holds a replay to what is written there; publishes the event. */
export function conclude(state: EngineState, record: WithAfter, order: Order, execType: ExecType, out: Decision): void {
  state.settle(order);
  const after = record as Draft<WithAfter>;
  const due = nextInStream(state, after, order.stream);
  const { cumQty, local } = order.state;
  const ordStatus = ordStatusOf(order.state);
  const leavesQty = leavesOf(order.state);
  if (!state.replaying) {
    after.ordStatus = ordStatus;
    after.state = local;
    after.cumQty = cumQty;
    after.leavesQty = leavesQty;
  } else if (
    record.ordStatus !== ordStatus ||
    record.state !== local ||
    record.cumQty !== cumQty ||
    record.leavesQty !== leavesQty
  ) {
    const recorded = `${record.ordStatus}/${record.state} ${record.cumQty}+${record.leavesQty}`;
    diverge(
      state,
      record.sequence,
      `order ${order.clOrdId} is ${ordStatus}/${local} ${cumQty}+${leavesQty}, recorded ${recorded}`,
    );
  }
  const event = orderEvent(record, order, execType, due, facts);
  order.lastEvent = event;
  publish(out, event);
}

/** The order of a record; a replay that does not know it has diverged. */
export function mustFind(
  state: EngineState,
  record: { readonly sequence: number; readonly clOrdId: string },
): Order | undefined {
  const order = state.orders.get(record.clOrdId);
  if (order === undefined) diverge(state, record.sequence, `order ${record.clOrdId} is not known`);
  return order;
}

/** Keeps the outcome of a cancel or replace, for a repeat of its command. */
export function noteChange(
  state: EngineState,
  record: CancelRequestedRecord | ReplaceRequestedRecord | HeldReplacedRecord,
): void {
  if (record.commandId === '') return;
  const { clOrdId, contentHash, sequence, ordStatus } = record;
  const outcome = {
    contentHash,
    clOrdId,
    ordStatus,
    state: record.state,
    sequence,
    code: undefined,
    reason: undefined,
  };
  state.commands.note(record.strategy, record.commandId, outcome);
}

import { hasLimitPrice } from '@bourseworks/domain';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { alarm, denialEvent } from '../events.js';
import type { IntentRecord } from '../records/record.js';
import type {
  ListAcceptedRecord,
  ListAlarmRecord,
  ListCancelledRecord,
  ListDeniedRecord,
} from '../records/list-records.js';
import { HELD_SEQUENCE, type Order } from '../order.js';
import type { ListBody } from './list-terms.js';
import { approveLeg, OrderList, type ListLeg } from './order-list.js';

/** First pause before a denied release is tried again, microseconds; doubled up to the second with each denial in a row. */
const FIRST_RETRY_US = 1_000_000;
const LAST_RETRY_US = 60_000_000;

/** How long a release waits after it was denied `denials` times in a row, microseconds. */
export function retryPause(denials: number): number {
  return Math.min(LAST_RETRY_US, FIRST_RETRY_US * 2 ** Math.min(10, denials));
}

/** Returns what is wrong, if anything. */
export function applyListAccepted(state: EngineState, record: ListAcceptedRecord): void {
  const { listId: id, kind, account, strategy, commandId, contentHash, sequence, us } = record;
  state.idSequence = record.idSequence;
  // Written by this engine, from checked terms.
  const body = JSON.parse(record.body) as ListBody;
  state.lists.add(new OrderList({ id, kind, account, strategy, commandId, us }, body));
  const outcome = { ordStatus: 'PendingNew', state: 'Intent', code: undefined, reason: undefined } as const;
  state.commands.note(strategy, commandId, { contentHash, clOrdId: id, sequence, ...outcome });
}

export function applyListCancelled(state: EngineState, record: ListCancelledRecord, out: Decision): string | undefined {
  const list = state.lists.get(record.listId);
  // Earlier releases kept a list that was cancelled before any order of it was made, and took a second cancel of it.
  if (list === undefined && record.cause !== 'command') return `list ${record.listId} is not known`;
  if (list !== undefined) {
    // What was filled after the first cancel is to be told, however often it is cancelled again.
    if (!list.cancelled) list.cancelledCum = list.entry?.cumQty ?? 0;
    list.cancelled = true;
    state.lists.touch(list);
    // No order of it will ever be forgotten.
    if (list.known === 0) state.lists.forget(list);
  }
  const { commandId, contentHash, strategy, listId: clOrdId, sequence, reason } = record;
  if (commandId !== '') {
    const outcome = { ordStatus: 'PendingCancel', state: 'Acknowledged', code: undefined, reason: undefined } as const;
    state.commands.note(strategy, commandId, { contentHash, clOrdId, sequence, ...outcome });
  }
  if (record.cause === 'command') return undefined;
  const code = record.cause === 'cut' ? 'LIST_CUT' : 'LIST_UNITS';
  const event = { ...alarm(record, code, '', reason), scope: 'list', id: record.listId };
  out.effects.push({ kind: 'risk', sequence, event });
  return undefined;
}

function legOf(state: EngineState, { listId, leg }: ListDeniedRecord): ListLeg | undefined {
  return state.lists.get(listId)?.legs[leg];
}

export function applyListDenied(state: EngineState, record: ListDeniedRecord, out: Decision): string | undefined {
  const leg = legOf(state, record);
  if (leg === undefined) return `list ${record.listId} is not known`;
  const { clOrdId, code, sequence, retryUs } = record;
  // Tried again and again it would be alarmed again and again.
  if (leg.deniedCode !== code) {
    const { id, commandId } = leg.list;
    const message = `${leg.terms.role} ${clOrdId} of list ${id} waits: ${code}, ${record.reason}`;
    // Not every refusal is of a limit with a scope of its own.
    const event = {
      ...denialEvent({ ...record, commandId }),
      code: 'LIST_DENIED',
      scope: 'list',
      id,
      message,
    } as const;
    out.effects.push({ kind: 'risk', sequence, event });
  }
  leg.denials++;
  leg.deniedCode = code;
  leg.deniedUs = record.us;
  leg.retryUs = retryUs;
  state.lists.retryAt(leg);
  return undefined;
}

export function applyListAlarm(state: EngineState, record: ListAlarmRecord, out: Decision): string | undefined {
  const list = state.lists.get(record.listId);
  if (list === undefined) return `list ${record.listId} is not known`;
  const { code, reason, sequence, quantity } = record;
  if (code === 'LIST_OVERSHOOT') list.overshoot = quantity;
  const leg = list.legs[record.leg];
  leg?.alarmed.add(code);
  const event = { ...alarm(record, code, leg?.lastId ?? '', reason), scope: 'list', id: list.id };
  out.effects.push({ kind: 'risk', sequence, event });
  return undefined;
}

/** Puts a new order into its place in its list, held until that releases it. Returns what is wrong, if anything. */
export function joinList(state: EngineState, order: Order, { listId, listLeg }: IntentRecord): string | undefined {
  const leg = state.lists.get(listId)?.legs[listLeg];
  if (leg === undefined) return `list ${listId} is not known`;
  order.leg = leg;
  order.waiting = true;
  order.sendSequence = HELD_SEQUENCE;
  leg.open.push(order);
  leg.made++;
  leg.lastId = order.clOrdId;
  leg.list.known++;
  return undefined;
}

/** An order that waited is on its way: it counts as sent from here on. */
export function leaveList(state: EngineState, order: Order, us: number): void {
  const { leg, path } = order;
  if (!order.waiting || leg === undefined) return;
  order.waiting = false;
  approveLeg(leg);
  const { side, type, quantity, price, instructions } = order.state;
  const { stopPrice, trailBy } = instructions;
  state.risk.noteOrder(path, side, !hasLimitPrice(type), quantity, price, us, stopPrice, trailBy);
}

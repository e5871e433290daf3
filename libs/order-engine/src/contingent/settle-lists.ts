import { isStopType, type ErrorCode } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import { makeOrder } from './make-order.js';
import type { ListLeg, OrderList } from './order-list.js';
import { cancelForList, ofList, release } from './release.js';
import { MAX_MADE, MAX_REFUSALS, settleLeg } from './settle-leg.js';
import { overshootOf, wantedOf } from './sizes.js';

/** Steps of one decision over all lists: its records must find room in the journal. What is left is due at once. */
const MAX_STEPS = 500;

/** Whether a list that was cut by a crash before anything of it left may still be carried out, or why not. */
function whyNotBegin(ctx: EngineContext, { account, strategy, legs }: OrderList, nowUs: number): string | undefined {
  if (ctx.state.risk.latch.blocks(account, strategy) !== undefined) return 'a kill switch is on';
  const { expireUs } = legs[0].terms;
  return nowUs > expireUs ? 'older than its expiry when the OMS was there again' : undefined;
}

function callOff(ctx: EngineContext, list: OrderList, cause: 'cut' | 'units', reason: string, nowUs: number): void {
  const { id: listId } = list;
  const base = { type: 'ListCancelled', sequence: ctx.next(), us: nowUs } as const;
  ctx.commit({ ...base, ...ofList(list, nowUs), listId, cause, reason });
}

/** What a person needs to cover by hand what a list leaves. */
function whereItStands({ legs }: OrderList): string {
  const filled = legs.map(({ terms, cumQty }) => `${terms.role} ${cumQty}`).join(', ');
  return `filled while its orders were in other units than it: ${filled}, in part in units of before`;
}

function tell(
  ctx: EngineContext,
  leg: ListLeg,
  code: ErrorCode,
  quantity: number,
  reason: string,
  nowUs: number,
): void {
  if (leg.alarmed.has(code)) return;
  const { list, index } = leg;
  ctx.commit({
    type: 'ListAlarm',
    sequence: ctx.next(),
    us: nowUs,
    listId: list.id,
    leg: index,
    code,
    quantity,
    reason,
  });
}

/** What a desk has to know: exits that are gone or do not follow, and more closed than was entered. */
function watchLeg(ctx: EngineContext, leg: ListLeg, nowUs: number): void {
  const { list, terms, ended } = leg;
  if (leg.refusals >= MAX_REFUSALS)
    tell(ctx, leg, 'LIST_STUCK', 0, `the venue refuses to change ${leg.lastId}, ${terms.role}`, nowUs);
  if (leg.made >= MAX_MADE && leg.open.length === 0)
    tell(ctx, leg, 'LIST_STUCK', 0, `${MAX_MADE} orders were made for ${terms.role}`, nowUs);
  if (leg.isEntry || ended === '' || ended === 'command') return;
  const left = wantedOf(list, leg);
  if (left > 0) tell(ctx, leg, 'LIST_UNPROTECTED', left, `${terms.role} ended, ${left} units are not covered`, nowUs);
}

function watch(ctx: EngineContext, list: OrderList, nowUs: number): void {
  for (const leg of list.legs) watchLeg(ctx, leg, nowUs);
  const over = overshootOf(list);
  const base = { type: 'ListAlarm', us: nowUs, listId: list.id, leg: -1 } as const;
  if (over > list.overshoot) {
    const reason = `its exits filled ${over} units more than was entered`;
    ctx.commit({ ...base, sequence: ctx.next(), code: 'LIST_OVERSHOOT', quantity: over, reason });
  }
  const { entry } = list;
  if (!list.cancelled || entry === undefined || entry.cumQty <= list.cancelledCum) return;
  const late = entry.cumQty - list.cancelledCum;
  tell(ctx, entry, 'LIST_UNPROTECTED', late, `${late} units were filled after the list was cancelled`, nowUs);
}

/** The stop-loss was triggered: what the entry has not filled is not wanted any more. */
function isStoppedOut({ siblings }: OrderList): boolean {
  return siblings.some(
    ({ terms, open, cumQty }) =>
      terms.role === 'STOP_LOSS' && isStopType(terms.type) && (cumQty > 0 || open.some(({ state }) => state.triggered)),
  );
}

/** Everything that is due of one list, from its state alone: after a crash the same comes out again. */
function settleList(ctx: EngineContext, list: OrderList, nowUs: number): void {
  if (!list.begun && !list.cancelled) {
    const why = whyNotBegin(ctx, list, nowUs);
    if (why !== undefined) callOff(ctx, list, 'cut', why, nowUs);
  }
  const { entry } = list;
  if (list.unitsLost && !list.cancelled) callOff(ctx, list, 'units', whereItStands(list), nowUs);
  // Sizes that are counted in other units than its orders would open, or leave, a multiple of what is meant.
  if (list.awaitsUnits && !list.cancelled) return;
  if (!list.cancelled)
    for (const leg of list.legs)
      if (leg.made === 0 && leg.terms.role !== 'CLOSE') makeOrder(ctx, leg, leg.terms.quantity, nowUs);
  for (const leg of list.legs) if (leg !== entry) settleLeg(ctx, leg, nowUs);
  if (entry !== undefined) {
    const isDone = list.cancelled || isStoppedOut(list);
    for (const order of entry.open.slice()) {
      if (isDone) cancelForList(ctx, order, nowUs);
      else if (order.waiting) release(ctx, entry, order, order.state.quantity, nowUs);
    }
  }
  watch(ctx, list, nowUs);
}

/**
 * Carries on every list of which something changed: children are released and follow the entry, siblings each other. A part
 * of every decision; after a restart all lists are due.
 */
export function settleLists(ctx: EngineContext, nowUs: number): void {
  const { lists } = ctx.state;
  lists.takeRetries(nowUs);
  let steps = 0;
  for (const list of lists.due) {
    // Before it is known what the broker has, nothing is asked of it but cancels.
    if (ctx.modeOf(list.account) !== 'OPEN') {
      lists.stall(list);
      continue;
    }
    if (steps++ === MAX_STEPS) return;
    lists.due.delete(list);
    settleList(ctx, list, nowUs);
  }
}

import { hasPending } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import { retryPause } from '../contingent/apply-list.js';
import { cancelForList } from '../contingent/release.js';
import type { Order } from '../order.js';
import { clearWay, recordMeetings, standsAgainst, type SelfTradeVerdict } from '../self-trade/guard.js';
import { firedType } from './held-stop.js';

/** A triggered stop that waits until own orders in its way are gone. */
export interface HeldBack {
  /** How often these were asked to be cancelled, and when they are again, microseconds. */
  readonly tries: number;
  readonly retryUs: number;
  /** Price that triggered it: it goes though the market may have come back. */
  readonly marketPx: number;
}

/** Whether its account takes orders, and no kill switch is on. */
export function mayGo(ctx: EngineContext, { account, strategy }: Order): boolean {
  return ctx.modeOf(account) === 'OPEN' && ctx.state.risk.latch.blocks(account, strategy) === undefined;
}

/** When own orders in the way of triggered stops are to be cancelled again, microseconds. */
export function nextRetryUs(ctx: EngineContext): number | undefined {
  let next: number | undefined;
  for (const [order, { retryUs }] of ctx.state.heldBack)
    if (mayGo(ctx, order) && (next === undefined || retryUs < next)) next = retryUs;
  return next;
}

/** Nothing more is wanted of the entry of a bracket whose stop-loss is triggered. */
function endEntry(ctx: EngineContext, { leg }: Order, nowUs: number): void {
  if (leg?.terms.role !== 'STOP_LOSS') return;
  for (const entry of leg.list.entry?.open.slice() ?? [])
    if (!hasPending(entry.state, 'Cancel')) cancelForList(ctx, entry, nowUs);
}

/**
 * Has what stands in the way of a triggered stop cancelled. `true` when it may go out at once, or what it meets as it does;
 * `false` while it has to wait. What came of it is written down when it changes: a market asks again with every price.
 */
export function makeWay(
  ctx: EngineContext,
  order: Order,
  quantity: number,
  marketPx: number,
  nowUs: number,
): SelfTradeVerdict | boolean {
  const { account, adapter, instrument, state } = order;
  const { side, price } = state;
  const market = firedType(state.type) === 'MARKET';
  const incoming = { account, adapter, instrument, side, market, price, quantity };
  const { heldBack } = ctx.state;
  const waits = heldBack.get(order);
  if (waits !== undefined && nowUs < waits.retryUs) return standsAgainst(ctx, incoming) === undefined;
  endEntry(ctx, order, nowUs);
  const verdict = clearWay(ctx, incoming, nowUs);
  if (verdict?.denial === undefined) return verdict ?? true;
  const tries = waits?.tries ?? 0;
  heldBack.set(order, { tries: tries + 1, retryUs: nowUs + retryPause(tries), marketPx });
  const met = tries === 0 ? verdict.met : verdict.met.filter(({ action }) => action === 'cancelled');
  recordMeetings(ctx, { ...verdict, met }, order, order.commandId, nowUs);
  return false;
}

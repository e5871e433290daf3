import type { EngineContext } from '../context.js';
import type { Order } from '../order.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** Holds a stop until its market reaches the trigger. That of a trailing one without a first trigger comes with a quote. */
export function arm(ctx: EngineContext, order: Order, nowUs: number): void {
  const { clOrdId, state } = order;
  const { stopPrice, trailBy } = state.instructions;
  const trails = state.type === 'TRAILING_STOP';
  const bestPx = trails && stopPrice > 0 ? stopPrice + (state.side === 'SELL' ? trailBy : -trailBy) : 0;
  ctx.commit({ type: 'Armed', sequence: ctx.next(), us: nowUs, ...AFTER, clOrdId, triggerPx: stopPrice, bestPx });
}

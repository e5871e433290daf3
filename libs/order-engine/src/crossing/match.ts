import { leavesOf } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import type { Order } from '../order.js';
import {
  accepts,
  BEYOND_LIMIT,
  crossQuantity,
  crossQuote,
  crossRefusal,
  pairRefusal,
  type CrossQuote,
  type CrossRefusal,
} from './cross-price.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** A refusal and the order that was stood against. */
export interface Uncrossed {
  readonly contra: Order;
  readonly why: CrossRefusal;
}

/** The second leg of a cross whose first is in the journal: its event. Also after a crash between the two. */
export function commitContra(ctx: EngineContext, nowUs: number): void {
  const { owedLeg } = ctx.state;
  if (owedLeg === undefined) return;
  ctx.commit({ type: 'CrossedContra', sequence: ctx.next(), us: nowUs, ...AFTER, ...owedLeg });
}

function cross(ctx: EngineContext, order: Order, other: Order, quantity: number, quote: CrossQuote, us: number): void {
  const buy = order.state.side === 'BUY' ? order : other;
  const sell = buy === order ? other : order;
  const idSequence = ctx.state.idSequence + 1;
  const crossId = ctx.clOrdId('cross', idSequence);
  const legs = { clOrdId: buy.clOrdId, contraId: sell.clOrdId, crossId, idSequence, quantity };
  ctx.commit({ type: 'Crossed', sequence: ctx.next(), us, ...AFTER, ...legs, ...quote });
  commitContra(ctx, us);
}

/** An order held for another account stands against this one: told, never crossed. */
function elsewhere(ctx: EngineContext, order: Order): Uncrossed | undefined {
  const { selfTrade } = ctx.state;
  const owner = selfTrade.ownerOf(order.account);
  for (const account of ctx.state.held.accounts()) {
    if (account.id === order.account) continue;
    for (const contra of account.pool(order.adapter, order.instrument.key)?.opposite(order.state.side) ?? []) {
      const code = selfTrade.ownerOf(account.id) === owner ? 'RISK_CROSS_ACCOUNT' : 'RISK_CROSS_OWNER';
      return { contra, why: crossRefusal(code, `the order against it is of account ${account.id}`) };
    }
  }
  return undefined;
}

/**
 * Crosses a held order with the held ones of other strategies of its account against it, oldest first, at the midpoint.
 * Returns the first refusal when something is left of the order.
 */
export function crossInside(ctx: EngineContext, order: Order, nowUs: number): Uncrossed | undefined {
  const others = order.heldPool?.opposite(order.state.side);
  if (others === undefined || others.size === 0) return elsewhere(ctx, order);
  const quote = crossQuote(ctx, order, nowUs);
  let first: Uncrossed | undefined;
  for (const contra of others) {
    if ('code' in quote) return { contra, why: quote };
    if (!accepts(order, quote.price)) return { contra, why: BEYOND_LIMIT };
    const quantity = crossQuantity(order.instrument, leavesOf(order.state), leavesOf(contra.state));
    const why =
      pairRefusal(ctx, order, contra, quote.price, nowUs) ??
      (quantity > 0 ? undefined : crossRefusal('RISK_CROSS_QUANTITY', 'the rest would be too small for the broker'));
    if (why === undefined) cross(ctx, order, contra, quantity, quote, nowUs);
    else first ??= { contra, why };
    if (order.heldPool === undefined) return undefined;
  }
  return first;
}

import { hasLimitPrice, NO_INSTRUCTIONS, type OrderInstructions } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { EngineContext } from '../context.js';
import { adopt } from '../adopt-instrument.js';
import { instructionUnits } from '../instructions.js';

/** Strategy of orders and positions that came past this OMS. */
export const OUTSIDE = 'outside';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

const isUnits = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

function areUnits({ stopPrice, trailBy, displayQty, goodTillUs }: OrderInstructions): boolean {
  return isUnits(stopPrice) && isUnits(trailBy) && isUnits(displayQty) && isUnits(goodTillUs);
}

/** Why an order of the broker cannot be taken over. */
function whyNot(ctx: EngineContext, account: string, found: BrokerOrderState): string | undefined {
  if (found.clOrdId === '') return 'the venue gives it no client id, so it cannot be cancelled from here';
  if (found.instrument === undefined || found.terms === undefined) return 'the broker does not tell its terms';
  if (ctx.state.find(found.clOrdId) !== undefined) return 'its id is one of ours';
  if (ctx.state.portfolio.account(account) === undefined) return `no account ${account}`;
  const { quantity, price, instructions = NO_INSTRUCTIONS } = found.terms;
  const fit = isUnits(quantity) && quantity > 0 && isUnits(price) && areUnits(instructions);
  return fit ? undefined : 'its quantity or price cannot be represented';
}

/**
 * Takes over an order that was placed outside, under the venue's own id and strategy `outside`. It passes no risk check, for
 * it is there already; it counts in all of them from now on. Returns why it cannot be.
 */
export function adoptOrder(
  ctx: EngineContext,
  adapter: string,
  account: string,
  found: BrokerOrderState,
  nowUs: number,
): string | undefined {
  const why = whyNot(ctx, account, found);
  const { instrument: offered, terms } = found;
  if (why !== undefined || offered === undefined || terms === undefined) return why;
  const instrument = adopt(ctx, offered, nowUs);
  if ('code' in instrument) return instrument.reason;
  const { side, type, timeInForce, quantity, price, instructions = NO_INSTRUCTIONS } = terms;
  const { stopPrice, trailBy, postOnly, reduceOnly } = instructions;
  const path = ctx.state.risk.path(account, OUTSIDE, instrument);
  const reservePx = ctx.state.risk.reservePrice(path, side, !hasLimitPrice(type), price, stopPrice, trailBy);
  ctx.commit({
    type: 'Adopted',
    sequence: ctx.next(),
    us: nowUs,
    ...AFTER,
    clOrdId: found.clOrdId,
    venueOrderId: found.venueOrderId,
    account,
    strategy: OUTSIDE,
    adapter,
    instrument: instrument.key,
    side,
    orderType: type,
    timeInForce,
    quantity: Math.max(quantity, found.cumQty + found.leavesQty),
    price,
    reservePx,
    acceptedUs: Math.min(found.acceptedUs ?? nowUs, nowUs),
    ...instructionUnits(instructions),
    postOnly,
    reduceOnly,
  });
  return undefined;
}

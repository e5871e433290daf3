import { hasLimitPrice, NO_INSTRUCTIONS } from '@bourseworks/domain';
import type { EngineContext } from '../context.js';
import { instructionUnits } from '../instructions.js';
import type { ListLeg } from './order-list.js';

/** Makes an order for a place in a list; it waits until `release`. */
export function makeOrder(ctx: EngineContext, leg: ListLeg, quantity: number, nowUs: number): void {
  const { state } = ctx;
  const { list, index, terms } = leg;
  const { account, strategy, commandId } = list;
  const instrument = state.instruments.get(terms.instrument);
  if (instrument === undefined) throw new Error(`instrument ${terms.instrument} of list ${list.id} is not known`);
  const idSequence = state.idSequence + 1;
  const path = state.risk.path(account, strategy, instrument);
  const { adapter, side, type: orderType, timeInForce, price, expireUs, reduceOnly, session } = terms;
  const { instructions = NO_INSTRUCTIONS } = terms;
  const { stopPrice, trailBy, displayQty, postOnly } = instructions;
  ctx.commit({
    type: 'Intent',
    sequence: ctx.next(),
    us: nowUs,
    commandId,
    contentHash: 0,
    account,
    strategy,
    sentUs: leg.made === 0 ? Math.min(list.us, nowUs) : nowUs,
    clOrdId: ctx.clOrdId(strategy, idSequence),
    idSequence,
    streamSequence: 0,
    adapter,
    instrument: terms.instrument,
    side,
    orderType,
    timeInForce,
    quantity,
    price,
    reservePx: state.risk.reservePrice(path, side, !hasLimitPrice(orderType), price, stopPrice, trailBy),
    expireUs,
    reason: terms.reason,
    reduceOnly,
    cause: 'command',
    session,
    ...instructionUnits(instructions),
    // No more is shown than there is: the first order may be for a part of it.
    displayQty: displayQty < quantity ? displayQty : 0,
    postOnly,
    listId: list.id,
    listLeg: index,
  });
}

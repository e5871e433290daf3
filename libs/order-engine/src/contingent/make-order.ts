import type { EngineContext } from '../context.js';
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
    reservePx: state.risk.reservePrice(path, side, orderType === 'MARKET', price),
    expireUs,
    reason: terms.reason,
    reduceOnly,
    cause: 'command',
    session,
    listId: list.id,
    listLeg: index,
  });
}

import { formatDecimal, formatNanos, type Instrument } from '@bourseworks/domain';
import type { OrderListLegShape, OrderListShape } from '@bourseworks/dto';
import type { ListLegView, ListView } from '@bourseworks/order-engine';

interface MadeLeg extends ListLegView {
  readonly instrument: Instrument;
}

/** A leg that takes back an overshoot has no order before there is one. */
const isMade = (leg: ListLegView): leg is MadeLeg => leg.clOrdId !== '' && leg.instrument !== undefined;

function legShape(leg: MadeLeg): OrderListLegShape {
  const { role, clOrdId, instrument, waiting, ended, denied } = leg;
  const text = (units: number): string => formatDecimal(units, instrument.qtyScale);
  return {
    role,
    clOrdId,
    venue: instrument.venue,
    symbol: instrument.symbol,
    quantity: text(leg.quantity),
    cumQty: text(leg.cumQty),
    leavesQty: text(leg.leavesQty),
    heldQty: text(leg.heldQty),
    waiting,
    ...(ended === '' ? {} : { ended }),
    uncovered: text(leg.uncovered),
    ...(denied === undefined ? {} : { denied }),
  };
}

export function listShape(list: ListView): OrderListShape {
  const { listId, kind, account, strategy, commandId, us, options, state, cancelled, overshoot } = list;
  const legs = list.legs.filter(isMade);
  // Only exits overshoot, and both are of one instrument; they come last.
  const scale = legs.at(-1)?.instrument.qtyScale ?? 0;
  return {
    listId,
    kind,
    account,
    strategy,
    commandId,
    time: formatNanos(us),
    ...options,
    state,
    cancelled,
    overshoot: formatDecimal(overshoot, scale),
    legs: legs.map(legShape),
  };
}

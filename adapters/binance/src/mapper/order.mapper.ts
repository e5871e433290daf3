import {
  formatDecimal,
  NO_INSTRUCTIONS,
  ok,
  refuse,
  type OrderInstructions,
  type OrderTerms,
  type Refused,
  type Result,
} from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';

/** Parameters of a request, as texts. */
export type Params = Readonly<Record<string, string>>;

/** An order of the futures, and by which of the two ways it goes. */
export interface FuturesOrder {
  readonly conditional: boolean;
  readonly params: Params;
}

function unsupported(what: string): Refused {
  return refuse('ORDER_TYPE_UNSUPPORTED', `Binance takes no ${what}`);
}

function price(order: BrokerOrder, units: number): string {
  return formatDecimal(units, order.instrument.priceScale);
}

function quantity(order: BrokerOrder, units: number): string {
  return formatDecimal(units, order.instrument.qtyScale);
}

function base(order: BrokerOrder): Params {
  const { side } = order.terms;
  return { symbol: order.instrument.symbol, side, quantity: quantity(order, order.terms.quantity) };
}

/** A time in force is refused where it says nothing: an order at the market is over at once, a stop lasts until cancelled. */
function atMarketProblem(
  { timeInForce }: OrderTerms,
  { postOnly, displayQty }: OrderInstructions,
): Refused | undefined {
  if (timeInForce === 'GTD') return unsupported('market or stop order that ends at a time');
  return postOnly || displayQty > 0 ? unsupported('post-only or iceberg order without a limit') : undefined;
}

const SPOT_TIMES: ReadonlySet<string> = new Set(['GTC', 'IOC', 'FOK']);

/** Parameters of an order of the spot market, less its id; refused: ORDER_TYPE_UNSUPPORTED. */
export function toSpotOrder(order: BrokerOrder): Result<Params> {
  const { terms } = order;
  const says = terms.instructions ?? NO_INSTRUCTIONS;
  if (!SPOT_TIMES.has(terms.timeInForce)) return unsupported(`${terms.timeInForce} order on the spot market`);
  if (says.reduceOnly) return unsupported('reduce-only order on the spot market');
  switch (terms.type) {
    case 'MARKET':
      return atMarketProblem(terms, says) ?? ok({ ...base(order), type: 'MARKET' });
    case 'STOP':
      return (
        atMarketProblem(terms, says) ??
        ok({ ...base(order), type: 'STOP_LOSS', stopPrice: price(order, says.stopPrice) })
      );
    case 'LIMIT':
      return toSpotLimit(order, says);
    case 'STOP_LIMIT': {
      if (says.postOnly) return unsupported('post-only stop order');
      const limit = { type: 'STOP_LOSS_LIMIT', timeInForce: terms.timeInForce, price: price(order, terms.price) };
      const iceberg = icebergOf(order, says);
      return (
        iceberg ?? ok({ ...base(order), ...limit, stopPrice: price(order, says.stopPrice), ...shown(order, says) })
      );
    }
    default:
      return unsupported(`${terms.type} order whose distance is a price`);
  }
}

function icebergOf({ terms }: BrokerOrder, says: OrderInstructions): Refused | undefined {
  return says.displayQty > 0 && terms.timeInForce !== 'GTC'
    ? unsupported('iceberg order that does not rest')
    : undefined;
}

function shown(order: BrokerOrder, says: OrderInstructions): Params {
  return says.displayQty > 0 ? { icebergQty: quantity(order, says.displayQty) } : {};
}

function toSpotLimit(order: BrokerOrder, says: OrderInstructions): Result<Params> {
  const { timeInForce } = order.terms;
  if (says.postOnly && timeInForce !== 'GTC') return unsupported('post-only order that does not rest');
  const problem = icebergOf(order, says);
  if (problem !== undefined) return problem;
  const kind: Params = says.postOnly ? { type: 'LIMIT_MAKER' } : { type: 'LIMIT', timeInForce };
  return ok({ ...base(order), ...kind, price: price(order, order.terms.price), ...shown(order, says) });
}

const FUTURES_TIMES: ReadonlySet<string> = new Set(['GTC', 'IOC', 'FOK', 'GTD']);

/** Parameters of an order of the futures, less its id; refused: ORDER_TYPE_UNSUPPORTED. */
export function toFuturesOrder(order: BrokerOrder): Result<FuturesOrder> {
  const { terms } = order;
  const says = terms.instructions ?? NO_INSTRUCTIONS;
  if (!FUTURES_TIMES.has(terms.timeInForce)) return unsupported(`${terms.timeInForce} order on futures`);
  if (says.displayQty > 0) return unsupported('iceberg order on futures');
  const reduce: Params = says.reduceOnly ? { reduceOnly: 'true' } : {};
  const plain = { ...base(order), ...reduce };
  const stop = { ...plain, algoType: 'CONDITIONAL', workingType: 'CONTRACT_PRICE' };
  switch (terms.type) {
    case 'MARKET':
      return atMarketProblem(terms, says) ?? ok({ conditional: false, params: { ...plain, type: 'MARKET' } });
    case 'STOP':
      return (
        atMarketProblem(terms, says) ??
        ok({
          conditional: true,
          params: { ...stop, type: 'STOP_MARKET', triggerPrice: price(order, says.stopPrice) },
        })
      );
    case 'LIMIT': {
      const time = timeOf(terms, says);
      if (!time.ok) return time;
      const params = { ...plain, type: 'LIMIT', price: price(order, terms.price), ...time.value };
      return ok({ conditional: false, params });
    }
    case 'STOP_LIMIT': {
      const time = timeOf(terms, says);
      if (!time.ok) return time;
      const trigger = { triggerPrice: price(order, says.stopPrice), price: price(order, terms.price) };
      return ok({ conditional: true, params: { ...stop, type: 'STOP', ...trigger, ...time.value } });
    }
    default:
      return unsupported(`${terms.type} order whose distance is a price`);
  }
}

/** Post-only is a time in force of its own. The venue reads whole seconds of the end of an order. */
function timeOf({ timeInForce }: OrderTerms, { postOnly, goodTillUs }: OrderInstructions): Result<Params> {
  if (postOnly) return timeInForce === 'GTC' ? ok({ timeInForce: 'GTX' }) : unsupported('post-only order of that time');
  if (timeInForce !== 'GTD') return ok({ timeInForce });
  return ok({ timeInForce, goodTillDate: String(Math.floor(goodTillUs / 1_000_000) * 1_000) });
}

/** New terms of a limit order of the futures: the venue wants all of them, changed or not. */
export function toModification(order: BrokerOrder, terms: OrderTerms): Result<Params> {
  if (terms.type !== 'LIMIT') return unsupported('change of other than limit orders');
  const { symbol, priceScale, qtyScale } = order.instrument;
  const { side } = terms;
  const amounts = { quantity: formatDecimal(terms.quantity, qtyScale), price: formatDecimal(terms.price, priceScale) };
  return ok({ symbol, side, ...amounts });
}

import type { OrderType, TimeInForce } from '@bourseworks/domain';
import type { BrokerCapabilities, BrokerInstruction } from '@bourseworks/ports';
import { groupOf } from './broker/reach.js';
import type { CcxtExchange } from './ccxt-exchange.js';

const US_PER_MS = 1_000;
/**
 * Exchanges whose `editOrder` amends the order where it stands: its ids stay, and the quantity is the whole one. Elsewhere it
 * is often a cancel and a new order of another client id: by the first, the OMS would not find it after a restart, and
 * what was filled before would be bought again. Nothing in ccxt declares it.
 */
const AMENDING: ReadonlySet<string> = new Set(['binanceusdm', 'bybit', 'kraken', 'okx']);

/**
 * What an exchange declares of itself in ccxt's `has` and `features`. Where it says nothing, nothing is claimed: GTC limit
 * orders, and market orders whose quantity is counted in the base. Stops never: many exchanges keep orders that wait for a
 * trigger in books of their own, where the questions and cancels of plain orders do not reach them.
 */
export function capabilitiesOf(exchange: CcxtExchange, contracts: boolean, horizonMs: number): BrokerCapabilities {
  const { has, options, features } = exchange;
  const creates = groupOf(features, contracts)?.createOrder;
  // Such an exchange takes the cost of a market buy, not its quantity: what was bought would not be what was asked for.
  const byCost = options?.['createMarketBuyOrderRequiresPrice'] === true || creates?.marketBuyRequiresPrice === true;
  const orderTypes: OrderType[] = ['LIMIT'];
  if (has['createMarketOrder'] !== false && !byCost) orderTypes.unshift('MARKET');
  const inForce = creates?.timeInForce ?? {};
  const timesInForce: TimeInForce[] = ['GTC'];
  if (inForce['IOC'] === true) timesInForce.push('IOC');
  if (inForce['FOK'] === true) timesInForce.push('FOK');
  const instructions: BrokerInstruction[] = inForce['PO'] === true ? ['POST_ONLY'] : [];
  return {
    orderTypes,
    timesInForce,
    instructions,
    // Emulated, it is a cancel and a new order, between which a fill is lost: the OMS does that itself, with care.
    replace: has['editOrder'] === true && AMENDING.has(exchange.id),
    uniqueClOrdId: false,
    consistencyHorizonUs: horizonMs * US_PER_MS,
  };
}

import { formatDecimal, SIDES, type ExecutionReport, type Instrument, type OrderTerms } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { CcxtOrder, CcxtParams, CcxtTrade } from '../ccxt-exchange.js';
import { money, units } from './numbers.js';

const US_PER_MS = 1_000;

/** Arguments of createOrder and editOrder. */
export interface CcxtTerms {
  readonly type: string;
  readonly side: string;
  readonly amount: number;
  readonly price: number | undefined;
  readonly params: CcxtParams;
}

/** The double that is nearest to the decimal; ccxt writes it with the digits of the market, which are ours. */
const toDouble = (value: number, scale: number): number => Number(formatDecimal(value, scale));

export function toCcxtTerms(clOrdId: string, instrument: Instrument, terms: OrderTerms): CcxtTerms {
  const { instructions } = terms;
  const limit = terms.type === 'LIMIT';
  return {
    type: limit ? 'limit' : 'market',
    side: terms.side.toLowerCase(),
    amount: toDouble(terms.quantity, instrument.qtyScale),
    price: limit ? toDouble(terms.price, instrument.priceScale) : undefined,
    params: {
      clientOrderId: clOrdId,
      ...(terms.type === 'MARKET' || terms.timeInForce === 'GTC' ? {} : { timeInForce: terms.timeInForce }),
      ...(instructions?.postOnly === true ? { postOnly: true } : {}),
    },
  };
}

export function isOpen({ status }: CcxtOrder): boolean {
  return status === 'open';
}

export function filledOf(order: CcxtOrder, { qtyScale }: Instrument): number {
  return units(order.filled, qtyScale);
}

function termsOf(order: CcxtOrder, { priceScale, qtyScale }: Instrument): OrderTerms | undefined {
  const side = SIDES.find((one) => one === order.side?.toUpperCase());
  const type = (['MARKET', 'LIMIT'] as const).find((one) => one === order.type?.toUpperCase());
  if (side === undefined || type === undefined || order.amount === null || order.amount === undefined) return undefined;
  const timeInForce = (['IOC', 'FOK'] as const).find((one) => one === order.timeInForce) ?? 'GTC';
  const price = type === 'LIMIT' ? units(order.price, priceScale) : 0;
  return { side, type, timeInForce, quantity: units(order.amount, qtyScale), price };
}

/** Whether an order has the quantity and the price that a replace asked for. */
export function isReplaced(order: CcxtOrder, instrument: Instrument, wanted: OrderTerms): boolean {
  const terms = termsOf(order, instrument);
  return terms?.quantity === wanted.quantity && terms.price === wanted.price;
}

/** `clOrdId`: ours where it is known; exchanges do not always give it back. */
export function toState(order: CcxtOrder, instrument: Instrument, clOrdId: string | undefined): BrokerOrderState {
  const open = isOpen(order);
  const cumQty = filledOf(order, instrument);
  const terms = termsOf(order, instrument);
  const left = order.remaining ?? undefined;
  const leaves = left === undefined ? (terms?.quantity ?? cumQty) - cumQty : units(left, instrument.qtyScale);
  return {
    clOrdId: clOrdId ?? order.clientOrderId ?? '',
    venueOrderId: order.id,
    cumQty,
    leavesQty: open ? leaves : 0,
    open,
    instrument,
    ...(terms === undefined ? {} : { terms }),
    ...(typeof order.timestamp === 'number' ? { acceptedUs: order.timestamp * US_PER_MS } : {}),
  };
}

/** Trades are numbered within a symbol. */
export function execIdOf({ symbol, id }: CcxtTrade): string {
  return `${symbol}:${id}`;
}

export function toFill(trade: CcxtTrade, instrument: Instrument, clOrdId: string): ExecutionReport {
  const { fee } = trade;
  const told = fee?.cost !== null && fee?.cost !== undefined && typeof fee.currency === 'string';
  return {
    clOrdId,
    venueOrderId: trade.order ?? '',
    execId: execIdOf(trade),
    execType: 'Trade',
    lastQty: units(trade.amount, instrument.qtyScale),
    lastPx: units(trade.price, instrument.priceScale),
    ...(told ? { fee: money(fee.cost ?? 0), feeCurrency: fee.currency ?? '' } : {}),
    us: trade.timestamp * US_PER_MS,
    ns: 0,
  };
}

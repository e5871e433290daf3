import type { Bar, BookLevel } from '@bourseworks/domain';
import type { CancelReason, RejectCode, SideCode } from '@bourseworks/exchange';
import type { ClientOrder } from '../orders/client-order.js';
import type { Market } from './market.js';
import type { TradePrint } from './trade-tape.js';

export interface QuotePrint {
  readonly us: number;
  readonly bidPrice: number;
  readonly bidQuantity: number;
  readonly askPrice: number;
  readonly askQuantity: number;
}

export interface BookPrint {
  /** Counts the changes of the book: 1, 2, 3 … since the exchange started. A snapshot includes all up to its own. */
  readonly sequence: number;
  readonly us: number;
  readonly bids: readonly BookLevel[];
  readonly asks: readonly BookLevel[];
}

/** Receives the public data of a market. */
export interface MarketListener {
  trades(market: Market, trades: readonly TradePrint[]): void;
  quote(market: Market, quote: QuotePrint): void;
  book(market: Market, delta: BookPrint): void;
  bar(market: Market, interval: BarInterval, bar: Bar): void;
}

/** Receives what becomes of orders, those of the background traders included. */
export interface OrderListener {
  accepted(market: Market, orderId: number, tag: number): void;
  /** A stop order is to go into the book. Called between commands of the book. */
  triggered(market: Market, order: ClientOrder): void;
  rejected(market: Market, code: RejectCode, orderId: number, tag: number): void;
  traded(market: Market, trade: TradePrint, makerId: number, takerId: number): void;
  canceled(market: Market, orderId: number, leaves: number, reason: CancelReason): void;
  replaced(market: Market, orderId: number, price: number, quantity: number, leaves: number): void;
}

export const BAR_INTERVALS = { '1s': 1, '5s': 5, '1m': 60 } as const;
export type BarInterval = keyof typeof BAR_INTERVALS;

export function isBarInterval(text: unknown): text is BarInterval {
  return typeof text === 'string' && Object.hasOwn(BAR_INTERVALS, text);
}

export function sideName(side: SideCode): 'BUY' | 'SELL' {
  return side === 0 ? 'BUY' : 'SELL';
}

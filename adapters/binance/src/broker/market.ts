import type { AssetClass, OrderTerms, Result } from '@bourseworks/domain';
import type { BrokerCapabilities, BrokerOrder } from '@bourseworks/ports';
import type { MarketName } from '../config.js';
import type { Holding, ListedTrade, VenueOrder, VenuePosition } from '../parse/answers.js';
import type { ExchangeInfo } from '../parse/exchange-info.js';
import type { Question, VenueCall } from '../session/venue-call.js';
import type { VenueRestOptions } from '../session/venue-rest.js';

/** An order as this market knows it. */
export interface OrderRef {
  readonly symbol: string;
  readonly clientId: string;
  /** It may wait for its trigger, apart from the orders. */
  readonly conditional: boolean;
}

/** Part of the executions of a symbol: those from an id on, of an order, or of a time; milliseconds, both included. */
export type TradeRange =
  | { readonly fromId: string }
  | { readonly orderId: string }
  | { readonly startMs: number; readonly endMs: number };

/** What is different between the spot market and the futures; the rest of the broker is one. */
export interface Market {
  readonly name: MarketName;
  readonly assetClass: AssetClass;
  readonly capabilities: BrokerCapabilities;
  readonly rest: VenueRestOptions;
  /** Orders with a trigger wait apart from the others. */
  readonly conditionalOrders: boolean;
  /** Longest time that one question for executions may span. */
  readonly tradeSpanMs: number;
  /** Window of the rate limiter for a limit of the venue's list; undefined for those that are not kept. */
  limitWindow(type: string, windowMs: number): string | undefined;
  /** What must hold of an account before it can be traded; answers with the complaint. It tries the key as well. */
  readonly precondition: Question<string | undefined>;
  exchangeInfo(symbols: readonly string[]): Question<ExchangeInfo>;
  isConditional(terms: OrderTerms): boolean;
  submit(order: BrokerOrder, clientId: string): Result<VenueCall>;
  /** Ways to cancel an order, to be tried in turn while the venue does not know it. */
  cancels(ref: OrderRef, cancelClientId: string): readonly VenueCall[];
  replace(order: BrokerOrder, clientId: string, terms: OrderTerms): Result<VenueCall>;
  /** Ways to ask about an order, to be tried in turn while the venue does not know it. */
  lookups(ref: OrderRef): readonly Question<VenueOrder>[];
  lookupById(symbol: string, orderId: string): Question<VenueOrder>;
  /** All that are open, whatever the symbol. */
  open(): readonly Question<readonly VenueOrder[]>[];
  trades(symbol: string, range: TradeRange): Question<readonly ListedTrade[]>;
  readonly holdings: Question<readonly Holding[]>;
  readonly positions: Question<readonly VenuePosition[]> | undefined;
}

/** Most that one list of executions holds. */
export const TRADES_A_PAGE = 1_000;

/** Parameters of a range of executions. */
export function rangeParams(range: TradeRange): Readonly<Record<string, string | number>> {
  if ('fromId' in range) return { fromId: range.fromId };
  return 'orderId' in range ? { orderId: range.orderId } : { startTime: range.startMs, endTime: range.endMs };
}

export function question<T>(call: Omit<VenueCall, 'method' | 'lane'>, parse: (body: unknown) => T): Question<T> {
  return { call: { ...call, method: 'GET', lane: 'query' }, parse };
}

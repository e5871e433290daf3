import { BoundedMap } from './bounded-map.js';
import { toClientId } from '../mapper/client-id.js';
import type { OrderRef } from './market.js';

const MAX_ORDERS = 50_000;
/** Cancels of one order that are kept in mind; the venue has an answer to each. */
const MAX_CANCELS = 8;
const MAX_FILLS = 100_000;

/** A cancel that was sent, and by which id it named its order. */
export interface SentCancel {
  readonly id: string;
  readonly origId: string;
}

/** A replace that was sent. Amounts in units of the instrument. */
export interface SentReplace extends SentCancel {
  readonly quantity: number;
  readonly price: number;
  /** Its outcome was reported. */
  told: boolean;
}

/** What this process knows of one of our orders. */
export interface KnownOrder extends OrderRef {
  /** Ours: that of the last accepted replace, else the first. */
  clOrdId: string;
  /** The venue's acceptance was reported, or something that implies it. */
  accepted: boolean;
  /** Its end was reported, or it was filled. */
  closed: boolean;
  /** Settles with the outcome of its submission, while that is under way. */
  submission: Promise<unknown> | undefined;
  /** Cancels that were sent and not refused, oldest first. */
  cancels: readonly SentCancel[];
  replace: SentReplace | undefined;
}

/** A place for an order, by the ids of both sides. */
export interface OrderPlace {
  readonly clOrdId: string;
  readonly symbol: string;
  readonly conditional: boolean;
}

/**
 * Our orders of this life of the process, by our ids and by the venue's; the executions that were reported. All of it can
 * be had again by asking: a restart, or a bound reached, costs questions and no order.
 */
export class KnownOrders {
  private readonly byClientId = new BoundedMap<string, KnownOrder>(MAX_ORDERS, (order) => order.closed);
  /** Ids of accepted and asked-for replaces: the venue keeps the order's first id. */
  private readonly byReplaceId = new BoundedMap<string, KnownOrder>(MAX_ORDERS, (order) => order.closed);
  /** Client ids by the venue's ids of orders, `SYMBOL:id`; of orders placed elsewhere too. */
  private readonly clientIds = new BoundedMap<string, string>(MAX_ORDERS);
  private readonly fills = new BoundedMap<string, true>(MAX_FILLS);

  /** The order of one of our ids, made known when it is not. */
  note({ clOrdId, symbol, conditional }: OrderPlace): KnownOrder {
    const known = this.find(clOrdId);
    if (known !== undefined) return known;
    const order: KnownOrder = {
      clOrdId,
      clientId: toClientId(clOrdId),
      symbol,
      conditional,
      accepted: false,
      closed: false,
      submission: undefined,
      cancels: [],
      replace: undefined,
    };
    this.byClientId.set(order.clientId, order);
    return order;
  }

  /** By our id of the order, or of a replace of it. */
  find(clOrdId: string): KnownOrder | undefined {
    return this.byReplaceId.get(clOrdId) ?? this.byClientId.get(toClientId(clOrdId));
  }

  cancelling(order: KnownOrder, cancel: SentCancel): void {
    order.cancels = [...order.cancels.slice(1 - MAX_CANCELS), cancel];
  }

  ofClientId(clientId: string): KnownOrder | undefined {
    return this.byClientId.get(clientId);
  }

  replacing(order: KnownOrder, replace: SentReplace): void {
    order.replace = replace;
    this.byReplaceId.set(replace.id, order);
  }

  /** Our id of an order of the venue; the venue's where it is none of ours, or one of a former life not asked for yet. */
  clOrdIdOf(clientId: string): string {
    return this.byClientId.get(clientId)?.clOrdId ?? clientId;
  }

  noteVenueId(symbol: string, orderId: string, clientId: string): void {
    this.clientIds.set(`${symbol}:${orderId}`, clientId);
  }

  clientIdOf(symbol: string, orderId: string): string | undefined {
    return this.clientIds.get(`${symbol}:${orderId}`);
  }

  /** False when the execution was reported before. */
  isNewFill(execId: string): boolean {
    if (this.fills.has(execId)) return false;
    this.fills.set(execId, true);
    return true;
  }
}

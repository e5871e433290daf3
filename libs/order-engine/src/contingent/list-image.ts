import type { ErrorCode } from '@bourseworks/domain';
import type { Order } from '../order.js';
import type { LegTerms, ListOptions } from './list-terms.js';
import { OrderList, type LegEnd, type ListLeg, type ListOrigin } from './order-list.js';
import type { OrderLists } from './order-lists.js';

interface LegImage {
  readonly terms: LegTerms;
  readonly cumQty: number;
  readonly made: number;
  readonly lastId: string;
  readonly ended: LegEnd;
  readonly refusals: number;
  readonly denials: number;
  readonly deniedCode: ErrorCode | undefined;
  readonly deniedUs: number;
  readonly retryUs: number;
  readonly alarmed: readonly ErrorCode[];
  /** Ids of its open orders, in their order. */
  readonly open: readonly string[];
}

/** A list as plain data. */
export interface ListImage {
  readonly origin: ListOrigin;
  readonly options: ListOptions;
  readonly legs: readonly LegImage[];
  readonly cancelled: boolean;
  readonly cancelledCum: number;
  readonly unitsLost: boolean;
  readonly begun: boolean;
  readonly overshoot: number;
  /** Id and place of each of its orders that is still known. */
  readonly orders: readonly (readonly [clOrdId: string, leg: number])[];
}

function legImage(leg: ListLeg): LegImage {
  const { terms, cumQty, made, lastId, ended, refusals, denials, deniedCode, deniedUs, retryUs } = leg;
  const counts = { cumQty, made, lastId, ended, refusals, denials, deniedCode, deniedUs, retryUs };
  return { terms, ...counts, alarmed: [...leg.alarmed], open: leg.open.map(({ clOrdId }) => clOrdId) };
}

/** All lists, in the order in which they were made. */
export function listImages(lists: OrderLists, orders: Iterable<Order>): ListImage[] {
  const ofList = new Map<OrderList, (readonly [string, number])[]>();
  for (const { leg, clOrdId } of orders) {
    if (leg === undefined) continue;
    const known = ofList.get(leg.list);
    if (known === undefined) ofList.set(leg.list, [[clOrdId, leg.index]]);
    else known.push([clOrdId, leg.index]);
  }
  return [...lists.all()].map((list) => {
    const { id, kind, account, strategy, commandId, us, options } = list;
    const { cancelled, cancelledCum, unitsLost, begun, overshoot } = list;
    const origin = { id, kind, account, strategy, commandId, us };
    const legs = list.legs.map(legImage);
    const orders = ofList.get(list) ?? [];
    return { origin, options, legs, cancelled, cancelledCum, unitsLost, begun, overshoot, orders };
  });
}

function restoreLeg(leg: ListLeg, image: LegImage, find: (clOrdId: string) => Order): void {
  const { cumQty, made, lastId, ended, refusals, denials, deniedCode, deniedUs, retryUs, alarmed, open } = image;
  Object.assign(leg, { cumQty, made, lastId, ended, refusals, denials, deniedCode, deniedUs, retryUs });
  for (const code of alarmed) leg.alarmed.add(code);
  for (const clOrdId of open) leg.open.push(find(clOrdId));
}

/** Takes lists back into an engine whose orders are back; all of them are due. */
export function restoreLists(lists: OrderLists, images: readonly ListImage[], find: (clOrdId: string) => Order): void {
  for (const image of images) {
    const { origin, options, cancelled, cancelledCum, unitsLost, begun, overshoot } = image;
    const list = new OrderList(origin, { options, legs: image.legs.map(({ terms }) => terms) });
    Object.assign(list, { cancelled, cancelledCum, unitsLost, begun, overshoot, known: image.orders.length });
    lists.add(list);
    for (const leg of list.legs) {
      restoreLeg(leg, image.legs[leg.index], find);
      if (leg.denials > 0) lists.retryAt(leg);
    }
    for (const [clOrdId, leg] of image.orders) find(clOrdId).leg = list.legs[leg];
  }
}

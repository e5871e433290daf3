import { MAX_UNITS } from '@bourseworks/domain';
import { deny, outOfRange, unitsText, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import { orderKey, type RecentOrders } from '../state/recent-orders.js';
import { COLUMN, type Counters } from '../tree/counters.js';
import type { LevelLimits } from '../tree/limits.js';
import type { RateRing } from '../tree/rate-ring.js';

/** Position of the instrument in the level, if every open order of the side were filled. */
export function checkPosition(
  counters: Counters,
  request: RiskRequest,
  level: LevelLimits,
  one: number,
): RiskDenial | undefined {
  const position = counters.get(one, COLUMN.position);
  const buy = request.side === 'BUY';
  const open = counters.get(one, buy ? COLUMN.openBuy : COLUMN.openSell) + request.addedQuantity;
  const worst = buy ? position + open : open - position;
  if (worst > MAX_UNITS) return outOfRange(request.path, 'the position with open orders');
  const most = buy ? level.maxLong : level.maxShort;
  if (worst <= most || request.addedQuantity <= 0) return undefined;
  const { qtyScale } = request.path.instrument;
  const [limit, observed] = [unitsText(most, qtyScale), unitsText(worst, qtyScale)];
  const message = `position with open orders would be ${buy ? 'long' : 'short'} ${observed}, limit ${limit}`;
  return deny(request.path, 'RISK_POSITION', level, message, limit, observed);
}

export function checkOpenOrders(counters: Counters, request: RiskRequest, level: LevelLimits): RiskDenial | undefined {
  if (request.addedOrders === 0) return undefined;
  const open = counters.get(level.all, COLUMN.openOrders) + 1;
  if (open <= level.maxOpenOrders) return undefined;
  const [limit, observed] = [String(level.maxOpenOrders), String(open)];
  return deny(request.path, 'RISK_OPEN_ORDERS', level, `${observed} open orders exceed ${limit}`, limit, observed);
}

export function checkRates(
  rings: readonly RateRing[],
  what: string,
  request: RiskRequest,
  level: LevelLimits,
  nowUs: number,
): RiskDenial | undefined {
  for (let i = 0; i < rings.length; i++) {
    const ring = rings[i];
    if (ring.allows(nowUs)) continue;
    const limit = String(ring.count);
    const message = `more than ${limit} ${what} in ${ring.windowUs} us`;
    return deny(request.path, 'RISK_RATE', level, message, limit, String(ring.count + 1));
  }
  return undefined;
}

/** The same order of the same strategy, sent again within the window. */
export function checkDuplicate(request: RiskRequest, recent: RecentOrders, nowUs: number): RiskDenial | undefined {
  const { path, side, market, quantity, price, stopPrice, trailBy } = request;
  const { duplicate } = path.limits.order;
  if (duplicate.value === 0) return undefined;
  const ago = nowUs - recent.last(orderKey(path.number, side, market, quantity, price, stopPrice, trailBy));
  if (ago >= duplicate.value) return undefined;
  const message = `the same order was sent ${ago} us ago`;
  return deny(path, 'RISK_DUPLICATE', duplicate, message, String(duplicate.value), String(ago));
}

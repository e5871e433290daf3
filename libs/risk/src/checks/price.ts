import type { Side } from '@bourseworks/domain';
import { deny, unitsText, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import type { RiskTree } from '../tree/risk-tree.js';
import { basisPoints } from './basis-points.js';
import { onlyReduces } from './reducing.js';

/** Where a stop turns into an order of the book: its trigger, or the distance of a trailing stop from the market; 0 = none. */
export function triggerPrice(reference: number, side: Side, stopPrice: number, trailBy: number): number {
  if (stopPrice > 0 || trailBy === 0 || reference === 0) return stopPrice;
  return side === 'BUY' ? reference + trailBy : Math.max(1, reference - trailBy);
}

/**
 * Limit price against the reference: the side that the order would trade against, else last, else previous close. That of
 * a stop-limit is held against its own trigger, which is where the market will be by then; the trigger itself may be as far
 * away as a stop-loss has to be.
 */
export function checkCollar(request: RiskRequest, nowUs: number): RiskDenial | undefined {
  const { path } = request;
  const { collar, age, needsReference } = path.limits.order;
  if (collar.value === Infinity && !(request.market && needsReference)) return undefined;
  if (request.stopPrice > 0 && !request.market) return checkDistance(request, request.stopPrice);
  const { instrument } = path;
  const reference = path.reference.reference(request.side);
  if (reference <= 0) return deny(path, 'RISK_NO_REFERENCE', collar, `no reference price of ${instrument.key}`);
  const old = nowUs - path.reference.us;
  if (old > age.value) {
    const message = `the reference price of ${instrument.key} is ${old} us old`;
    return deny(path, 'RISK_STALE_REFERENCE', age, message, String(age.value), String(old));
  }
  return request.market || collar.value === Infinity ? undefined : checkDistance(request, reference);
}

function checkDistance(request: RiskRequest, reference: number): RiskDenial | undefined {
  const { path, side } = request;
  const { instrument, limits } = path;
  const { collar } = limits.order;
  const width = basisPoints(reference, collar.value);
  const edge = side === 'BUY' ? reference + width : reference - width;
  if (side === 'BUY' ? request.price <= edge : request.price >= edge) return undefined;
  const [limit, observed] = [unitsText(edge, instrument.priceScale), unitsText(request.price, instrument.priceScale)];
  const message = `price ${observed} is beyond ${limit}, ${collar.value} bp from the reference`;
  return deny(path, 'RISK_PRICE_COLLAR', collar, message, limit, observed);
}

/** The same against the range of a window: a price that ran away takes its reference with it, but not this one. */
export function checkWindows(request: RiskRequest, reservePrice: number, nowUs: number): RiskDenial | undefined {
  const { path, side, market, stopPrice, trailBy } = request;
  // A stop does not trade where the market is now.
  if (stopPrice > 0 || trailBy > 0) return undefined;
  const { windows } = path.limits.order;
  for (let i = 0; i < windows.length; i++) {
    const { bps, windowUs } = windows[i].value;
    const range = path.reference.range(windowUs);
    const buy = side === 'BUY';
    const base = buy ? range.lowest(nowUs) : range.highest(nowUs);
    if (base <= 0 || base === Infinity) {
      const message = `no price of ${path.instrument.key} in the last ${windowUs} us`;
      return deny(path, 'RISK_NO_REFERENCE', windows[i], message);
    }
    // A market order trades where the market is.
    const price = market ? path.reference.reference(side) || reservePrice : request.price;
    const edge = buy ? base + basisPoints(base, bps) : base - basisPoints(base, bps);
    if (buy ? price <= edge : price >= edge) continue;
    const { priceScale } = path.instrument;
    const [limit, observed] = [unitsText(edge, priceScale), unitsText(price, priceScale)];
    const message = `price ${observed} is beyond ${limit}, ${bps} bp from the range of ${windowUs} us`;
    return deny(path, 'RISK_PRICE_WINDOW', windows[i], message, limit, observed);
  }
  return undefined;
}

/** No opening orders on a quote that is old, crossed, locked, or of a book with a gap. */
export function checkData(tree: RiskTree, request: RiskRequest, nowUs: number): RiskDenial | undefined {
  const { path, side, addedQuantity } = request;
  const { quoteAge } = path.limits.order;
  if (quoteAge.value === Infinity || addedQuantity <= 0) return undefined;
  const { bid, ask, quoteUs, gapped } = path.reference;
  const old = nowUs - quoteUs;
  const stale = quoteUs === 0 || old > quoteAge.value;
  const crossed = bid > 0 && ask > 0 && bid >= ask;
  if (!stale && !crossed && !gapped) return undefined;
  if (onlyReduces(tree.counters, path.one[2], side, addedQuantity)) return undefined;
  const { key, priceScale } = path.instrument;
  if (gapped) return deny(path, 'RISK_BOOK_GAPPED', quoteAge, `the book of ${key} has a gap`);
  if (stale) {
    const observed = quoteUs === 0 ? 'none' : String(old);
    return deny(path, 'RISK_STALE_DATA', quoteAge, `no fresh quote of ${key}`, String(quoteAge.value), observed);
  }
  const locked = bid === ask;
  const message = `the book of ${key} is ${locked ? 'locked' : 'crossed'}`;
  const [limit, observed] = [unitsText(ask, priceScale), unitsText(bid, priceScale)];
  return deny(path, locked ? 'RISK_BOOK_LOCKED' : 'RISK_BOOK_CROSSED', quoteAge, message, limit, observed);
}

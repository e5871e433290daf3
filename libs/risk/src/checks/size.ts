import { riskNotional } from '@bourseworks/domain';
import { deny, notionalText, outOfRange, unitsText, type RiskDenial } from '../denial.js';
import type { RiskRequest } from '../request.js';
import { basisPoints } from './basis-points.js';

function checkVolume({ path, quantity }: RiskRequest): RiskDenial | undefined {
  const { volumeShare } = path.limits.order;
  if (volumeShare.value === Infinity) return undefined;
  const dailyVolume = path.reference.dailyVolume || path.reference.statedVolume;
  const { key, qtyScale } = path.instrument;
  if (dailyVolume <= 0)
    return deny(path, 'RISK_NO_VOLUME', volumeShare, `the average daily volume of ${key} is not known`);
  const most = basisPoints(dailyVolume, volumeShare.value);
  if (quantity <= most) return undefined;
  const [limit, observed] = [unitsText(most, qtyScale), unitsText(quantity, qtyScale)];
  const message = `order quantity ${observed} exceeds ${limit}, ${volumeShare.value} bp of the daily volume`;
  return deny(path, 'RISK_VOLUME_SHARE', volumeShare, message, limit, observed);
}

/** Fat finger: quantity and notional of one order, and its share of the daily volume. */
export function checkSize(request: RiskRequest, reservePrice: number): RiskDenial | undefined {
  const { path } = request;
  const { quantity, notional } = path.limits.order;
  if (request.quantity > quantity.value) {
    const { qtyScale } = path.instrument;
    const [limit, observed] = [unitsText(quantity.value, qtyScale), unitsText(request.quantity, qtyScale)];
    const message = `order quantity ${observed} exceeds ${limit}`;
    return deny(path, 'RISK_ORDER_QUANTITY', quantity, message, limit, observed);
  }
  // Of a new order all is added: its notional is known.
  const value =
    request.addedOrders === 1 ? request.addedNotional : riskNotional(path.instrument, reservePrice, request.quantity);
  if (value === Infinity || request.addedNotional === Infinity) return outOfRange(path, 'the notional of the order');
  if (value > notional.value) {
    const [limit, observed] = [notionalText(notional.value), notionalText(value)];
    return deny(path, 'RISK_ORDER_NOTIONAL', notional, `order notional ${observed} exceeds ${limit}`, limit, observed);
  }
  return checkVolume(request);
}

import type { Refusal } from '@bourseworks/domain';
import { checkIntent } from '../runtime/order-terms.js';
import type { ExecutionTerms, IcebergTerms, PovTerms, VwapTerms } from './types.js';

export const MAX_SLICES = 10_000;

const bad = (message: string): Refusal => ({ code: 'BAD_REQUEST', message });

/** Quantity and limit as of an order; the quantity may be more than the most of one order. */
function checkTerms({ instrument, side, quantity, limit }: ExecutionTerms): Refusal | undefined {
  const order = {
    instrument: { ...instrument, maxQuantity: Number.MAX_SAFE_INTEGER },
    side,
    quantity,
    ...(limit === undefined ? {} : { price: limit }),
  };
  return checkIntent(order, limit === undefined ? 'MARKET' : 'LIMIT');
}

const checkDuration = (durationUs: number): Refusal | undefined =>
  Number.isFinite(durationUs) && durationUs >= 0 ? undefined : bad(`the duration ${durationUs} us is no time`);

export function checkScheduled(terms: VwapTerms): Refusal | undefined {
  const { shares, durationUs } = terms;
  if (shares.length < 1 || shares.length > MAX_SLICES) return bad(`there are 1 to ${MAX_SLICES} slices`);
  const isShare = (share: number): boolean => share >= 0 && share < Infinity;
  if (!shares.every(isShare) || shares.every((share) => share === 0)) return bad('shares are from 0, and not all 0');
  return checkDuration(durationUs) ?? checkTerms(terms);
}

export function checkPov(terms: PovTerms): Refusal | undefined {
  const { participation, clip = 0, durationUs = 0 } = terms;
  if (!(participation > 0 && participation <= 1)) return bad(`the participation ${participation} is above 0, to 1`);
  if (!(clip >= 0)) return bad(`the clip ${clip} is no quantity`);
  return checkDuration(durationUs) ?? checkTerms(terms);
}

export function checkIceberg(terms: IcebergTerms): Refusal | undefined {
  const { instrument, displayQuantity } = terms;
  if (!(displayQuantity >= instrument.minQuantity && displayQuantity % instrument.lotSize === 0))
    return { code: 'QUANTITY_INVALID', message: `display quantity ${displayQuantity} is no order of the instrument` };
  return checkTerms(terms);
}

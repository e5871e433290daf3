import type { Instrument } from '@bourseworks/domain';
import { parseExactJson } from '@bourseworks/venue-client';
import { fields, type Raw } from '../fields.js';

/** All that reading a message takes of an instrument. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale' | 'assetClass'>;

/** When a message came. */
export interface Receipt {
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/** What a text of JSON says; numbers that a double need not hold become texts. Throws DomainError DATA_FORMAT, as all of these. */
export function parseText(text: string): unknown {
  try {
    return parseExactJson(text);
  } catch {
    throw fields.badData('text that is not JSON');
  }
}

/** Units of a field, rounded to the nearest. */
export function unitsOf(raw: Raw, field: string, scale: number): number {
  return fields.roundedUnitsOf(raw[field], scale);
}

/** Units of a price that must be there. */
export function priceOf(raw: Raw, field: string, { priceScale }: Scales): number {
  const units = unitsOf(raw, field, priceScale);
  if (units > 0) return units;
  throw fields.badData(`no price in ${field}`);
}

/** Units of a size. What was there does not vanish by rounding: a positive size is at least one unit. */
export function sizeOf(raw: Raw, field: string, { qtyScale }: Scales): number {
  const units = unitsOf(raw, field, qtyScale);
  return units === 0 && Number(raw[field]) > 0 ? 1 : units;
}

/** Units of a size of something. */
export function quantityOf(raw: Raw, field: string, scales: Scales): number {
  const units = sizeOf(raw, field, scales);
  if (units > 0) return units;
  throw fields.badData(`nothing in ${field}`);
}

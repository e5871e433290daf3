import type { Instrument } from '@bourseworks/domain';

/** Decimals of the integers that a message is read into. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;

/** Binance tells times in milliseconds. */
export const US_PER_MS = 1_000;

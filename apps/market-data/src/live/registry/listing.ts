import { STREAM_KINDS, type StreamKind } from '@bourseworks/domain';
import { parseObject, type Claimant } from './claims.js';
import type { SharedAddress } from './stream-key.js';

/** What the store lists of a stream that runs, or should: enough for any instance to take it over. */
export interface Listing extends SharedAddress, Claimant {
  /** Openings in a row that failed. */
  readonly failures: number;
}

export const listingText = (listing: Listing): string => JSON.stringify(listing);

/** Undefined for what is none. */
export function parseListing(text: string): Listing | undefined {
  const { adapter, venue, symbol, kind, instance, token, failures } = parseObject(text);
  if (typeof adapter !== 'string' || typeof venue !== 'string' || typeof symbol !== 'string') return undefined;
  if (typeof instance !== 'string' || typeof token !== 'number' || typeof failures !== 'number') return undefined;
  if (!STREAM_KINDS.includes(kind as StreamKind)) return undefined;
  return { adapter, venue, symbol, kind: kind as StreamKind, instance, token, failures };
}

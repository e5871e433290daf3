import type { Lane, RateCost } from '@bourseworks/venue-client';

/** A request to the venue, and what it counts there. */
export interface VenueCall {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly params: Readonly<Record<string, string | number>>;
  readonly lane: Lane;
  readonly cost: RateCost;
  /** SIGNED by default; KEY bears the key alone; PUBLIC neither. */
  readonly security?: 'SIGNED' | 'KEY' | 'PUBLIC';
}

/** A question, and how its answer reads. */
export interface Question<T> {
  readonly call: VenueCall;
  readonly parse: (body: unknown) => T;
}

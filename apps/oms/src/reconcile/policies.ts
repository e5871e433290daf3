/** What becomes of orders that were placed past this OMS. */
export const OUTSIDE_POLICIES = ['flag', 'adopt'] as const;
export type OutsidePolicy = (typeof OUTSIDE_POLICIES)[number];

/** What becomes of a position that differs from the broker's. */
export const POSITION_POLICIES = ['adjust', 'flag'] as const;
export type PositionPolicy = (typeof POSITION_POLICIES)[number];

import type { OrderInstructions, OrderType, Side, TimeInForce } from '@bourseworks/domain';

/**
 * OTO: an order triggers others. OCO: orders that cancel each other. BRACKET: an entry that triggers a take-profit and a
 * stop-loss, which cancel each other.
 */
export const LIST_KINDS = ['OTO', 'OCO', 'BRACKET'] as const;
export type ListKind = (typeof LIST_KINDS)[number];

/** What an order of a list is for. CLOSE takes back what both siblings of a race filled too much. */
export const LIST_ROLES = ['ENTRY', 'CHILD', 'LEG', 'TAKE_PROFIT', 'STOP_LOSS', 'CLOSE'] as const;
export type ListRole = (typeof LIST_ROLES)[number];

export const RELEASES = ['PROPORTIONAL', 'FULL'] as const;
export const LEG_CANCELS = ['CANCEL', 'KEEP'] as const;

export interface ListOptions {
  /** PROPORTIONAL: children follow each partial fill of the entry; FULL: they go out once it is filled, or has ended. */
  readonly release: (typeof RELEASES)[number];
  /** What the cancel of one sibling by a trader does to the other. */
  readonly onLegCancel: (typeof LEG_CANCELS)[number];
  /** Whether what siblings filled too much in a race is closed by a market order. */
  readonly closeOvershoot: boolean;
}

/** An order as its list describes it. Integers of the instrument; `instrument` is its key. */
export interface LegTerms {
  readonly role: ListRole;
  readonly adapter: string;
  readonly instrument: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly quantity: number;
  readonly price: number;
  readonly instructions?: OrderInstructions;
  readonly reduceOnly: boolean;
  readonly session: string;
  readonly expireUs: number;
  readonly reason: string;
}

/** What the record of a list holds as text: a list is accepted as a whole or not at all. */
export interface ListBody {
  readonly options: ListOptions;
  readonly legs: readonly LegTerms[];
}

export const isEntry = ({ role }: Pick<LegTerms, 'role'>): boolean => role === 'ENTRY';

/** Orders that share one quantity: what one fills, the others need no more. */
export const isSibling = ({ role }: Pick<LegTerms, 'role'>): boolean =>
  role === 'LEG' || role === 'TAKE_PROFIT' || role === 'STOP_LOSS';

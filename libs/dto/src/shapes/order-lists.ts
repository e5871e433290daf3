import type { ErrorCode } from '@bourseworks/domain';
import type { DecimalText, NanosText } from './common.js';
import type { LIST_LEG_CANCELS, LIST_RELEASES, ListKind, ListRole } from './orders.js';

/** Body of `orders/query/v1/lists`. */
export interface ListsQueryShape {
  readonly account?: string;
  readonly strategy?: string;
  /** Only this one. */
  readonly listId?: string;
  /** Only those of which something is open. */
  readonly open?: boolean;
  /** At most this many, the newest ones; 1-1000, default 500. */
  readonly limit?: number;
}

/**
 * WAITING: the entry has filled nothing yet. WORKING: orders are open. CANCELLING: it was cancelled, orders are still open.
 * ENDED: nothing is open.
 */
export const LIST_STATES = ['WAITING', 'WORKING', 'CANCELLING', 'ENDED'] as const;
export type ListStateName = (typeof LIST_STATES)[number];

/** Why nothing more is made for an exit: cancelled by command; by the venue; by a limit, a kill switch or the like. */
export const LIST_LEG_ENDS = ['command', 'venue', 'control'] as const;

/** One place of a list: what its orders have come to together. */
export interface OrderListLegShape {
  readonly role: ListRole;
  /** Newest order of it. */
  readonly clOrdId: string;
  readonly venue: string;
  readonly symbol: string;
  readonly quantity: DecimalText;
  readonly cumQty: DecimalText;
  /** Open; what waits inside is not. */
  readonly leavesQty: DecimalText;
  /** Part of leavesQty that the OMS holds until its trigger. */
  readonly heldQty: DecimalText;
  /** Waits inside for its list. */
  readonly waiting: boolean;
  readonly ended?: (typeof LIST_LEG_ENDS)[number];
  /** What is due of it and neither open nor to come: not protected. */
  readonly uncovered: DecimalText;
  /** Code by which risk denied its release last; absent once it was released. */
  readonly denied?: ErrorCode;
}

export interface OrderListShape {
  readonly listId: string;
  readonly kind: ListKind;
  readonly account: string;
  readonly strategy: string;
  /** Of the command that made it. */
  readonly commandId: string;
  /** When the OMS took it. */
  readonly time: NanosText;
  readonly release: (typeof LIST_RELEASES)[number];
  readonly onLegCancel: (typeof LIST_LEG_CANCELS)[number];
  readonly closeOvershoot: boolean;
  readonly state: ListStateName;
  readonly cancelled: boolean;
  /** Filled by exits beyond what was entered, now. */
  readonly overshoot: DecimalText;
  /** Places of which orders were made. */
  readonly legs: readonly OrderListLegShape[];
}

/** Newest last. A list is forgotten with the last of its orders, which is long after they are closed. */
export interface ListsReplyShape {
  readonly lists: readonly OrderListShape[];
  readonly more: boolean;
}

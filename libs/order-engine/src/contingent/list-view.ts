import { leavesOf, type ErrorCode, type Instrument } from '@bourseworks/domain';
import type { EngineState } from '../engine-state.js';
import type { ListKind, ListOptions, ListRole } from './list-terms.js';
import type { LegEnd, ListLeg, OrderList } from './order-list.js';
import { overshootOf, wantedOf } from './sizes.js';

/**
 * WAITING: the entry has filled nothing yet. WORKING: orders are open. CANCELLING: it was cancelled, orders are still open.
 * ENDED: nothing is open.
 */
export type ListState = 'WAITING' | 'WORKING' | 'CANCELLING' | 'ENDED';

/** One place of a list. Units of its instrument. */
export interface ListLegView {
  readonly role: ListRole;
  /** Newest order of it; empty when none was made. */
  readonly clOrdId: string;
  /** Undefined where no order was made. */
  readonly instrument: Instrument | undefined;
  readonly quantity: number;
  readonly cumQty: number;
  readonly leavesQty: number;
  /** Part of leavesQty that the OMS holds until its trigger. */
  readonly heldQty: number;
  /** Waits inside for its list. */
  readonly waiting: boolean;
  /** Why nothing more is made for it; empty while something may be. */
  readonly ended: LegEnd;
  /** What is due of it and neither open nor to come. */
  readonly uncovered: number;
  /** Code by which risk denied its release last; undefined once it was released. */
  readonly denied: ErrorCode | undefined;
}

export interface ListView {
  readonly listId: string;
  readonly kind: ListKind;
  readonly account: string;
  readonly strategy: string;
  readonly commandId: string;
  readonly us: number;
  readonly options: ListOptions;
  readonly state: ListState;
  readonly cancelled: boolean;
  /** Filled by exits beyond what was entered, now. */
  readonly overshoot: number;
  readonly legs: readonly ListLegView[];
}

export interface ListFilter {
  readonly account?: string;
  readonly strategy?: string;
  readonly open?: boolean;
}

type Instruments = Pick<EngineState, 'instruments'>;

function legViewOf({ instruments }: Instruments, list: OrderList, leg: ListLeg): ListLegView {
  const { terms, lastId: clOrdId, cumQty, ended, open, deniedCode: denied } = leg;
  const working = open.filter((order) => !order.waiting);
  const leavesQty = working.reduce((sum, { state }) => sum + leavesOf(state), 0);
  const held = working.filter(({ trigger }) => trigger !== undefined);
  const heldQty = held.reduce((sum, { state }) => sum + leavesOf(state), 0);
  const waiting = open.length > working.length;
  const uncovered = leg.isEntry ? 0 : Math.max(0, wantedOf(list, leg) - leavesQty);
  const { role, quantity } = terms;
  const instrument = instruments.get(terms.instrument);
  return { role, clOrdId, instrument, quantity, cumQty, leavesQty, heldQty, waiting, ended, uncovered, denied };
}

function stateOf(list: OrderList): ListState {
  if (list.isOver) return 'ENDED';
  if (list.cancelled) return 'CANCELLING';
  return list.entry !== undefined && list.entry.cumQty === 0 ? 'WAITING' : 'WORKING';
}

export function listViewOf(known: Instruments, list: OrderList): ListView {
  const { id: listId, kind, account, strategy, commandId, us, options, cancelled } = list;
  const legs = list.legs.map((leg) => legViewOf(known, list, leg));
  const state = stateOf(list);
  return {
    listId,
    kind,
    account,
    strategy,
    commandId,
    us,
    options,
    state,
    cancelled,
    overshoot: overshootOf(list),
    legs,
  };
}

export function listsOf(
  state: Pick<EngineState, 'lists' | 'instruments'>,
  filter: ListFilter,
  limit: number,
): ListView[] {
  const found: OrderList[] = [];
  for (const list of state.lists.all()) {
    if (filter.account !== undefined && filter.account !== list.account) continue;
    if (filter.strategy !== undefined && filter.strategy !== list.strategy) continue;
    if (filter.open === true && list.isOver) continue;
    found.push(list);
  }
  return found.slice(-limit).map((list) => listViewOf(state, list));
}

import type { ListRole, OrderView } from '@bourseworks/dto/shapes';

/** Roles as people read them, and short for a narrow column; in the order in which they stand in a list. */
const ROLES: readonly (readonly [role: ListRole, name: string, short: string])[] = [
  ['ENTRY', 'Entry', 'Entry'],
  ['TAKE_PROFIT', 'Take-profit', 'TP'],
  ['STOP_LOSS', 'Stop-loss', 'SL'],
  ['CHILD', 'Child', 'Child'],
  ['LEG', 'Leg', 'Leg'],
  ['CLOSE', 'Close', 'Close'],
];

const namesOf = (role: ListRole | undefined) => ROLES.find(([one]) => one === role);

export const roleName = (role: ListRole | undefined): string => namesOf(role)?.[1] ?? 'Order';
export const roleShort = (role: ListRole | undefined): string => namesOf(role)?.[2] ?? 'Order';

const rankOf = ({ listRole }: OrderView): number => ROLES.findIndex(([role]) => role === listRole);

/** The part of an id that tells the lists of a session apart: `dev-manual-1-12` is #12. */
export const tailOf = (listId: string): string => `#${listId.slice(listId.lastIndexOf('-') + 1)}`;

/** Held by the OMS until its list sends it: what the entry has filled is its size. */
export const waitsForList = ({ listRole, state, closed }: Pick<OrderView, 'listRole' | 'state' | 'closed'>): boolean =>
  listRole !== undefined && listRole !== 'ENTRY' && state === 'Intent' && !closed;

/** Orders of one list, in the order of their roles; of a role the one made first is first. */
export const ordersOfList = (orders: Readonly<Record<string, OrderView>>, listId: string): OrderView[] =>
  Object.values(orders)
    .filter((order) => order.listId === listId)
    .toSorted((a, b) => rankOf(a) - rankOf(b) || a.createdAt - b.createdAt || byId(a.clOrdId, b.clOrdId));

const byId = (a: string, b: string): number => a.localeCompare(b, 'en', { numeric: true });

/**
 * For a grid that is sorted by lists: orders of a list stand together, in the order of their roles; those of none come last.
 * `isDescending`: the grid turns the answer round.
 */
export function compareInLists(a: OrderView | undefined, b: OrderView | undefined, isDescending: boolean): number {
  const turn = isDescending ? -1 : 1;
  if (a?.listId === undefined || b?.listId === undefined) {
    const [one, other] = [a?.listId === undefined ? 1 : 0, b?.listId === undefined ? 1 : 0];
    return turn * (one - other);
  }
  return byId(a.listId, b.listId) || turn * (rankOf(a) - rankOf(b) || byId(a.clOrdId, b.clOrdId));
}

import type { OrderList, ListLeg } from './order-list.js';

/** What the entry of a list has filled that its children are to follow, in units. */
function followed({ entry, options, isEntryClosed }: OrderList): number {
  if (entry === undefined) return 0;
  const { cumQty } = entry;
  if (options.release === 'PROPORTIONAL' || isEntryClosed) return cumQty;
  const whole = entry.open[0]?.state.quantity ?? entry.terms.quantity;
  return cumQty >= whole ? cumQty : 0;
}

/** What the siblings have filled together, less what was closed again as too much. */
export function filledBySiblings({ siblings, legs }: OrderList): number {
  let filled = 0;
  for (const { cumQty } of siblings) filled += cumQty;
  for (const { terms, cumQty } of legs) if (terms.role === 'CLOSE') filled -= cumQty;
  return filled;
}

/** What siblings may fill together: what was entered; without an entry, the quantity of the list. */
function entered(list: OrderList): number {
  return list.entry === undefined ? (list.siblings[0]?.terms.quantity ?? 0) : followed(list);
}

/** Filled by siblings beyond what they were for: both filled before the cancel of one arrived, or a fill was taken back. */
export function overshootOf(list: OrderList): number {
  if (list.siblings.length === 0) return 0;
  const base = list.entry === undefined ? entered(list) : list.entry.cumQty;
  return Math.max(0, filledBySiblings(list) - base);
}

/** Quantity of an order that follows another one in a ratio, exact, rounded down. */
function scaled(planned: number, filled: number, whole: number): number {
  return planned === whole ? filled : Number((BigInt(planned) * BigInt(filled)) / BigInt(whole));
}

function isCalledOff(list: OrderList, leg: ListLeg): boolean {
  if (list.cancelled) return true;
  if (list.options.onLegCancel === 'KEEP' || !leg.isSibling) return false;
  return list.siblings.some((other) => other !== leg && other.ended === 'command');
}

/**
 * Quantity that the orders of a leg are to have open together, in units: a function of what is filled alone, so that every
 * partial fill, bust and correction, in whatever order they come, leads to the same end.
 */
export function openTarget(list: OrderList, leg: ListLeg): number {
  return leg.ended === '' ? wantedOf(list, leg) : 0;
}

/** The same, whether or not the leg is still able to. */
export function wantedOf(list: OrderList, leg: ListLeg): number {
  if (isCalledOff(list, leg)) return 0;
  if (leg.terms.role === 'CLOSE') return overshootOf(list);
  if (leg.isSibling) return Math.max(0, entered(list) - filledBySiblings(list));
  if (list.entry === undefined) return 0;
  return Math.max(0, scaled(leg.terms.quantity, followed(list), list.entry.terms.quantity) - leg.cumQty);
}

/** Whether, unless a late fill comes, nothing more can become due for the leg: an order of it that waits is in vain. */
export function isInVain(list: OrderList, leg: ListLeg): boolean {
  return (list.entry === undefined || list.isEntryClosed || isCalledOff(list, leg)) && openTarget(list, leg) === 0;
}

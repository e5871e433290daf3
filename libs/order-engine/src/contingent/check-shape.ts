import type { Instrument } from '@bourseworks/domain';
import { denial, type Denial } from '../context.js';
import type { SubmitListCommand } from './list-commands.js';
import { isEntry, isSibling, type LegTerms } from './list-terms.js';

/** Orders of one list at most. */
export const MAX_LEGS = 10;

const invalid = (reason: string): Denial => denial('LIST_INVALID', reason);

const ROLES = {
  OTO: 'an ENTRY and 1 to 9 CHILD orders',
  OCO: 'two LEG orders',
  BRACKET: 'an ENTRY, a TAKE_PROFIT and a STOP_LOSS',
} as const;

function hasRoles({ kind, orders }: SubmitListCommand): boolean {
  const count = (role: string): number => orders.filter((one) => one.role === role).length;
  const total = orders.length;
  switch (kind) {
    case 'OTO':
      return count('ENTRY') === 1 && count('CHILD') >= 1 && count('CHILD') + 1 === total && total <= MAX_LEGS;
    case 'OCO':
      return count('LEG') === 2 && total === 2;
    case 'BRACKET':
      return count('ENTRY') === 1 && count('TAKE_PROFIT') === 1 && count('STOP_LOSS') === 1 && total === 3;
  }
}

/** What can be said of a list before its orders are read: undefined when it may be one. */
export function checkRoles(cmd: SubmitListCommand): Denial | undefined {
  if (!hasRoles(cmd)) return invalid(`a ${cmd.kind} list has ${ROLES[cmd.kind]}`);
  for (const { role, timeInForce, type } of cmd.orders) {
    if (role === 'CHILD' || role === 'ENTRY') continue;
    // An exit stands until it is needed; what trades at once or not at all is none.
    if (timeInForce === 'IOC' || timeInForce === 'FOK') return invalid(`a ${role} rests: not ${timeInForce}`);
    if (type === 'MARKET') return invalid(`a ${role} rests: not a market order`);
  }
  return undefined;
}

/** What only the terms of all orders together say. */
export function checkTogether(legs: readonly LegTerms[]): Denial | undefined {
  const siblings = legs.filter(isSibling);
  const entry = legs.find(isEntry);
  const [first, second] = siblings;
  if (first === undefined || second === undefined) return undefined;
  if (first.instrument !== second.instrument) return invalid('the two exits are of one instrument');
  if (first.quantity !== second.quantity) return invalid('the two exits are of one quantity');
  if (entry === undefined) return undefined;
  if (first.side !== second.side || first.side === entry.side) return invalid('both exits are opposite to the entry');
  if (first.instrument !== entry.instrument) return invalid('exits are in the instrument of the entry');
  if (first.quantity !== entry.quantity) return invalid('exits are of the quantity of the entry');
  const [low, high] = entry.side === 'BUY' ? ['STOP_LOSS', 'TAKE_PROFIT'] : ['TAKE_PROFIT', 'STOP_LOSS'];
  const priceOf = (role: string): number => levelOf(siblings.find((one) => one.role === role));
  const [below, above] = [priceOf(low), priceOf(high)];
  return below > 0 && above > 0 && below >= above
    ? invalid('take-profit and stop-loss are the wrong way round')
    : undefined;
}

/** Price at which an exit would trade: its trigger, else its limit; 0 = not known yet. */
function levelOf(leg: LegTerms | undefined): number {
  if (leg === undefined) return 0;
  return leg.instructions === undefined || leg.instructions.stopPrice === 0 ? leg.price : leg.instructions.stopPrice;
}

/** Lot and smallest quantity of children that follow partial fills. */
export const smallestOf = ({ lotSize, minQuantity }: Instrument): number => Math.max(lotSize, minQuantity);

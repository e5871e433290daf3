import { hasPending, isClosed, type ErrorCode, type ExecType } from '@bourseworks/domain';
import type { Order } from '../order.js';
import type { StateHasher } from '../state-hasher.js';
import { isEntry, isSibling, type LegTerms, type ListBody, type ListKind, type ListOptions } from './list-terms.js';

/**
 * Why a leg gets no further orders. `command`: a trader cancelled it. `venue`: it was rejected, expired, or cancelled
 * unasked. `control`: a kill switch, a limit, a lost lease or self-trade prevention cancelled it.
 */
export type LegEnd = '' | 'command' | 'venue' | 'control';

/** One place in a list: the orders that were made for it, one after the other where the venue does not replace. */
export class ListLeg {
  readonly list: OrderList;
  readonly index: number;
  /** What further orders of it are made of; in the units after a split. */
  terms: LegTerms;
  /** Orders that are not closed, oldest first. */
  readonly open: Order[] = [];
  /** Filled by all of its orders, busts taken off. */
  cumQty = 0;
  /** How many orders were made for it. */
  made = 0;
  /** The newest of them. */
  lastId = '';
  ended: LegEnd = '';
  /** Cancels and replaces that the venue refused one after the other. */
  refusals = 0;
  /** How often the release was denied in a row, the code that was given last and when, and when it is asked for again. */
  denials = 0;
  deniedCode: ErrorCode | undefined = undefined;
  deniedUs = 0;
  retryUs = 0;
  /** What was alarmed already. */
  readonly alarmed = new Set<ErrorCode>();

  constructor(list: OrderList, index: number, terms: LegTerms) {
    this.list = list;
    this.index = index;
    this.terms = terms;
  }

  get isEntry(): boolean {
    return isEntry(this.terms);
  }

  get isSibling(): boolean {
    return isSibling(this.terms);
  }

  hash(hasher: StateHasher): void {
    const { quantity, price, instructions } = this.terms;
    hasher
      .number(quantity)
      .number(price)
      .number(instructions?.stopPrice ?? 0)
      .number(instructions?.trailBy ?? 0);
    hasher.number(this.cumQty).number(this.made).text(this.lastId).text(this.ended).number(this.refusals);
    hasher
      .number(this.denials)
      .text(this.deniedCode ?? '')
      .number(this.deniedUs)
      .number(this.retryUs);
    for (const code of this.alarmed) hasher.text(code);
    for (const { clOrdId } of this.open) hasher.text(clOrdId);
  }
}

/** What was denied passed risk now. */
export function approveLeg(leg: ListLeg): void {
  leg.denials = 0;
  leg.deniedCode = undefined;
  leg.list.begun = true;
}

export interface ListOrigin {
  readonly id: string;
  readonly kind: ListKind;
  readonly account: string;
  readonly strategy: string;
  readonly commandId: string;
  readonly us: number;
}

/** Orders that depend on each other, as the journal gives them. */
export class OrderList {
  readonly id: string;
  readonly kind: ListKind;
  readonly account: string;
  readonly strategy: string;
  readonly commandId: string;
  readonly us: number;
  readonly options: ListOptions;
  readonly legs: readonly ListLeg[];
  readonly entry: ListLeg | undefined;
  readonly siblings: readonly ListLeg[];
  /** Somebody cancelled it as a whole, and what its entry had filled then. */
  cancelled = false;
  cancelledCum = 0;
  /** Something was filled while nobody could say in which units it stands: it is to be cancelled. */
  unitsLost = false;
  /** An order of it was released: it is carried on whatever comes. */
  begun = false;
  /** The largest overshoot that was alarmed. */
  overshoot = 0;
  /** Orders of it that are still known: the list is forgotten with the last one. */
  known = 0;

  constructor({ id, kind, account, strategy, commandId, us }: ListOrigin, body: ListBody) {
    this.id = id;
    this.kind = kind;
    this.account = account;
    this.strategy = strategy;
    this.commandId = commandId;
    this.us = us;
    this.options = body.options;
    this.legs = body.legs.map((terms, index) => new ListLeg(this, index, terms));
    this.entry = this.legs.find((leg) => leg.isEntry);
    this.siblings = this.legs.filter((leg) => leg.isSibling);
  }

  /** Nothing of it is open, and nothing is to be made. */
  get isOver(): boolean {
    return this.legs.every((leg) => leg.open.length === 0);
  }

  /** The entry was made and is closed: what it has filled, a late fill or a bust excepted, is final. */
  get isEntryClosed(): boolean {
    return this.entry !== undefined && this.entry.made > 0 && this.entry.open.length === 0;
  }

  /** An order of it is in other units than the list, until its broker restates it, or the split is booked. */
  get awaitsUnits(): boolean {
    return this.legs.some(({ open }) => open.some(({ units }) => units !== undefined));
  }

  /**
   * Siblings of one side in one instrument can never both be meant to fill: they reserve the larger of the two, not the sum.
   */
  get sharesReservation(): boolean {
    const [first, second] = this.siblings;
    if (first === undefined || second === undefined) return false;
    return first.terms.side === second.terms.side && first.terms.instrument === second.terms.instrument;
  }

  hash(hasher: StateHasher): void {
    hasher.text(this.id).text(this.kind).text(this.account).text(this.strategy).text(this.commandId);
    hasher
      .number(this.cancelled ? 1 : 0)
      .number(this.cancelledCum)
      .number(this.begun ? 1 : 0)
      .number(this.unitsLost ? 1 : 0)
      .number(this.overshoot)
      .number(this.known);
    for (const leg of this.legs) leg.hash(hasher);
  }
}

function endOf({ state, cancelCause }: Order): LegEnd {
  if (state.working === 'Filled' || cancelCause === 'list') return '';
  if (cancelCause === 'command') return 'command';
  return cancelCause === '' ? 'venue' : 'control';
}

/** Brings a leg up to date after any change of one of its orders. */
export function followOrder(leg: ListLeg, order: Order): void {
  const { state } = order;
  leg.cumQty += state.cumQty - order.listedCum;
  order.listedCum = state.cumQty;
  const at = leg.open.indexOf(order);
  if (!isClosed(state)) {
    if (at < 0) leg.open.push(order);
    // A cancel that was refused is no reason for what comes later.
    if (!hasPending(state, 'Cancel')) order.cancelCause = '';
    return;
  }
  if (at < 0) return;
  leg.open.splice(at, 1);
  // They were of this order.
  leg.refusals = 0;
  if (!leg.isEntry && leg.ended === '') leg.ended = endOf(order);
}

/** Counts the changes that a venue refuses: one that always does is not to be asked for ever. */
export function countAnswer(leg: ListLeg, execType: ExecType): void {
  if (execType === 'CancelRejected' || execType === 'ReplaceRejected') leg.refusals++;
  else if (execType === 'Trade' || execType === 'Replaced') {
    leg.refusals = 0;
    leg.alarmed.delete('LIST_STUCK');
  }
}

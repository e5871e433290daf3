import { leaveList } from '../contingent/apply-list.js';
import { bookFill, rememberFill } from '../apply-execution.js';
import { conclude, facts, mustFind, noteChange } from '../conclude.js';
import type { Decision } from '../decision.js';
import type { EngineState } from '../engine-state.js';
import { alarm, sentUsOf } from '../events.js';
import { askedInstructions } from '../instructions.js';
import { HELD_SEQUENCE, type Order } from '../order.js';
import { rearm } from '../trigger/apply-trigger.js';
import type {
  CrossedContraRecord,
  CrossedRecord,
  CrossRefusedRecord,
  HeldRecord,
  HeldReplacedRecord,
  ReleasedRecord,
} from '../records/own-order-records.js';

export function applyHeld(state: EngineState, record: HeldRecord): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  order.sendSequence = HELD_SEQUENCE;
  order.heldUntilUs = record.untilUs;
  order.heldSince = record.sequence;
  state.held.add(order);
  // It leaves the orders that may trade at the venue.
  state.settle(order);
}

/** Filled as a whole, there is nothing left to wait for. */
function followFills({ state }: Order): void {
  if (state.cumQty >= state.quantity) {
    state.working = 'Filled';
    state.local = 'Acknowledged';
  } else if (state.cumQty > 0) state.working = 'PartiallyFilled';
}

/** Nobody asks for what is in force: this tells of terms that a split restated. */
function isAsItWas({ state, reservePx }: Order, record: HeldReplacedRecord): boolean {
  const { quantity, price } = record;
  const same = quantity === state.quantity && price === state.price && reservePx === record.reservePx;
  return same && askedInstructions(state.instructions, record) === undefined;
}

const ownReason = ({ leg }: Order): string =>
  leg === undefined ? 'made smaller before it was sent' : 'follows what its list has filled';

export function applyHeldReplaced(state: EngineState, record: HeldReplacedRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  const { quantity, price, reservePx, replaceId } = record;
  state.idSequence = record.idSequence;
  state.addRequest(order, replaceId);
  order.heldUntilUs = record.untilUs;
  if (order.heldPool !== undefined && (price !== order.state.price || quantity > order.state.quantity)) {
    order.heldSince = record.sequence;
    order.heldPool.account.moveBack(order, order.heldPool);
  }
  const asItWas = isAsItWas(order, record);
  // A decrease below what is filled means: no more than is filled.
  order.state.quantity = Math.max(quantity, order.state.cumQty);
  order.state.price = price;
  const { instructions } = order.state;
  order.state.instructions = askedInstructions(instructions, record) ?? instructions;
  rearm(state, order, instructions);
  order.reservePx = reservePx;
  followFills(order);
  // Only what somebody asked for counts as a replace.
  if (record.commandId !== '') state.risk.noteMessage(order.path, record.us, 'replace');
  facts.reset().requestId = replaceId;
  facts.sentUs = sentUsOf(record);
  facts.origClOrdId = order.state.acceptedId;
  if (record.commandId === '') facts.reason = asItWas ? 'in the units after a split' : ownReason(order);
  conclude(state, record, order, 'Replaced', out);
  noteChange(state, record);
}

const execIdOf = (crossId: string, { state }: Order): string => `${crossId}-${state.side === 'BUY' ? 'b' : 's'}`;

/** Books one leg everywhere it counts. What nets to nothing for the account is a fill of each strategy. */
function fillInside(state: EngineState, order: Order, { quantity, price, crossId, us }: CrossedRecord): void {
  const execId = execIdOf(crossId, order);
  order.state.cumQty += quantity;
  order.state.internalQty += quantity;
  order.state.notional.addProduct(price, quantity);
  followFills(order);
  const fill = bookFill(state, order, quantity, price, 0n, '', us);
  state.risk.executed(order.path, us);
  rememberFill(order, execId, quantity, price, fill);
}

function tellLeg(record: CrossedRecord | CrossedContraRecord, order: Order): void {
  facts.reset().execId = execIdOf(record.crossId, order);
  facts.lastQty = record.quantity;
  facts.lastPx = record.price;
  facts.lastMkt = 'internal';
  facts.fee = 0n;
  facts.feeCurrency = order.instrument.currency;
  facts.reason = `crossed inside with ${record.contraId}`;
}

export function applyCrossed(state: EngineState, record: CrossedRecord, out: Decision): void {
  const buy = mustFind(state, record);
  const sell = mustFind(state, { sequence: record.sequence, clOrdId: record.contraId });
  if (buy === undefined || sell === undefined) return;
  const { crossId, quantity, price, clOrdId, contraId } = record;
  state.idSequence = record.idSequence;
  fillInside(state, buy, record);
  fillInside(state, sell, record);
  state.settle(sell);
  state.owedLeg = { clOrdId: contraId, contraId: clOrdId, crossId, quantity, price };
  tellLeg(record, buy);
  conclude(state, record, buy, 'Trade', out);
}

export function applyCrossedContra(state: EngineState, record: CrossedContraRecord, out: Decision): void {
  const sell = mustFind(state, record);
  state.owedLeg = undefined;
  if (sell === undefined) return;
  tellLeg(record, sell);
  conclude(state, record, sell, 'Trade', out);
}

export function applyCrossRefused(record: CrossRefusedRecord, out: Decision): void {
  const { clOrdId, contraId, code, reason, sequence } = record;
  const message = contraId === '' ? reason : `not crossed with ${contraId}: ${reason}`;
  out.effects.push({ kind: 'risk', sequence, event: alarm(record, code, clOrdId, message) });
}

export function applyReleased(state: EngineState, record: ReleasedRecord, out: Decision): void {
  const order = mustFind(state, record);
  if (order === undefined) return;
  order.sendSequence = record.sequence;
  if (order.leg !== undefined) leaveList(state, order, record.us);
  facts.reset().reason = 'held no longer, sent to the broker';
  conclude(state, record, order, 'PendingNew', out);
}

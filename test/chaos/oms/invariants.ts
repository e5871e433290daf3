import type { OrderEventShape, OrderReplyShape } from '@bourseworks/dto';
import type { OmsView } from './oms-view.js';
import type { Command, People } from './people.js';
import { exact, sign, type Venue, type VenueExecution } from './venue.js';

/**
 * What did not hold. lost: a command without an outcome, an order or fill of the exchange that the OMS does not know, an
 * event that was published and is not in the journal. duplicated: executed, booked or answered as new more than once. drift:
 * positions, cash, reservations or open orders that differ. other: what no fault from outside excuses.
 */
export interface Violation {
  readonly kind: 'lost' | 'duplicated' | 'drift' | 'other';
  readonly text: string;
}

const of =
  (kind: Violation['kind']) =>
  (text: string): Violation => ({ kind, text });
export const lost = of('lost');
export const duplicated = of('duplicated');
export const drift = of('drift');
export const other = of('other');

const AT_ONCE = 8;
const INITIAL_CASH = exact('1000000', 18);

/** Alarms that only a venue which contradicts itself, or a fault of ours, can raise. */
const IMPOSSIBLE = [
  'ORDER_ADJUSTED',
  'ORDER_CUM_MISMATCH',
  'ORDER_FILL_CONFLICT',
  'ORDER_FILL_LATE',
  'ORDER_OVERFILL',
  'ORDER_TRANSITION_ILLEGAL',
  'ORDER_UNKNOWN',
];

export function impossibleAlarms(counts: Readonly<Record<string, number>>): Violation[] {
  return IMPOSSIBLE.filter((code) => (counts[`risk.${code}`] ?? 0) > 0).map((code) =>
    other(`${counts[`risk.${code}`]} alarms ${code}`),
  );
}

const outcomeOf = ({ commandId, clOrdId, ordStatus, state, sequence, code, reason }: OrderReplyShape): string =>
  JSON.stringify({ commandId, clOrdId, ordStatus, state, sequence, code, reason });

function judgeOutcome(command: Command, submits: ReadonlyMap<string, OrderEventShape>): Violation | undefined {
  const { verb, body, replies, failures } = command;
  const name = `${verb} ${body.commandId}`;
  const first = replies[0];
  if (first === undefined) return lost(`${name}: no outcome, ${failures.slice(-3).join(', ')}`);
  const second = replies.find((reply) => outcomeOf(reply) !== outcomeOf(first));
  if (second !== undefined) return duplicated(`${name}: two outcomes, ${outcomeOf(first)} and ${outcomeOf(second)}`);
  if (replies.filter((reply) => !reply.duplicate).length > 1) return duplicated(`${name}: executed more than once`);
  if (replies.at(-1)?.duplicate !== true) return duplicated(`${name}: its repeat is no duplicate, ${outcomeOf(first)}`);
  if (verb !== 'submit') return undefined;
  const event = submits.get(body.commandId);
  if (event?.clOrdId !== first.clOrdId)
    return lost(`${name}: answered ${first.clOrdId}, the events say ${event?.clOrdId}`);
  return undefined;
}

/** Sends every command once more, then holds all its answers and events against each other. */
export async function checkCommands(people: People, events: readonly OrderEventShape[]): Promise<Violation[]> {
  const waiting = [...people.commands];
  const repeat = async (): Promise<void> => {
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) await people.deliver(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, repeat));
  const submits = new Map<string, OrderEventShape>();
  const violations: Violation[] = [];
  for (const event of events) {
    const known = submits.get(event.commandId);
    if (event.execType !== 'PendingNew' && event.execType !== 'Denied') continue;
    if (known !== undefined && known.clOrdId !== event.clOrdId) {
      violations.push(duplicated(`command ${event.commandId} made two orders, ${known.clOrdId} and ${event.clOrdId}`));
    }
    submits.set(event.commandId, event);
  }
  for (const command of people.commands) {
    const violation = judgeOutcome(command, submits);
    if (violation !== undefined) violations.push(violation);
  }
  return violations;
}

/** Each stream is numbered 1, 2, 3 …, and whatever was published is what the journal says. */
export function checkStream(
  strategy: string,
  events: readonly OrderEventShape[],
  published: ReadonlyMap<number, string>,
): Violation[] {
  const violations: Violation[] = [];
  events.forEach((event, index) => {
    if (event.streamSequence !== index + 1)
      violations.push(lost(`${strategy}: ${event.streamSequence} follows ${index}`));
    if (index > 0 && event.sequence <= events[index - 1].sequence) {
      violations.push(other(`${strategy}: journal sequence ${event.sequence} follows ${events[index - 1].sequence}`));
    }
  });
  for (const [sequence, text] of published) {
    const kept = events[sequence - 1];
    if (kept === undefined)
      violations.push(lost(`${strategy}: event ${sequence} was published and is not in the journal`));
    else if (canonical(kept) !== text) {
      violations.push(
        other(`${strategy}: event ${sequence} was published as ${text}, the journal has ${canonical(kept)}`),
      );
    }
  }
  return violations;
}

/** The same text for equal events, whatever the order of their fields. */
export function canonical(event: OrderEventShape): string {
  return JSON.stringify(Object.fromEntries(Object.entries(event).sort(([a], [b]) => (a < b ? -1 : 1))));
}

const fillText = (quantity = '', price = '', fee = ''): string =>
  `${exact(quantity)} at ${exact(price)} fee ${exact(fee, 18)}`;

/** Every fill of the exchange is known to the OMS exactly once, and no other. */
export function checkFills(venue: readonly VenueExecution[], oms: readonly OrderEventShape[]): Violation[] {
  const violations: Violation[] = [];
  const byId = new Map<string, OrderEventShape>();
  for (const fill of oms) {
    if (byId.has(fill.execId ?? ''))
      violations.push(duplicated(`fill ${fill.execId} of ${fill.clOrdId} is booked twice`));
    byId.set(fill.execId ?? '', fill);
  }
  for (const { execId, clientOrderId, lastQty, lastPrice, fee } of venue) {
    const known = byId.get(execId);
    byId.delete(execId);
    if (known === undefined) violations.push(lost(`fill ${execId} of ${clientOrderId} is not known to the OMS`));
    else if (fillText(known.lastQty, known.lastPx, known.fee) !== fillText(lastQty, lastPrice, fee)) {
      violations.push(drift(`fill ${execId} of ${known.clOrdId} differs from the exchange's`));
    }
  }
  for (const fill of byId.values()) {
    violations.push(
      drift(`fill ${fill.execId} of ${fill.clOrdId} is unknown to the exchange (${fill.reason ?? 'no reason'})`),
    );
  }
  return violations;
}

/** Nothing was traded or rests at the exchange that has no order here. */
export function checkOrders(venue: readonly VenueExecution[], events: readonly OrderEventShape[]): Violation[] {
  const ids = new Set<string>();
  const venueIds = new Set<string>();
  for (const event of events) {
    ids.add(event.clOrdId);
    if (event.venueOrderId !== undefined) venueIds.add(event.venueOrderId);
  }
  const unknown = new Set<string>();
  for (const { clientOrderId, origClientOrderId, orderId } of venue) {
    if (!ids.has(clientOrderId) && !ids.has(origClientOrderId ?? '') && !venueIds.has(orderId)) unknown.add(orderId);
  }
  return [...unknown].map((orderId) => lost(`the exchange's order ${orderId} is unknown to the OMS`));
}

/** Open here and closed there, or the other way round; by the exchange's own order id. */
export async function openDifferences(venue: Venue, oms: OmsView): Promise<Violation[]> {
  const there = new Set((await venue.openOrders()).map((order) => order.orderId));
  const differences: Violation[] = [];
  for (const order of await oms.openOrders()) {
    if (!there.delete(order.venueOrderId ?? '')) {
      differences.push(
        drift(`${order.clOrdId} is ${order.ordStatus}/${order.state} here and not open at the exchange`),
      );
    }
  }
  for (const orderId of there) differences.push(drift(`the exchange's order ${orderId} is open and not open here`));
  return differences;
}

/** Position of each symbol and strategy, and cash, from the exchange's fills alone. */
export async function checkBooks(venue: Venue, oms: OmsView, events: readonly OrderEventShape[]): Promise<Violation[]> {
  const strategyOf = new Map(events.map((event) => [event.venueOrderId, event.strategy]));
  const expected = new Map<string, bigint>();
  let cash = INITIAL_CASH;
  for (const { symbol, side, orderId, lastQty = '0', lastPrice = '0', fee = '0' } of venue.fills) {
    const key = `${strategyOf.get(orderId)} ${symbol}`;
    const signed = sign(side) * exact(lastQty);
    expected.set(key, (expected.get(key) ?? 0n) + signed);
    cash -= signed * exact(lastPrice) + exact(fee, 18);
  }
  const violations: Violation[] = [];
  for (const { strategy, symbol, quantity } of await oms.positions()) {
    const key = `${strategy} ${symbol}`;
    const sum = expected.get(key) ?? 0n;
    if (exact(quantity) !== sum)
      violations.push(drift(`position ${key} is ${quantity}, the fills sum to ${sum} (1e-9)`));
    expected.delete(key);
  }
  for (const [key, sum] of expected)
    if (sum !== 0n) violations.push(drift(`position ${key} is missing: ${sum} (1e-9)`));
  const portfolio = await oms.portfolio();
  const told = await venue.cash();
  if (exact(portfolio.cash, 18) !== cash)
    violations.push(drift(`cash is ${portfolio.cash}, the fills leave ${cash} (1e-18)`));
  if (exact(told, 18) !== cash) violations.push(drift(`the exchange books ${told}, its fills leave ${cash} (1e-18)`));
  if (portfolio.openOrders !== 0 || exact(portfolio.reserved, 18) !== 0n) {
    violations.push(drift(`${portfolio.reserved} is still reserved by ${portfolio.openOrders} open orders`));
  }
  return violations;
}

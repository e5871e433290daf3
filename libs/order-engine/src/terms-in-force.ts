import { isStopType, NO_INSTRUCTIONS, termsOf, type OrderInstructions } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import type { EngineContext } from './context.js';
import { brokerTerms } from './crossing/broker-terms.js';
import { instructionUnits } from './instructions.js';
import type { Order } from './order.js';
import type { ReconciledRecord } from './records/record.js';

/** Terms in force as the record of a reconciliation keeps them. */
type TermsInForce = Pick<
  ReconciledRecord,
  'price' | 'reservePx' | 'instructed' | 'stopPrice' | 'trailBy' | 'displayQty' | 'goodTillUs' | 'triggered'
>;

/** The broker tells no terms that are to be taken over. */
export const AS_THEY_ARE: TermsInForce = {
  price: 0,
  reservePx: 0,
  instructed: false,
  ...instructionUnits(NO_INSTRUCTIONS),
  triggered: false,
};

/** Whether these instructions of ours are what the broker tells. The trigger of a trailing stop moves: it is the venue's. */
function isAsTold(order: Order, instructions: OrderInstructions, quantity: number, told: OrderInstructions): boolean {
  const asked = brokerTerms(order, { ...termsOf(order.state), quantity, instructions }).instructions ?? NO_INSTRUCTIONS;
  const trails = order.state.type === 'TRAILING_STOP';
  return (
    (trails || asked.stopPrice === told.stopPrice) &&
    asked.trailBy === told.trailBy &&
    asked.displayQty === told.displayQty &&
    asked.goodTillUs === told.goodTillUs
  );
}

/**
 * The instructions in force where the broker tells all of them: those that we know it by, those of a replace that it never
 * answered, or what it tells. Undefined where it does not, and of a stop that the OMS held, which it has as another type.
 */
function instructionsInForce(
  order: Order,
  { terms, wholeTerms, cumQty, leavesQty }: BrokerOrderState,
): OrderInstructions | undefined {
  const { state } = order;
  if (terms === undefined || wholeTerms !== true || terms.type !== state.type) return undefined;
  const { instructions: told = NO_INSTRUCTIONS } = terms;
  const asked = state.pending.flatMap(({ instructions }) => (instructions === undefined ? [] : [instructions]));
  const known = [state.instructions, ...asked].find((one) => isAsTold(order, one, cumQty + leavesQty, told));
  if (known !== undefined) return known;
  const { stopPrice, ...units } = instructionUnits(told);
  const { instructions } = state;
  return { ...instructions, ...units, stopPrice: state.type === 'TRAILING_STOP' ? instructions.stopPrice : stopPrice };
}

/** What the broker tells of its terms counts from here on, whatever became of the replaces in flight. */
export function termsInForce(ctx: EngineContext, order: Order, found: BrokerOrderState): TermsInForce {
  const { state, path } = order;
  const { open, terms } = found;
  const triggered = open && found.triggered === true && isStopType(state.type) && !state.triggered;
  if (!open || terms === undefined) return { ...AS_THEY_ARE, triggered };
  const inForce = instructionsInForce(order, found);
  // In flight, what is told decides whether a replace was accepted, though nothing of it is new.
  const instructed = inForce !== undefined && (inForce !== state.instructions || state.pending.length > 0);
  const units = instructionUnits(instructed ? inForce : NO_INSTRUCTIONS);
  const price = state.type === 'MARKET' ? 0 : terms.price;
  const { risk } = ctx.state;
  let reservePx = 0;
  if (price !== 0) reservePx = risk.reservePrice(path, state.side, false, price);
  else if (instructed && isStopType(state.type))
    reservePx = risk.reservePrice(path, state.side, true, 0, units.stopPrice, units.trailBy);
  return { price, reservePx, instructed, ...units, triggered };
}

/** Whether they are not what the order has. */
export function isNews({ state }: Order, { price, instructed, triggered }: TermsInForce): boolean {
  return triggered || instructed || (price !== 0 && price !== state.price);
}

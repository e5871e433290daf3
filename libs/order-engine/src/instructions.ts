import { NO_INSTRUCTIONS, type OrderInstructions, type OrderTerms } from '@bourseworks/domain';

/** What commands say beyond quantity and price: decimal text, or integer units of the instrument. */
export interface InstructionFields {
  readonly stopPrice?: string | number;
  readonly trailBy?: string | number;
  readonly displayQty?: string | number;
  readonly postOnly?: boolean;
  readonly goodTillUs?: number;
  readonly reduceOnly?: boolean;
}

/** The same as records keep it, in units; 0 = none. */
export interface InstructionUnits {
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  readonly goodTillUs: number;
}

/** Whether a replace asks for another instruction at all. */
export function changesInstructions({ stopPrice, trailBy, displayQty, goodTillUs }: InstructionFields): boolean {
  return stopPrice !== undefined || trailBy !== undefined || displayQty !== undefined || goodTillUs !== undefined;
}

/** Instructions that a replace, as it was recorded, asks for; undefined when they stay as they are. */
export function askedInstructions(old: OrderInstructions, asked: InstructionUnits): OrderInstructions | undefined {
  const { stopPrice, trailBy, displayQty, goodTillUs } = asked;
  const same =
    stopPrice === old.stopPrice &&
    trailBy === old.trailBy &&
    displayQty === old.displayQty &&
    goodTillUs === old.goodTillUs;
  return same ? undefined : { ...old, stopPrice, trailBy, displayQty, goodTillUs };
}

interface RecordedInstructions extends InstructionUnits {
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
}

/** Instructions of an order as its record keeps them; the shared NO_INSTRUCTIONS for plain ones. */
export function recordedInstructions(record: RecordedInstructions): OrderInstructions {
  const { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillUs } = record;
  const plain = stopPrice === 0 && trailBy === 0 && displayQty === 0 && goodTillUs === 0 && !postOnly && !reduceOnly;
  return plain ? NO_INSTRUCTIONS : { stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillUs };
}

/** Their part in a record of a replace. */
export function instructionUnits({ stopPrice, trailBy, displayQty, goodTillUs }: OrderInstructions): InstructionUnits {
  return { stopPrice, trailBy, displayQty, goodTillUs };
}

/** For a venue that does not follow it: the OMS alone holds the order to reducing. Plain orders share what says nothing. */
export function withoutReduceOnly({ instructions = NO_INSTRUCTIONS, ...terms }: OrderTerms): OrderTerms {
  const { stopPrice, trailBy, displayQty, postOnly, goodTillUs } = instructions;
  const says = stopPrice + trailBy + displayQty + goodTillUs !== 0 || postOnly;
  return says ? { ...terms, instructions: { ...instructions, reduceOnly: false } } : terms;
}

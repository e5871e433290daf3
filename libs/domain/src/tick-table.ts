import { parseDecimal } from './decimal.js';
import type { Instrument, InstrumentSpec } from './instrument.js';
import { ok, refuse, type Refused, type Result } from './result.js';

/** From a price on, the step that order prices take, both in price units of the instrument. */
export interface TickStep {
  readonly from: number;
  readonly tickSize: number;
}

/** The same with exact decimals as text. */
export interface TickStepSpec {
  readonly from: string;
  readonly tickSize: string;
}

const MAX_STEPS = 64;

/**
 * Reads a table of ticks by rising `from`; below the first one the tick of the instrument holds, which divides every other: a
 * price that is on its step is always a multiple of it as well. Each `from` is a price of the step below and of its own, so
 * that rounding ends on a price of either. Refuses INSTRUMENT_INVALID.
 */
export function readTickTable(spec: InstrumentSpec, scale: number, smallest: number): Result<readonly TickStep[]> {
  const given = spec.tickTable ?? [];
  const invalid = (value: string | number): Refused =>
    refuse('INSTRUMENT_INVALID', `${spec.venue}/${spec.symbol}: tickTable is invalid`, { field: 'tickTable', value });
  if (given.length > MAX_STEPS) return invalid(given.length);
  const steps: TickStep[] = [];
  let below: TickStep = { from: 0, tickSize: smallest };
  for (const step of given) {
    const from = parseDecimal(step.from, scale);
    const tick = parseDecimal(step.tickSize, scale);
    if (!from.ok || from.value <= below.from) return invalid(step.from);
    if (!tick.ok || tick.value <= 0 || tick.value % smallest !== 0) return invalid(step.tickSize);
    if (from.value % tick.value !== 0 || from.value % below.tickSize !== 0) return invalid(step.from);
    below = { from: from.value, tickSize: tick.value };
    steps.push(below);
  }
  return ok(steps);
}

/** The step of order prices at a price, in units; of a negative price that of its amount. */
export function tickAt({ tickSize, tickTable = [] }: Instrument, price: number): number {
  const amount = Math.abs(price);
  for (let at = tickTable.length - 1; at >= 0; at--) if (amount >= tickTable[at].from) return tickTable[at].tickSize;
  return tickSize;
}

/** Whether an order may have this price, in units. */
export function isOnTick(instrument: Instrument, price: number): boolean {
  return price % tickAt(instrument, price) === 0;
}

/** The nearest price in units that is `down` (at most) or `up` (at least) from a price and that an order may have; exact. */
export function roundToTick(instrument: Instrument, price: number, way: 'down' | 'up'): number {
  const tick = tickAt(instrument, price);
  const rest = price % tick;
  if (rest === 0) return price;
  // The rest has the sign of the price: cutting it goes toward 0.
  const toward = price - rest;
  const isToward = way === 'down' ? rest > 0 : rest < 0;
  return isToward ? toward : toward + (way === 'down' ? -tick : tick);
}

import { ok, parseMoney, refuse, type Result } from '@bourseworks/domain';
import { PPM } from './margin-model.js';

/** One bracket of maintenance margin: notionals above the cap before and up to `cap`. Ledger money. */
export interface MarginTier {
  readonly cap: bigint;
  /** Maintenance rate, millionths of the notional. */
  readonly ratePpm: bigint;
  /** Taken off, so that the margin does not jump where the rate does. */
  readonly amount: bigint;
}

/**
 * Brackets from rising caps (decimal texts) and rates in millionths. The amount of a bracket is that of the one before
 * plus floor of the bracket x (its rate - the rate before), as Binance documents its maintenance amounts ("Leverage and
 * Margin of USD-M Futures"). Refuses MARGIN_INPUT.
 */
export function marginTiers(rows: readonly (readonly [cap: string, ratePpm: number])[]): Result<readonly MarginTier[]> {
  const tiers: MarginTier[] = [];
  let floor = 0n;
  let before = 0n;
  let amount = 0n;
  for (const [text, rate] of rows) {
    const cap = parseMoney(text);
    if (!cap.ok) return cap;
    const ratePpm = BigInt(rate);
    if (cap.value <= floor || ratePpm <= before || ratePpm >= PPM)
      return refuse('MARGIN_INPUT', 'caps and rates of brackets rise, rates stay below 100 %', { cap: text, rate });
    amount += tiers.length === 0 ? 0n : (floor * (ratePpm - before)) / PPM;
    tiers.push({ cap: cap.value, ratePpm, amount });
    floor = cap.value;
    before = ratePpm;
  }
  return tiers.length === 0 ? refuse('MARGIN_INPUT', 'there is no bracket') : ok(tiers);
}

/** Bracket of a notional; beyond the last cap that of the last. */
export function tierOf(tiers: readonly MarginTier[], notional: bigint): MarginTier {
  const tier = tiers.find(({ cap }) => notional <= cap) ?? tiers.at(-1);
  if (tier === undefined) throw new Error('a perpetual without brackets');
  return tier;
}

import { ok, refuse, type AssetClass, type Result } from '@bourseworks/domain';
import type { ConversionRates } from '../conversion/conversion-rates.js';
import type { ExposedPosition } from '../exposure/exposure.js';
import { roundDivide } from '../ledger/allocation.js';

const PPM = 1_000_000n;

/** Moves of prices in millionths, -1 000 000 = worthless. The most particular one that fits an instrument counts alone. */
export interface StressScenario {
  readonly name: string;
  /** Instrument key -> move. */
  readonly symbols?: ReadonlyMap<string, number>;
  readonly sectors?: ReadonlyMap<string, number>;
  readonly assetClasses?: ReadonlyMap<AssetClass, number>;
  /** Of everything else, default 0. */
  readonly all?: number;
}

export interface StressOptions {
  readonly currency: string;
  readonly rates: ConversionRates;
  readonly nowUs: number;
  /** Instrument key -> sector. */
  readonly sectors?: ReadonlyMap<string, string>;
  /** Market value after a move, for what does not move in proportion (options); ledger money. */
  readonly valueAfter?: (position: ExposedPosition, movePpm: number) => bigint | undefined;
}

export interface StressLine {
  /** Key of the instrument. */
  readonly instrument: string;
  readonly movePpm: number;
  /** Change of value, ledger money of the currency that was asked for. */
  readonly change: bigint;
}

export interface StressResult {
  readonly name: string;
  readonly change: bigint;
  readonly lines: readonly StressLine[];
}

function moveOf(scenario: StressScenario, { instrument }: ExposedPosition, sector: string | undefined): number {
  return (
    scenario.symbols?.get(instrument.key) ??
    (sector === undefined ? undefined : scenario.sectors?.get(sector)) ??
    scenario.assetClasses?.get(instrument.assetClass) ??
    scenario.all ??
    0
  );
}

/**
 * Values every position anew after the moves of a scenario, exact to the last digit of the ledger. What the account would
 * lose is the sum; cash does not move. Refuses SHOCK_INVALID, CONVERSION_RATE_MISSING, CONVERSION_RATE_STALE.
 */
export function stress(
  positions: readonly ExposedPosition[],
  scenario: StressScenario,
  options: StressOptions,
): Result<StressResult> {
  const { currency, rates, nowUs, sectors, valueAfter } = options;
  const lines: StressLine[] = [];
  let sum = 0n;
  for (const position of positions) {
    const { instrument, marketValue } = position;
    const movePpm = moveOf(scenario, position, sectors?.get(instrument.key));
    if (!Number.isSafeInteger(movePpm) || movePpm < -1_000_000)
      return refuse('SHOCK_INVALID', `${scenario.name}: a move of ${movePpm} millionths`, {
        instrument: instrument.key,
      });
    const own = valueAfter?.(position, movePpm);
    const moved = own === undefined ? roundDivide(marketValue * BigInt(movePpm), PPM) : own - marketValue;
    const change = rates.convert(moved, instrument.currency, currency, nowUs);
    if (!change.ok) return change;
    lines.push({ instrument: instrument.key, movePpm, change: change.value });
    sum += change.value;
  }
  return ok({ name: scenario.name, change: sum, lines });
}

import { ok, type Instrument, type Result } from '@bourseworks/domain';
import { RATE_ONE, type ConversionRates } from '../conversion/conversion-rates.js';
import { roundDivide } from '../ledger/allocation.js';

/** A position with its value; a `PositionView` is one. */
export interface ExposedPosition {
  readonly instrument: Instrument;
  /** Signed ledger money of the instrument's currency. */
  readonly marketValue: bigint;
}

export interface ExposureOptions {
  /** Currency of the figures. */
  readonly currency: string;
  readonly rates: ConversionRates;
  readonly nowUs: number;
  /** Instrument key -> sector; what is not in it counts as `other`. */
  readonly sectors?: ReadonlyMap<string, string>;
  /** Instrument key -> beta, integer at 10^-18. */
  readonly betas?: ReadonlyMap<string, bigint>;
  /** Equity of whoever holds the positions, in `currency`. */
  readonly equity: bigint;
}

/** Long, short and together, ledger money of the currency that was asked for. */
export interface ExposureLine {
  readonly name: string;
  readonly long: bigint;
  /** >= 0. */
  readonly short: bigint;
  readonly gross: bigint;
  readonly net: bigint;
}

export interface Exposure {
  readonly currency: string;
  readonly total: ExposureLine;
  readonly bySymbol: readonly ExposureLine[];
  readonly bySector: readonly ExposureLine[];
  readonly byAssetClass: readonly ExposureLine[];
  /** Sum of value x beta over positions whose beta is given. */
  readonly betaAdjusted: bigint;
  /** Keys of open positions without a beta: `betaAdjusted` leaves them out. */
  readonly withoutBeta: readonly string[];
  /** Largest symbol, millionths of the gross exposure. */
  readonly largestPpm: number;
  /** Herfindahl-Hirschman index over symbols, millionths: 1 000 000 = one symbol, 1 000 000 / n = n equal ones. */
  readonly herfindahlPpm: number;
  /** Gross exposure in millionths of the equity (leverage); undefined without positive equity. */
  readonly capitalUsedPpm: number | undefined;
}

class Lines {
  private readonly lines = new Map<string, { long: bigint; short: bigint }>();

  add(name: string, value: bigint): void {
    let line = this.lines.get(name);
    if (line === undefined) this.lines.set(name, (line = { long: 0n, short: 0n }));
    if (value > 0n) line.long += value;
    else line.short -= value;
  }

  all(): ExposureLine[] {
    return [...this.lines].map(([name, { long, short }]) => lineOf(name, long, short));
  }
}

function lineOf(name: string, long: bigint, short: bigint): ExposureLine {
  return { name, long, short, gross: long + short, net: long - short };
}

/**
 * Exposure of positions, exact, in one currency. Rows of one instrument add up long and short apart: pass rows of the
 * account (`all`) to net its strategies. Refuses CONVERSION_RATE_MISSING, CONVERSION_RATE_STALE.
 */
export function exposureOf(positions: readonly ExposedPosition[], options: ExposureOptions): Result<Exposure> {
  const { currency, rates, nowUs, sectors, betas, equity } = options;
  const symbols = new Lines();
  const bySector = new Lines();
  const byClass = new Lines();
  const withoutBeta = new Set<string>();
  let betaAdjusted = 0n;
  for (const { instrument, marketValue } of positions) {
    if (marketValue === 0n) continue;
    const value = rates.convert(marketValue, instrument.currency, currency, nowUs);
    if (!value.ok) return value;
    symbols.add(instrument.key, value.value);
    bySector.add(sectors?.get(instrument.key) ?? 'other', value.value);
    byClass.add(instrument.assetClass, value.value);
    const beta = betas?.get(instrument.key);
    if (beta === undefined) withoutBeta.add(instrument.key);
    else betaAdjusted += roundDivide(value.value * beta, RATE_ONE);
  }
  const bySymbol = symbols.all();
  const long = bySymbol.reduce((sum, line) => sum + line.long, 0n);
  const short = bySymbol.reduce((sum, line) => sum + line.short, 0n);
  const total = lineOf('total', long, short);
  return ok({
    currency,
    total,
    bySymbol,
    bySector: bySector.all(),
    byAssetClass: byClass.all(),
    betaAdjusted,
    withoutBeta: [...withoutBeta],
    ...concentration(bySymbol, total.gross),
    capitalUsedPpm: equity > 0n ? ppm(total.gross, equity) : undefined,
  });
}

function ppm(part: bigint, whole: bigint): number {
  return Number(roundDivide(part * 1_000_000n, whole));
}

function concentration(
  lines: readonly ExposureLine[],
  gross: bigint,
): { readonly largestPpm: number; readonly herfindahlPpm: number } {
  if (gross === 0n) return { largestPpm: 0, herfindahlPpm: 0 };
  let largest = 0n;
  let squares = 0n;
  for (const line of lines) {
    if (line.gross > largest) largest = line.gross;
    squares += line.gross * line.gross;
  }
  return { largestPpm: ppm(largest, gross), herfindahlPpm: ppm(squares, gross * gross) };
}

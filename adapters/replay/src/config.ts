import { DomainError, parseDecimalBig } from '@bourseworks/domain';

/** Configuration of the replay adapter; structured-cloneable, so that it can be handed to a worker thread. */
export interface ReplayConfig {
  /** Folder that holds some of `lean-data`, `binance-raw-feed`, `exchange-recordings`, `recordings` and `tables`, or is one. */
  readonly dataRoot: string;
  readonly venues: readonly string[];
  /** Share of the notional that the paper broker takes as fee, decimal text in [0, 1], e.g. "0.001" = 0.1 %. */
  readonly feeRate: string;
}

export const DEFAULT_VENUES = 'coinbase,usa,oanda,binance,binance-usdm,kraken';
export const DEFAULT_FEE_RATE = '0.001';
const FEE_RATE_DECIMALS = 8;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

/** Reads REPLAY_DATA, REPLAY_VENUES and PAPER_FEE_RATE. Throws DomainError CONFIG_INVALID naming the variable. */
export function parseReplayConfig(env: Readonly<Record<string, string | undefined>>): ReplayConfig {
  const dataRoot = env['REPLAY_DATA'];
  if (dataRoot === undefined || dataRoot === '')
    throw invalid('REPLAY_DATA', 'must name the folder of the market-data files');
  const venues = (env['REPLAY_VENUES'] ?? DEFAULT_VENUES)
    .split(',')
    .map((venue) => venue.trim())
    .filter((venue) => venue !== '');
  // A venue becomes a folder name: a path in it would read files elsewhere.
  if (venues.length === 0 || venues.some((venue) => !/^[a-z0-9][a-z0-9_-]{0,31}$/.test(venue))) {
    throw invalid('REPLAY_VENUES', 'must be a list of venue names such as coinbase,usa');
  }
  const feeRate = env['PAPER_FEE_RATE'] ?? DEFAULT_FEE_RATE;
  feeRateUnits(feeRate);
  return { dataRoot, venues: [...new Set(venues)], feeRate };
}

/** The fee rate as an exact integer of 10^-8. */
export function feeRateUnits(text: string): bigint {
  const rate = parseDecimalBig(text, FEE_RATE_DECIMALS);
  if (!rate.ok || rate.value < 0n || rate.value > 10n ** BigInt(FEE_RATE_DECIMALS)) {
    throw invalid('PAPER_FEE_RATE', 'must be a decimal from 0 to 1 with at most 8 decimals');
  }
  return rate.value;
}

export const FEE_RATE_UNIT = 10n ** BigInt(FEE_RATE_DECIMALS);

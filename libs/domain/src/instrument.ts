import { MAX_UNITS } from './brand.js';
import { parseDecimal } from './decimal.js';
import { ok, refuse, type Result } from './result.js';
import { readTickTable, type TickStep, type TickStepSpec } from './tick-table.js';

export const ASSET_CLASSES = ['crypto', 'equity', 'forex', 'future', 'option', 'index', 'cfd'] as const;
export type AssetClass = (typeof ASSET_CLASSES)[number];

/** Digits of the ledger: money is an integer at 10^-18 of its currency. */
export const MONEY_SCALE = 18;

/** What is needed to define an instrument; decimals as text, exact. */
export interface InstrumentSpec {
  readonly venue: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  /** Currency of price, cash and PnL, e.g. USD. */
  readonly currency: string;
  /** What a quantity counts, e.g. BTC or shares of IBM. */
  readonly base?: string;
  /** Smallest price step an order may use, e.g. "0.01". */
  readonly tickSize: string;
  /** Where ticks depend on the price: larger ones from a price on, by rising price, at most 64. */
  readonly tickTable?: readonly TickStepSpec[];
  /** Smallest quantity step an order may use, e.g. "0.00000001". */
  readonly lotSize: string;
  /** Decimals of a price unit; default: those of the tick. More when the venue prints trades inside the tick. */
  readonly priceScale?: number;
  /** Decimals of a quantity unit; default: those of the lot. */
  readonly qtyScale?: number;
  /** Units of the base in one contract, positive integer, default 1. */
  readonly multiplier?: number;
  readonly minQuantity?: string;
  readonly maxQuantity?: string;
}

/**
 * A tradable instrument. Prices are integers of 10^-priceScale of the currency, quantities integers of 10^-qtyScale of the
 * base. Order prices are multiples of `tickSize`, or of the larger tick that `tickTable` has for them, order quantities
 * multiples of `lotSize` (all in these units).
 */
export interface Instrument {
  /** `venue/symbol`, unique. */
  readonly key: string;
  readonly venue: string;
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly currency: string;
  readonly base: string;
  readonly priceScale: number;
  readonly qtyScale: number;
  readonly tickSize: number;
  /** Larger ticks from a price on, where they depend on it; see tickAt. */
  readonly tickTable?: readonly TickStep[];
  readonly lotSize: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly multiplier: number;
  /** price * quantity * moneyFactor = ledger money at 10^-18. */
  readonly moneyFactor: bigint;
}

export function instrumentKey(venue: string, symbol: string): string {
  return `${venue}/${symbol}`;
}

function decimalsOf(text: string): number {
  const point = text.indexOf('.');
  return point < 0 ? 0 : text.length - point - 1;
}

function positive(spec: InstrumentSpec, field: keyof InstrumentSpec, text: string, scale: number): Result<number> {
  const parsed = parseDecimal(text, scale);
  if (parsed.ok && parsed.value > 0) return parsed;
  return invalid(spec, field, text);
}

function invalid(spec: InstrumentSpec, field: string, value: string | number): ReturnType<typeof refuse> {
  return refuse('INSTRUMENT_INVALID', `${spec.venue}/${spec.symbol}: ${field} is invalid`, { field, value });
}

/** Checks a definition and derives its integer form. */
export function defineInstrument(spec: InstrumentSpec): Result<Instrument> {
  if (spec.venue === '' || spec.symbol === '') return invalid(spec, 'symbol', spec.symbol);
  const priceScale = spec.priceScale ?? decimalsOf(spec.tickSize);
  const qtyScale = spec.qtyScale ?? decimalsOf(spec.lotSize);
  const multiplier = spec.multiplier ?? 1;
  if (!Number.isInteger(priceScale) || priceScale < 0 || priceScale > 12)
    return invalid(spec, 'priceScale', priceScale);
  if (!Number.isInteger(qtyScale) || qtyScale < 0 || qtyScale > 12) return invalid(spec, 'qtyScale', qtyScale);
  if (!Number.isSafeInteger(multiplier) || multiplier < 1) return invalid(spec, 'multiplier', multiplier);
  const digits = priceScale + qtyScale + Math.ceil(Math.log10(multiplier));
  if (digits > MONEY_SCALE) return invalid(spec, 'scales with multiplier', digits);
  const tick = positive(spec, 'tickSize', spec.tickSize, priceScale);
  if (!tick.ok) return tick;
  const table = readTickTable(spec, priceScale, tick.value);
  if (!table.ok) return table;
  const lot = positive(spec, 'lotSize', spec.lotSize, qtyScale);
  if (!lot.ok) return lot;
  const min = spec.minQuantity === undefined ? lot : positive(spec, 'minQuantity', spec.minQuantity, qtyScale);
  if (!min.ok) return min;
  const max =
    spec.maxQuantity === undefined ? ok(MAX_UNITS) : positive(spec, 'maxQuantity', spec.maxQuantity, qtyScale);
  if (!max.ok) return max;
  return ok({
    key: instrumentKey(spec.venue, spec.symbol),
    venue: spec.venue,
    symbol: spec.symbol,
    assetClass: spec.assetClass,
    currency: spec.currency,
    base: spec.base ?? spec.symbol,
    priceScale,
    qtyScale,
    tickSize: tick.value,
    ...(table.value.length > 0 && { tickTable: table.value }),
    lotSize: lot.value,
    minQuantity: min.value,
    maxQuantity: max.value,
    multiplier,
    moneyFactor: BigInt(multiplier) * 10n ** BigInt(MONEY_SCALE - priceScale - qtyScale),
  });
}

/**
 * The largest order of an amount of the base, as 0.5 of BTC: whole lots below it, at most the instrument's most. 0 when that is
 * less than its least.
 */
export function orderQuantity({ qtyScale, lotSize, minQuantity, maxQuantity }: Instrument, amount: number): number {
  const most = maxQuantity - (maxQuantity % lotSize);
  // An amount written in decimals may lie a rounding below the lots that it means.
  const lots = Math.floor(((amount * 10 ** qtyScale) / lotSize) * (1 + 4 * Number.EPSILON));
  const units = Math.min(lots * lotSize, most);
  return units >= minQuantity ? units : 0;
}

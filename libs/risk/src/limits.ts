import { parseDecimalBig, type Instrument } from '@bourseworks/domain';
import { NOTIONAL_SCALE } from './denial.js';
import type { RateRing } from './rate-ring.js';
import type { RateLimit, RiskConfig, RiskRule, RiskScope } from './risk-config.js';

/** The smallest of all limits of one kind on a path, and where it comes from. */
export interface TightLimit {
  value: number;
  scope: RiskScope;
  id: string;
}

/** Limits on counters of one level, in integers of the instrument; Infinity = none. */
export interface LevelLimits {
  readonly scope: RiskScope;
  readonly id: string;
  /** Node over all instruments of the level (symbol: the instrument's own). */
  readonly all: number;
  /** Node of the instrument within the level. */
  readonly one: number;
  readonly maxPosition: number;
  readonly maxOpenOrders: number;
  readonly maxGross: number;
  readonly orders: readonly RateRing[];
  readonly replaces: readonly RateRing[];
}

export interface PathLimits {
  readonly version: number;
  readonly quantity: TightLimit;
  readonly notional: TightLimit;
  readonly collar: TightLimit;
  readonly age: TightLimit;
  /** Something on the path needs a price: market orders without a reference are refused. */
  readonly needsReference: boolean;
  /** Levels that limit a counter, widest first. */
  readonly levels: readonly LevelLimits[];
}

const AMOUNT_SCALE = 18;

/** A configured amount in units at `scale`, cut down; amounts beyond the exact range limit nothing. */
function units(text: string | undefined, scale: number): number {
  if (text === undefined) return Infinity;
  const parsed = parseDecimalBig(text, AMOUNT_SCALE);
  if (!parsed.ok) return 0;
  const value = parsed.value / 10n ** BigInt(AMOUNT_SCALE - scale);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}

/** The rules that hold for one scope and id: its own and those for each (`*`). */
export function rulesOf(config: RiskConfig, scope: RiskScope, id: string): RiskRule[] {
  return config.rules.filter((rule) => rule.scope === scope && (rule.id === id || rule.id === '*'));
}

function tight(): TightLimit {
  return { value: Infinity, scope: 'firm', id: 'all' };
}

function tighten(limit: TightLimit, value: number, scope: RiskScope, id: string): void {
  if (value >= limit.value) return;
  limit.value = value;
  limit.scope = scope;
  limit.id = id;
}

/** Where a level of a path keeps its counters and rings. */
export interface LevelPlace {
  readonly scope: RiskScope;
  readonly id: string;
  readonly all: number;
  readonly one: number;
}

export type RateKind = 'orderRate' | 'replaceRate';
export type RingsFor = (place: LevelPlace, kind: RateKind) => readonly RateRing[];

/** Compiles the rules of a path once, so that a check only compares numbers. */
export function compileLimits(
  config: RiskConfig,
  instrument: Instrument,
  places: readonly LevelPlace[],
  ringsFor: RingsFor,
): PathLimits {
  const quantity = tight();
  const notional = tight();
  const collar = tight();
  const age = tight();
  let gross = false;
  const levels: LevelLimits[] = [];
  for (const place of places) {
    let maxPosition = Infinity;
    let maxOpenOrders = Infinity;
    let maxGross = Infinity;
    for (const rule of rulesOf(config, place.scope, place.id)) {
      tighten(quantity, units(rule.maxOrderQuantity, instrument.qtyScale), place.scope, place.id);
      tighten(notional, units(rule.maxOrderNotional, NOTIONAL_SCALE), place.scope, place.id);
      tighten(collar, rule.priceCollar?.bps ?? Infinity, place.scope, place.id);
      tighten(age, rule.priceCollar?.maxAgeUs ?? Infinity, place.scope, place.id);
      maxPosition = Math.min(maxPosition, units(rule.maxPosition, instrument.qtyScale));
      maxOpenOrders = Math.min(maxOpenOrders, rule.maxOpenOrders ?? Infinity);
      maxGross = Math.min(maxGross, units(rule.maxGrossNotional, NOTIONAL_SCALE));
    }
    gross ||= maxGross < Infinity;
    levels.push({
      ...place,
      maxPosition,
      maxOpenOrders,
      maxGross,
      orders: ringsFor(place, 'orderRate'),
      replaces: ringsFor(place, 'replaceRate'),
    });
  }
  const needsReference = gross || notional.value < Infinity || collar.value < Infinity;
  return { version: config.version, quantity, notional, collar, age, needsReference, levels };
}

/** All rates that hold for one scope and id: every one of them must allow an order. */
export function ratesOf(config: RiskConfig, scope: RiskScope, id: string, kind: RateKind): RateLimit[] {
  return rulesOf(config, scope, id).flatMap((rule) => rule[kind] ?? []);
}

import { parseDecimalBig, type Instrument } from '@bourseworks/domain';
import type { BuyingPower, Restriction, RiskConfig, RiskRule, RiskScope, ShortSale } from '../config/risk-config.js';
import { NOTIONAL_SCALE } from '../denial.js';
import { calendarOf, type SessionCalendar } from '../market/trading-hours.js';
import type { MoneyNode } from './money.js';
import type { RateRing } from './rate-ring.js';

/** The tightest of all limits of one kind on a path, and where it comes from. */
export interface TightLimit {
  value: number;
  scope: RiskScope;
  id: string;
}

/** A limit that is no number, and where it comes from. */
export interface NamedLimit<T> {
  readonly value: T;
  readonly scope: RiskScope;
  readonly id: string;
}

/** Amounts at 10^-4 of the account's currency. */
export interface BuyingLimit {
  readonly cash: boolean;
  readonly credit: number;
  readonly feeBps: number;
  readonly marginBps: number;
}

/** Limits on counters of one level, in integers of the instrument and of the level's currency; Infinity = none. */
export interface LevelLimits {
  readonly scope: RiskScope;
  readonly id: string;
  /** Node that counts over all instruments of the level (symbol: the instrument's own). */
  readonly all: number;
  /** Node of the instrument within the level. */
  readonly one: number;
  /** Where the level's amounts are, the currency of the path first. */
  readonly money: readonly MoneyNode[];
  readonly maxLong: number;
  readonly maxShort: number;
  readonly maxOpenOrders: number;
  readonly maxGross: number;
  readonly maxNet: number;
  readonly concentrationBps: number;
  readonly buying: BuyingLimit | undefined;
  readonly orders: readonly RateRing[];
  readonly replaces: readonly RateRing[];
  readonly messages: readonly RateRing[];
  /** Some amount of the level is limited. */
  readonly amounts: boolean;
}

export interface PathLimits {
  readonly version: number;
  readonly quantity: TightLimit;
  readonly notional: TightLimit;
  readonly volumeShare: TightLimit;
  readonly collar: TightLimit;
  readonly age: TightLimit;
  readonly quoteAge: TightLimit;
  /** The longest window is the tightest. */
  readonly duplicate: TightLimit;
  readonly windows: readonly NamedLimit<{ readonly bps: number; readonly windowUs: number }>[];
  readonly hours: readonly NamedLimit<SessionCalendar>[];
  readonly restricted: readonly NamedLimit<Restriction>[];
  readonly shortSale: NamedLimit<ShortSale> | undefined;
  /** Something on the path needs a price: market orders without a reference are refused. */
  readonly needsReference: boolean;
  /** Levels, widest first. */
  readonly levels: readonly LevelLimits[];
  readonly repeated: readonly RateRing[];
  /** Messages for each execution; Infinity = none. */
  readonly ratio: TightLimit;
  readonly ratioFrom: number;
}

/** Where a level of a path keeps its counters and rings. */
export interface LevelPlace {
  readonly scope: RiskScope;
  readonly id: string;
  readonly all: number;
  readonly one: number;
  readonly money: readonly MoneyNode[];
}

export type RateKind = 'orderRate' | 'replaceRate' | 'messageRate' | 'repeatedExecution';
export type RingsFor = (place: LevelPlace, kind: RateKind) => readonly RateRing[];

const AMOUNT_SCALE = 18;
const WHOLE_BPS = 10_000;

/** A configured amount in units at `scale`, cut down; amounts beyond the exact range limit nothing. */
export function units(text: string | undefined, scale: number): number {
  if (text === undefined) return Infinity;
  const parsed = parseDecimalBig(text, AMOUNT_SCALE);
  if (!parsed.ok) return 0;
  const value = parsed.value / 10n ** BigInt(AMOUNT_SCALE - scale);
  return value > BigInt(Number.MAX_SAFE_INTEGER) ? Infinity : Number(value);
}

/** The rules of one scope and id, its own and those for each (`*`), as far as they hold for an instrument. */
export function rulesOf(config: RiskConfig, scope: RiskScope, id: string, instrument?: string): RiskRule[] {
  return config.rules.filter(
    (rule) =>
      rule.scope === scope &&
      (rule.id === id || rule.id === '*') &&
      (rule.symbol === undefined || instrument === undefined || rule.symbol === instrument),
  );
}

function tight(value = Infinity): TightLimit {
  return { value, scope: 'firm', id: 'all' };
}

function tighten(limit: TightLimit, value: number | undefined, { scope, id }: LevelPlace): void {
  if (value === undefined || value >= limit.value) return;
  limit.value = value;
  limit.scope = scope;
  limit.id = id;
}

function buyingLimit(power: BuyingPower | undefined): BuyingLimit | undefined {
  if (power === undefined) return undefined;
  const { model, credit = '0', feeBps = 0, initialMarginBps = WHOLE_BPS } = power;
  return { cash: model === 'CASH', credit: units(credit, NOTIONAL_SCALE), feeBps, marginBps: initialMarginBps };
}

function compileLevel(rules: readonly RiskRule[], place: LevelPlace, instrument: Instrument, ringsFor: RingsFor) {
  const level = {
    ...place,
    maxLong: Infinity,
    maxShort: Infinity,
    maxOpenOrders: Infinity,
    maxGross: Infinity,
    maxNet: Infinity,
    concentrationBps: Infinity,
    buying: undefined as BuyingLimit | undefined,
    orders: ringsFor(place, 'orderRate'),
    replaces: ringsFor(place, 'replaceRate'),
    messages: ringsFor(place, 'messageRate'),
    amounts: false,
  };
  const { qtyScale } = instrument;
  for (const rule of rules) {
    const either = units(rule.maxPosition, qtyScale);
    level.maxLong = Math.min(level.maxLong, either, units(rule.maxLong, qtyScale));
    level.maxShort = Math.min(level.maxShort, either, units(rule.maxShort, qtyScale));
    level.maxOpenOrders = Math.min(level.maxOpenOrders, rule.maxOpenOrders ?? Infinity);
    level.maxGross = Math.min(level.maxGross, units(rule.maxGrossNotional, NOTIONAL_SCALE));
    level.maxNet = Math.min(level.maxNet, units(rule.maxNetNotional, NOTIONAL_SCALE));
    level.concentrationBps = Math.min(level.concentrationBps, rule.maxConcentrationBps ?? Infinity);
    // The account's own word comes after what holds for each.
    if (rule.buyingPower !== undefined && (level.buying === undefined || rule.id !== '*'))
      level.buying = buyingLimit(rule.buyingPower);
  }
  level.amounts =
    level.buying !== undefined || Math.min(level.maxGross, level.maxNet, level.concentrationBps) < Infinity;
  return level;
}

const STRICTNESS: Readonly<Record<ShortSale, number>> = { ALLOWED: 0, LOCATE: 1, DENIED: 2 };

/** Compiles the rules of a path once, so that a check only compares numbers. */
export function compileLimits(
  config: RiskConfig,
  instrument: Instrument,
  places: readonly LevelPlace[],
  ringsFor: RingsFor,
): PathLimits {
  const [quantity, notional, volumeShare, collar, age, quoteAge] = [
    tight(),
    tight(),
    tight(),
    tight(),
    tight(),
    tight(),
  ];
  const [duplicate, ratio] = [tight(0), tight()];
  const windows: NamedLimit<{ bps: number; windowUs: number }>[] = [];
  const hours: NamedLimit<SessionCalendar>[] = [];
  const restricted: NamedLimit<Restriction>[] = [];
  let shortSale: NamedLimit<ShortSale> | undefined;
  let repeated: readonly RateRing[] = [];
  let ratioFrom = Infinity;
  const levels: LevelLimits[] = [];
  for (const place of places) {
    const { scope, id } = place;
    const rules = rulesOf(config, scope, id, instrument.key);
    for (const rule of rules) {
      tighten(quantity, units(rule.maxOrderQuantity, instrument.qtyScale), place);
      tighten(notional, units(rule.maxOrderNotional, NOTIONAL_SCALE), place);
      tighten(volumeShare, rule.maxVolumeShareBps, place);
      tighten(collar, rule.priceCollar?.bps, place);
      tighten(age, rule.priceCollar?.maxAgeUs, place);
      tighten(quoteAge, rule.staleData?.maxAgeUs, place);
      tighten(ratio, rule.messageTradeRatio?.ratio, place);
      ratioFrom = Math.min(ratioFrom, rule.messageTradeRatio?.minMessages ?? Infinity);
      if ((rule.duplicate?.windowUs ?? 0) > duplicate.value)
        Object.assign(duplicate, { value: rule.duplicate?.windowUs, scope, id });
      if (rule.priceWindow !== undefined) windows.push({ value: rule.priceWindow, scope, id });
      if (rule.hours !== undefined) hours.push({ value: calendarOf(rule.hours), scope, id });
      if (rule.restricted !== undefined) restricted.push({ value: rule.restricted, scope, id });
      const short = rule.shortSale;
      if (short !== undefined && (shortSale === undefined || STRICTNESS[short] > STRICTNESS[shortSale.value]))
        shortSale = { value: short, scope, id };
    }
    if (scope === 'strategy') repeated = ringsFor(place, 'repeatedExecution');
    levels.push(compileLevel(rules, place, instrument, ringsFor));
  }
  const priced = Math.min(notional.value, collar.value) < Infinity || levels.some((level) => level.amounts);
  return {
    version: config.version,
    quantity,
    notional,
    volumeShare,
    collar,
    age,
    quoteAge,
    duplicate,
    windows,
    hours,
    restricted,
    shortSale,
    levels,
    repeated,
    ratio,
    ratioFrom,
    needsReference: priced,
  };
}

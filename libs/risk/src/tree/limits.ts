import { parseDecimalBig, type Instrument, type MarketCalendar } from '@bourseworks/domain';
import type { BuyingPower, Restriction, RiskConfig, RiskRule, RiskScope, ShortSale } from '../config/risk-config.js';
import { NOTIONAL_SCALE } from '../denial.js';
import { calendarOf } from '../market/trading-hours.js';
import type { MoneyNode } from './money.js';
import type { RateRing } from './rate-ring.js';

/** The tightest of all limits of one kind on a path, and the scope that it comes from. */
export interface TightLimit {
  value: number;
  scope: RiskScope;
}

/** A limit that is no number, and the scope that it comes from. */
export interface ScopedLimit<T> {
  readonly value: T;
  readonly scope: RiskScope;
}

/** Amounts at 10^-4 of the account's currency. */
export interface BuyingLimit {
  readonly cash: boolean;
  readonly credit: number;
  readonly feeBps: number;
  readonly marginBps: number;
}

/**
 * Limits on counters of one level, in integers of the instrument and of the level's currency; Infinity = none. Shared by all
 * paths of the level that have the same rules: what a chain of checks reads is to stay in the processor's cache.
 */
export interface LevelLimits {
  readonly scope: RiskScope;
  /** Node that counts over all instruments of the level (symbol: the instrument's own). */
  readonly all: number;
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

/** Limits on a single order. Shared as well. */
export interface OrderLimits {
  readonly quantity: TightLimit;
  readonly notional: TightLimit;
  readonly volumeShare: TightLimit;
  readonly collar: TightLimit;
  readonly age: TightLimit;
  readonly quoteAge: TightLimit;
  /** The longest window is the tightest. */
  readonly duplicate: TightLimit;
  readonly windows: readonly ScopedLimit<{ readonly bps: number; readonly windowUs: number }>[];
  readonly hours: readonly ScopedLimit<MarketCalendar>[];
  readonly restricted: readonly ScopedLimit<Restriction>[];
  readonly shortSale: ScopedLimit<ShortSale> | undefined;
  /** Something needs a price: market orders without a reference are refused. */
  readonly needsReference: boolean;
  /** Messages for each execution; Infinity = none. */
  readonly ratio: TightLimit;
  readonly ratioFrom: number;
}

export interface PathLimits {
  readonly version: number;
  readonly order: OrderLimits;
  /** Firm, account, strategy, symbol. */
  readonly levels: readonly LevelLimits[];
  readonly repeated: readonly RateRing[];
}

/** Where a level of a path keeps its counters and rings. */
export interface LevelPlace {
  readonly scope: RiskScope;
  readonly id: string;
  readonly all: number;
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

/** Whether some limit is of what positions are worth. */
export function needsValue({ rules }: RiskConfig): boolean {
  return rules.some(
    (rule) =>
      (rule.maxGrossNotional ?? rule.maxNetNotional ?? rule.maxConcentrationBps ?? rule.dailyLoss ?? rule.drawdown) !==
        undefined || rule.buyingPower?.model === 'MARGIN',
  );
}

function tight(value = Infinity): TightLimit {
  return { value, scope: 'firm' };
}

function tighten(limit: TightLimit, value: number | undefined, scope: RiskScope): void {
  if (value === undefined || value >= limit.value) return;
  limit.value = value;
  limit.scope = scope;
}

function buyingLimit(power: BuyingPower | undefined): BuyingLimit | undefined {
  if (power === undefined) return undefined;
  const { model, credit = '0', feeBps = 0, initialMarginBps = WHOLE_BPS } = power;
  return { cash: model === 'CASH', credit: units(credit, NOTIONAL_SCALE), feeBps, marginBps: initialMarginBps };
}

function compileLevel(rules: readonly RiskRule[], place: LevelPlace, instrument: Instrument, ringsFor: RingsFor) {
  const { scope, all, money } = place;
  const level = {
    scope,
    all,
    money,
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

function compileOrder(rules: readonly (readonly [RiskScope, RiskRule])[], qtyScale: number): OrderLimits {
  const numbers = {
    quantity: tight(),
    notional: tight(),
    volumeShare: tight(),
    collar: tight(),
    age: tight(),
    quoteAge: tight(),
    duplicate: tight(0),
    ratio: tight(),
  };
  const windows: ScopedLimit<{ bps: number; windowUs: number }>[] = [];
  const hours: ScopedLimit<MarketCalendar>[] = [];
  const restricted: ScopedLimit<Restriction>[] = [];
  let shortSale: ScopedLimit<ShortSale> | undefined;
  let ratioFrom = Infinity;
  for (const [scope, rule] of rules) {
    tighten(numbers.quantity, units(rule.maxOrderQuantity, qtyScale), scope);
    tighten(numbers.notional, units(rule.maxOrderNotional, NOTIONAL_SCALE), scope);
    tighten(numbers.volumeShare, rule.maxVolumeShareBps, scope);
    tighten(numbers.collar, rule.priceCollar?.bps, scope);
    tighten(numbers.age, rule.priceCollar?.maxAgeUs, scope);
    tighten(numbers.quoteAge, rule.staleData?.maxAgeUs, scope);
    tighten(numbers.ratio, rule.messageTradeRatio?.ratio, scope);
    ratioFrom = Math.min(ratioFrom, rule.messageTradeRatio?.minMessages ?? Infinity);
    const { windowUs = 0 } = rule.duplicate ?? {};
    if (windowUs > numbers.duplicate.value) numbers.duplicate = { value: windowUs, scope };
    if (rule.priceWindow !== undefined) windows.push({ value: rule.priceWindow, scope });
    if (rule.hours !== undefined) hours.push({ value: calendarOf(rule.hours), scope });
    if (rule.restricted !== undefined) restricted.push({ value: rule.restricted, scope });
    const short = rule.shortSale;
    if (short !== undefined && (shortSale === undefined || STRICTNESS[short] > STRICTNESS[shortSale.value]))
      shortSale = { value: short, scope };
  }
  const priced = rules.some(
    ([, rule]) =>
      (rule.maxOrderNotional ??
        rule.priceCollar ??
        rule.buyingPower ??
        rule.maxGrossNotional ??
        rule.maxNetNotional ??
        rule.maxConcentrationBps) !== undefined,
  );
  return { ...numbers, windows, hours, restricted, shortSale, ratioFrom, needsReference: priced };
}

/** Compiles rules, so that a check only compares numbers, and gives paths with the same rules the same limits. */
export class LimitCompiler {
  private readonly levels = new Map<string, LevelLimits>();
  private readonly orders = new Map<string, OrderLimits>();

  constructor(
    private readonly config: RiskConfig,
    private readonly ringsFor: RingsFor,
  ) {}

  compile(instrument: Instrument, places: readonly LevelPlace[]): PathLimits {
    const { config, ringsFor } = this;
    const all: (readonly [RiskScope, RiskRule])[] = [];
    const levels: LevelLimits[] = [];
    let repeated: readonly RateRing[] = [];
    for (const place of places) {
      const { scope, id } = place;
      const rules = rulesOf(config, scope, id, instrument.key);
      for (const rule of rules) all.push([scope, rule]);
      if (scope === 'strategy') repeated = ringsFor(place, 'repeatedExecution');
      levels.push(this.level(rules, place, instrument));
    }
    const key = `${instrument.qtyScale}|${all.map(([, rule]) => config.rules.indexOf(rule)).join()}`;
    let order = this.orders.get(key);
    if (order === undefined) this.orders.set(key, (order = compileOrder(all, instrument.qtyScale)));
    return { version: config.version, order, levels, repeated };
  }

  private level(rules: readonly RiskRule[], place: LevelPlace, instrument: Instrument): LevelLimits {
    const money = place.money.map(({ node }) => node).join();
    const numbers = rules.map((rule) => this.config.rules.indexOf(rule)).join();
    const key = `${place.scope}|${place.all}|${money}|${instrument.qtyScale}|${numbers}`;
    let level = this.levels.get(key);
    if (level === undefined) this.levels.set(key, (level = compileLevel(rules, place, instrument, this.ringsFor)));
    return level;
  }
}

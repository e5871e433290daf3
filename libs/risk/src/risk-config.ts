import { ok, parseDecimalBig, refuse, type Result } from '@bourseworks/domain';

export const RISK_SCOPES = ['firm', 'account', 'strategy', 'symbol'] as const;
/** Widest first: the order in which the limits of an order are checked. */
export type RiskScope = (typeof RISK_SCOPES)[number];

export interface PriceCollar {
  /** Basis points of the reference, 1-10000. */
  readonly bps: number;
  /** Deny when the reference is older, microseconds; absent = any age will do. */
  readonly maxAgeUs?: number;
}

/** At most `count` in ANY window of `windowUs`. */
export interface RateLimit {
  readonly count: number;
  readonly windowUs: number;
}

/** The limits of one scope. Quantities and amounts are decimal text, in the base and the currency of the instrument. */
export interface RiskRule {
  readonly scope: RiskScope;
  /** `all` for the firm, else an account, strategy or instrument key (`venue/symbol`); `*` stands for each of the scope. */
  readonly id: string;
  readonly maxOrderQuantity?: string;
  readonly maxOrderNotional?: string;
  /** Cap on |position| counting open orders, one instrument at a time. */
  readonly maxPosition?: string;
  readonly maxOpenOrders?: number;
  /** Cap on held plus reserved notional; orders that only reduce a position pass. */
  readonly maxGrossNotional?: string;
  readonly priceCollar?: PriceCollar;
  readonly orderRate?: RateLimit;
  readonly replaceRate?: RateLimit;
}

/** All limits, as kept in a file. `version` is named in every denial. */
export interface RiskConfig {
  readonly version: number;
  readonly rules: readonly RiskRule[];
}

/** Bound on a rate's ring, which is allocated at once. */
export const MAX_RATE_COUNT = 100_000;
const MAX_RULES = 10_000;
const MAX_WINDOW_US = 86_400_000_000;
const AMOUNT_SCALE = 18;

const AMOUNTS = ['maxOrderQuantity', 'maxOrderNotional', 'maxPosition', 'maxGrossNotional'] as const;
const RATES = ['orderRate', 'replaceRate'] as const;
const FIELDS: ReadonlySet<string> = new Set(['scope', 'id', 'maxOpenOrders', 'priceCollar', ...AMOUNTS, ...RATES]);

type Plain = Readonly<Record<string, unknown>>;

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown, max: number): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1 && value <= max;
}

function invalid(at: string, why: string): Result<never> {
  return refuse('CONFIG_INVALID', `risk configuration: ${at} ${why}`, { field: at });
}

function onlyFields(value: Plain, at: string, fields: ReadonlySet<string>): Result<never> | undefined {
  for (const name of Object.keys(value)) if (!fields.has(name)) return invalid(`${at}.${name}`, 'is not a known field');
  return undefined;
}

function checkAmounts(rule: Plain, at: string): Result<never> | undefined {
  for (const name of AMOUNTS) {
    const text = rule[name];
    if (text === undefined) continue;
    const parsed = typeof text === 'string' ? parseDecimalBig(text, AMOUNT_SCALE) : undefined;
    if (parsed?.ok !== true || parsed.value < 0n)
      return invalid(`${at}.${name}`, 'is to be a decimal text, not negative');
  }
  return undefined;
}

const COLLAR_FIELDS: ReadonlySet<string> = new Set(['bps', 'maxAgeUs']);
const RATE_FIELDS: ReadonlySet<string> = new Set(['count', 'windowUs']);

function checkCollar(rule: Plain, at: string): Result<never> | undefined {
  const collar = rule['priceCollar'];
  if (collar === undefined) return undefined;
  if (!isPlain(collar)) return invalid(`${at}.priceCollar`, 'is to be an object');
  if (!isCount(collar['bps'], 10_000)) return invalid(`${at}.priceCollar.bps`, 'is to be an integer from 1 to 10000');
  if (collar['maxAgeUs'] !== undefined && !isCount(collar['maxAgeUs'], MAX_WINDOW_US)) {
    return invalid(`${at}.priceCollar.maxAgeUs`, 'is to be an integer from 1 to a day');
  }
  return onlyFields(collar, `${at}.priceCollar`, COLLAR_FIELDS);
}

function checkRates(rule: Plain, at: string): Result<never> | undefined {
  for (const name of RATES) {
    const rate = rule[name];
    if (rate === undefined) continue;
    if (!isPlain(rate)) return invalid(`${at}.${name}`, 'is to be an object');
    if (!isCount(rate['count'], MAX_RATE_COUNT))
      return invalid(`${at}.${name}.count`, `is to be an integer from 1 to ${MAX_RATE_COUNT}`);
    if (!isCount(rate['windowUs'], MAX_WINDOW_US))
      return invalid(`${at}.${name}.windowUs`, 'is to be an integer from 1 to a day');
    const unknown = onlyFields(rate, `${at}.${name}`, RATE_FIELDS);
    if (unknown !== undefined) return unknown;
  }
  return undefined;
}

function checkRule(rule: unknown, at: string): Result<never> | undefined {
  if (!isPlain(rule)) return invalid(at, 'is to be an object');
  const scope = rule['scope'];
  if (!RISK_SCOPES.some((one) => one === scope))
    return invalid(`${at}.scope`, `is to be one of ${RISK_SCOPES.join(', ')}`);
  const id = rule['id'];
  if (typeof id !== 'string' || id === '' || (scope === 'firm' && id !== 'all'))
    return invalid(`${at}.id`, 'is to be an id (firm: all)');
  if (
    rule['maxOpenOrders'] !== undefined &&
    rule['maxOpenOrders'] !== 0 &&
    !isCount(rule['maxOpenOrders'], 1_000_000)
  ) {
    return invalid(`${at}.maxOpenOrders`, 'is to be an integer from 0 to 1000000');
  }
  return onlyFields(rule, at, FIELDS) ?? checkAmounts(rule, at) ?? checkCollar(rule, at) ?? checkRates(rule, at);
}

/** Checks a plain object, such as a parsed file. The refusal names the first field that is wrong. */
export function validateRiskConfig(value: unknown): Result<RiskConfig> {
  if (!isPlain(value)) return invalid('root', 'is to be an object');
  const unknown = onlyFields(value, 'root', new Set(['version', 'rules']));
  if (unknown !== undefined) return unknown;
  if (!isCount(value['version'], Number.MAX_SAFE_INTEGER)) return invalid('version', 'is to be a positive integer');
  const rules = value['rules'];
  if (!Array.isArray(rules) || rules.length > MAX_RULES)
    return invalid('rules', `is to be an array of at most ${MAX_RULES}`);
  for (let i = 0; i < rules.length; i++) {
    const fault = checkRule(rules[i], `rules[${i}]`);
    if (fault !== undefined) return fault;
  }
  return ok(value as unknown as RiskConfig);
}

import { ok, parseDecimalBig, refuse, type Result } from '@bourseworks/domain';
import { CONFIG_FIELDS, SCOPED_LIMITS, WIDE_LIMITS, type Field, type Fields } from './fields.js';
import type { RiskConfig, RiskRule } from './risk-config.js';

const AMOUNT_SCALE = 18;

type Plain = Readonly<Record<string, unknown>>;
/** What is wrong, and where. */
interface Fault {
  readonly at: string;
  readonly why: string;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: value });
    return true;
  } catch {
    return false;
  }
}

function checkObject(value: unknown, fields: Fields, at: string): Fault | undefined {
  if (!isPlain(value)) return { at, why: 'is to be an object' };
  const prefix = at === '' ? '' : `${at}.`;
  for (const name of Object.keys(value))
    if (!Object.hasOwn(fields, name)) return { at: `${prefix}${name}`, why: 'is not a known field' };
  for (const [name, field] of Object.entries(fields)) {
    if (value[name] === undefined) {
      if (field.required === true) return { at: `${prefix}${name}`, why: 'is required' };
      continue;
    }
    const fault = checkField(value[name], field, `${prefix}${name}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkList(value: unknown, field: Field & { kind: 'list' }, at: string): Fault | undefined {
  if (!Array.isArray(value) || value.length < field.min || value.length > field.max)
    return { at, why: `is to be an array of ${field.min} to ${field.max}` };
  for (let i = 0; i < value.length; i++) {
    const fault = checkField(value[i], field.of, `${at}[${i}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkTable(value: unknown, field: Field & { kind: 'table' }, at: string): Fault | undefined {
  if (!isPlain(value) || Object.keys(value).length > field.max)
    return { at, why: `is to be an object of at most ${field.max} entries` };
  for (const [key, one] of Object.entries(value)) {
    if (!field.key.test(key)) return { at: `${at}.${key}`, why: `is not ${field.what}` };
    const fault = checkField(one, field.of, `${at}.${key}`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function checkField(value: unknown, field: Field, at: string): Fault | undefined {
  const text = typeof value === 'string' ? value : undefined;
  switch (field.kind) {
    case 'amount': {
      const parsed = text === undefined ? undefined : parseDecimalBig(text, AMOUNT_SCALE);
      const fits = parsed?.ok === true && parsed.value >= 0n;
      return fits ? undefined : { at, why: 'is to be a decimal text, not negative' };
    }
    case 'integer': {
      const fits = Number.isSafeInteger(value) && (value as number) >= field.min && (value as number) <= field.max;
      return fits ? undefined : { at, why: `is to be an integer from ${field.min} to ${field.max}` };
    }
    case 'choice':
      return text !== undefined && field.of.includes(text)
        ? undefined
        : { at, why: `is to be one of ${field.of.join(', ')}` };
    case 'text':
      return text !== undefined && field.pattern.test(text) ? undefined : { at, why: `is to be ${field.what}` };
    case 'zone':
      return text !== undefined && isZone(text)
        ? undefined
        : { at, why: 'is to be a time zone, such as America/New_York' };
    case 'list':
      return checkList(value, field, at);
    case 'table':
      return checkTable(value, field, at);
    case 'object':
      return checkObject(value, field.fields, at);
  }
}

/** What a single field cannot tell: that fields of a rule go together. */
function checkRule(rule: RiskRule, at: string): Fault | undefined {
  if (rule.scope === 'firm' && rule.id !== 'all') return { at: `${at}.id`, why: 'is to be an id (firm: all)' };
  if (rule.symbol !== undefined) {
    if (rule.scope === 'symbol')
      return { at: `${at}.symbol`, why: 'is not for rules of scope symbol, which name it as id' };
    const wide = WIDE_LIMITS.find((name) => rule[name] !== undefined);
    if (wide !== undefined) return { at: `${at}.${wide}`, why: 'counts over all instruments: not with symbol' };
  }
  for (const [name, scopes] of Object.entries(SCOPED_LIMITS))
    if (rule[name as keyof RiskRule] !== undefined && !scopes.includes(rule.scope))
      return { at: `${at}.${name}`, why: `is for the scopes ${scopes.join(', ')}` };
  if (rule.buyingPower?.model === 'CASH' && rule.buyingPower.initialMarginBps !== undefined)
    return { at: `${at}.buyingPower.initialMarginBps`, why: 'is for the model MARGIN' };
  return undefined;
}

/** Of two words about one account nobody could say which holds. */
function checkAccounts(name: 'selfTrade' | 'crossing', config: RiskConfig): Fault | undefined {
  const ids = (config[name]?.accounts ?? []).map(({ id }) => id);
  const again = ids.findIndex((id, n) => ids.indexOf(id) !== n);
  return again < 0 ? undefined : { at: `${name}.accounts[${again}].id`, why: 'is named already' };
}

/** Checks a plain object, such as a parsed file. The refusal, CONFIG_INVALID, names the first field that is wrong. */
export function validateRiskConfig(value: unknown): Result<RiskConfig> {
  let fault = checkObject(value, CONFIG_FIELDS, '');
  const config = value as RiskConfig;
  for (let i = 0; fault === undefined && i < config.rules.length; i++)
    fault = checkRule(config.rules[i], `rules[${i}]`);
  fault ??= checkAccounts('selfTrade', config) ?? checkAccounts('crossing', config);
  if (fault === undefined && config.rates !== undefined && config.currency === undefined)
    fault = { at: 'rates', why: 'are to the currency of the firm, which is not named' };
  if (fault === undefined) return ok(config);
  const at = fault.at === '' ? 'root' : fault.at;
  return refuse('CONFIG_INVALID', `risk configuration: ${at} ${fault.why}`, { field: at });
}

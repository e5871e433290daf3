import { ok, type Result } from '@bourseworks/domain';
import { checkAccounts, invalid, isPlain, onlyFields, type Plain } from '../self-trade/plain-config.js';
import {
  CROSSING_MODES,
  MAX_HOLD_US,
  MAX_QUOTE_AGE_US,
  NO_CROSSING,
  type CrossingMode,
  type CrossingOptions,
} from './crossing-options.js';

interface PolicyFields {
  readonly mode?: CrossingMode;
  readonly holdUs?: number;
  readonly maxQuoteAgeUs?: number;
}

/** Internal crossing as kept in a file; what an account leaves out is as above it, and OFF, 0, one second there. */
export interface CrossingConfig extends PolicyFields {
  readonly accounts?: readonly (PolicyFields & { readonly id: string })[];
}

const AT = 'crossing';
const FIELDS = ['mode', 'holdUs', 'maxQuoteAgeUs'];

function checkNumber(value: Plain, at: string, name: string, min: number, max: number): Result<never> | undefined {
  const number = value[name];
  if (number === undefined) return undefined;
  if (typeof number === 'number' && Number.isSafeInteger(number) && number >= min && number <= max) return undefined;
  return invalid(`${at}.${name}`, `is to be an integer from ${min} to ${max}`);
}

function checkPolicy(value: Plain, at: string): Result<never> | undefined {
  const { mode } = value;
  if (mode !== undefined && !CROSSING_MODES.some((one) => one === mode))
    return invalid(`${at}.mode`, `is to be one of ${CROSSING_MODES.join(', ')}`);
  return (
    checkNumber(value, at, 'holdUs', 0, MAX_HOLD_US) ?? checkNumber(value, at, 'maxQuoteAgeUs', 1, MAX_QUOTE_AGE_US)
  );
}

/** Checks a plain object, such as a part of a parsed file. The refusal names the first field that is wrong. */
export function validateCrossingConfig(value: unknown): Result<CrossingConfig> {
  if (!isPlain(value)) return invalid(AT, 'is to be an object');
  const account = (one: Plain, at: string) => onlyFields(one, at, ['id', ...FIELDS]) ?? checkPolicy(one, at);
  const fault =
    onlyFields(value, AT, [...FIELDS, 'accounts']) ??
    checkPolicy(value, AT) ??
    checkAccounts(value['accounts'], `${AT}.accounts`, account);
  return fault ?? ok(value as CrossingConfig);
}

/** What the engine asks, of a configuration. */
export function crossingOptions(config: CrossingConfig): CrossingOptions {
  const fill = (own: PolicyFields, above: Required<PolicyFields>) => ({
    mode: own.mode ?? above.mode,
    holdUs: own.holdUs ?? above.holdUs,
    maxQuoteAgeUs: own.maxQuoteAgeUs ?? above.maxQuoteAgeUs,
  });
  const all = fill(config, NO_CROSSING);
  const accounts = new Map(config.accounts?.map((account) => [account.id, fill(account, all)]));
  return { policyOf: (account) => accounts.get(account) ?? all };
}

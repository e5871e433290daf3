import { parseMoney } from '@bourseworks/domain';
import { ConfigError } from '@bourseworks/observability';
import type { AccountConfig } from '@bourseworks/portfolio';

const MAX_ACCOUNTS = 1_000;

/** An account of this OMS. */
export interface OmsAccount extends AccountConfig {
  /** Brokers that hold it; undefined: all of them. */
  readonly adapters?: readonly string[];
}

/** Accounts that a broker holds. */
export function accountsAt(accounts: readonly OmsAccount[], adapter: string): string[] {
  return accounts.filter(({ adapters }) => adapters?.includes(adapter) ?? true).map(({ id }) => id);
}

function invalid(why: string): ConfigError {
  return new ConfigError([`ACCOUNTS ${why}; it is a list such as [{"id":"SIM","currency":"USD","cash":"1000000"}]`]);
}

function account(value: unknown): OmsAccount {
  if (typeof value !== 'object' || value === null) throw invalid('holds something that is no object');
  const { id, currency, cash, adapters } = value as Record<string, unknown>;
  if (typeof id !== 'string' || !/^[A-Za-z0-9_.-]{1,32}$/.test(id))
    throw invalid('holds an id that is not 1-32 letters, digits, _ . or -');
  if (typeof currency !== 'string' || !/^[A-Z]{3,5}$/.test(currency))
    throw invalid(`: the currency of ${id} is not three to five capitals`);
  const amount = typeof cash === 'string' ? parseMoney(cash) : undefined;
  if (amount?.ok !== true || amount.value < 0n) throw invalid(`: the cash of ${id} is not a decimal text`);
  if (adapters === undefined) return { id, currency, cash: amount.value };
  const named = Array.isArray(adapters) && adapters.length > 0 && adapters.every((name) => typeof name === 'string');
  if (!named) throw invalid(`: the adapters of ${id} are not a list of names`);
  return { id, currency, cash: amount.value, adapters };
}

/** Reads the list of accounts; throws ConfigError saying what is wrong. */
export function parseAccounts(text: string): OmsAccount[] {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    throw invalid('is not JSON');
  }
  if (!Array.isArray(list) || list.length === 0 || list.length > MAX_ACCOUNTS)
    throw invalid(`is not a list of 1-${MAX_ACCOUNTS} accounts`);
  const accounts = list.map(account);
  const twice = accounts.find((one, index) => accounts.findIndex((other) => other.id === one.id) !== index);
  if (twice !== undefined) throw invalid(`names ${twice.id} twice`);
  return accounts;
}

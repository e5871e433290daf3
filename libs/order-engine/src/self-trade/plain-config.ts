import { refuse, type Result } from '@bourseworks/domain';

export type Plain = Readonly<Record<string, unknown>>;

const MAX_ACCOUNTS = 10_000;

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The refusal of a part of a configuration, which `details.field` names. */
export function invalid(at: string, why: string): Result<never> {
  return refuse('CONFIG_INVALID', `${at} ${why}`, { field: at });
}

export function onlyFields(value: Plain, at: string, fields: readonly string[]): Result<never> | undefined {
  for (const name of Object.keys(value))
    if (!fields.includes(name)) return invalid(`${at}.${name}`, 'is not a known field');
  return undefined;
}

/** Checks the accounts of a configuration: each named once, the rest of it by `check`. */
export function checkAccounts(
  accounts: unknown,
  at: string,
  check: (account: Plain, at: string) => Result<never> | undefined,
): Result<never> | undefined {
  if (accounts === undefined) return undefined;
  if (!Array.isArray(accounts) || accounts.length > MAX_ACCOUNTS)
    return invalid(at, `is to be an array of at most ${MAX_ACCOUNTS}`);
  const seen = new Set<string>();
  for (let i = 0; i < accounts.length; i++) {
    const account: unknown = accounts[i];
    const here = `${at}[${i}]`;
    if (!isPlain(account)) return invalid(here, 'is to be an object');
    const { id } = account;
    if (typeof id !== 'string' || id === '' || seen.has(id))
      return invalid(`${here}.id`, 'is to be the id of an account, named once');
    seen.add(id);
    const fault = check(account, here);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

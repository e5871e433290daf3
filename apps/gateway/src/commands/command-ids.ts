import { createHash } from 'node:crypto';

/** The OMS takes no longer one. */
const MAX_LENGTH = 64;

/** Slashes stand between the parts and in none of them: `a/cancel` may be the name of an account too. */
const part = (text: string): string => text.replaceAll('%', '%25').replaceAll('/', '%2F');

/**
 * The id that the OMS knows a command of the gateway by: account and what the client named, joined by slashes. People's ids are one space for all accounts there, and one that looks like a strategy's own would count as
 * the strategy's: this one is unique for each account and kind of command, and never looks so. One that is too long is the
 * digest of itself.
 */
export function commandIdOf(account: string, ...names: readonly string[]): string {
  const id = [account, ...names].map(part).join('/');
  if (id.length <= MAX_LENGTH) return id;
  return `~${createHash('sha256').update(id).digest('base64url')}`;
}

/** Of commands that belong to no account. */
export function platformCommandId(kind: string, ...names: readonly string[]): string {
  return commandIdOf('', kind, ...names);
}

import { DomainError } from '@bourseworks/domain';

/** Nothing is asked for so long after a venue refused a login, milliseconds: repeated at once it would lock the account. */
export const LOGIN_PAUSE_MS = 60_000;

/** A venue refuses our keys; `reason` quotes none of them. */
export function loginRefused(adapter: string, venue: string, reason: string): DomainError {
  const message = `${venue} refuses the login: ${reason}`;
  return new DomainError({ code: 'ADAPTER_LOGIN', message, details: { adapter } });
}

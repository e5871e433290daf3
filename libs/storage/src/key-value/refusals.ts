import type { DomainError } from '@bourseworks/domain';
import { KEY_VALUE_LIMITS } from '@bourseworks/ports';
import { beyond } from '../refusals.js';

/** A bag that holds as many members as it may. */
export const bagFull = (bag: string): DomainError =>
  beyond(`the bag ${bag} has as many members as it may`, KEY_VALUE_LIMITS.members);

/** A store that holds as much as it may: of those that count it themselves. */
export const storeFull = (bound: number): DomainError => beyond('the store has as many entries as it may', bound);

function checkText(what: string, text: string, least: number, most: number): void {
  // Half a surrogate pair has no UTF-8 of its own: two such keys would become one.
  if (/\p{Surrogate}/u.test(text)) throw beyond(`${what} is no well-formed Unicode text`, most);
  const bytes = Buffer.byteLength(text);
  if (bytes < least || bytes > most) throw beyond(`${what} has ${bytes} bytes; it has ${least} to the bound`, most);
}

/** @throws DomainError STORE_LIMIT */
export function checkNames(...names: readonly string[]): void {
  for (const name of names) checkText('a key or name', name, 1, KEY_VALUE_LIMITS.keyBytes);
}

function checkTtl(ttlUs: number): void {
  const { minTtlUs, maxTtlUs } = KEY_VALUE_LIMITS;
  if (!Number.isSafeInteger(ttlUs) || ttlUs < minTtlUs)
    throw beyond(`a time to live of ${ttlUs} us; it is a whole number from the bound`, minTtlUs);
  if (ttlUs > maxTtlUs) throw beyond(`a time to live of ${ttlUs} us; it is at most the bound`, maxTtlUs);
}

/** @throws DomainError STORE_LIMIT */
export function checkEntry(key: string, value: string | undefined, ttlUs: number | undefined): void {
  checkNames(key);
  if (value !== undefined) checkText('a value', value, 0, KEY_VALUE_LIMITS.valueBytes);
  if (ttlUs !== undefined) checkTtl(ttlUs);
}

/** @throws DomainError STORE_LIMIT */
export function checkMember(bag: string, member: string, value: string, ttlUs: number): void {
  checkNames(bag, member);
  checkText('the value of a member', value, 0, KEY_VALUE_LIMITS.memberBytes);
  checkTtl(ttlUs);
}

/** @throws DomainError STORE_LIMIT */
export function checkLease(name: string, owner: string, ttlUs: number): void {
  checkNames(name, owner);
  checkTtl(ttlUs);
}

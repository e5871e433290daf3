import { ok, refuse, type Refused, type Result } from '@bourseworks/domain';

/** The version that a change is made against; `any` for the header `*`. */
export type Expected = number | 'any';

/** A version as the ETag header says it. */
export function etagOf(version: number): string {
  return `"${version}"`;
}

/**
 * Reads an If-Match header of one tag. A weak tag counts too: proxies that compress weaken tags, and a version is the same
 * whatever its encoding.
 */
export function readIfMatch(header: string | undefined): Result<Expected> {
  if (header === undefined || header === '') {
    return refuse('RECORD_VERSION_REQUIRED', 'the If-Match header is missing: send the ETag of what you read');
  }
  if (header.trim() === '*') return ok('any');
  const match = /^\s*(?:W\/)?"(\d{1,15})"\s*$/.exec(header);
  if (match === null) return refuse('BAD_REQUEST', 'If-Match must be one ETag of this service, or *');
  return ok(Number(match[1]));
}

/** Undefined when the change may go on. Two tabs that read the same version: the second is told instead of overwriting. */
export function versionRefusal(expected: Expected, actual: number): Refused | undefined {
  if (expected === 'any' || expected === actual) return undefined;
  return refuse('RECORD_CHANGED', `you changed version ${expected}, it is at version ${actual}`, { version: actual });
}

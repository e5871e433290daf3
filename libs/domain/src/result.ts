import type { ErrorCode } from './errors/index.js';

/** Facts that go with a refusal: plain values only, so that they travel in JSON and in a log line. */
export type RefusalDetails = Readonly<Record<string, string | number | boolean | null>>;

/** An expected "no": a stable code, a sentence for people, and the facts behind it. Never thrown by the domain. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details?: RefusalDetails;
}

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Refused = { readonly ok: false; readonly refusal: Refusal };

/** Outcome of an operation that may be refused. Bugs and broken environments throw instead. */
export type Result<T> = Ok<T> | Refused;

export function ok<T>(value: T): Ok<T> {
  return { ok: true, value };
}

export function refuse(code: ErrorCode, message: string, details?: RefusalDetails): Refused {
  return { ok: false, refusal: details === undefined ? { code, message } : { code, message, details } };
}

/** The value, or a thrown DomainError: for places where a refusal is a bug or a configuration fault. */
export function expectOk<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new DomainError(result.refusal);
}

/** Carries a refusal through code that cannot return one (constructors, configuration at load). */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly details: RefusalDetails | undefined;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = 'DomainError';
    this.code = refusal.code;
    this.details = refusal.details;
  }
}

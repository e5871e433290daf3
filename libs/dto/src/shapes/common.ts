import type { ErrorCode, RefusalDetails } from '@bourseworks/domain';

/** Decimal string of nanoseconds since the Unix epoch. */
export type NanosText = string;
/** Decimal text of a price, quantity or amount, exact: "12.50". */
export type DecimalText = string;

/** The body of every error answer: `{error: {...}}`. */
export interface ErrorShape {
  readonly error: { readonly code: ErrorCode; readonly message: string; readonly details?: RefusalDetails };
}

/** Where a lock-step replay stands when a command or event is made. */
export interface StepTag {
  readonly run: string;
  /** Step number, from 1. */
  readonly n: number;
  /** Round within the step, from 0. */
  readonly round: number;
  /** Sequence of the sender within the run, from 1. */
  readonly sequence: number;
}

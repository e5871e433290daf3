import type { ErrorCode } from '@bourseworks/domain';

/** Why a service that runs has to end. */
export interface ServiceFailure {
  readonly code: ErrorCode;
  /** What is wrong, in words. */
  readonly reason: string;
  /** What the process exits with, 1 to 125. */
  readonly exitCode: number;
}

let onFailure = ({ exitCode }: ServiceFailure): void => process.exit(exitCode);

/** Who ends the process in order; before it is set, it ends at once. */
export function setFailureHandler(handler: (failure: ServiceFailure) => void): void {
  onFailure = handler;
}

/**
 * Called by a part without which the service is no use: the process stops in order, within five seconds, and exits with
 * `exitCode`. The first failure counts.
 */
export function failService(failure: ServiceFailure): void {
  onFailure(failure);
}

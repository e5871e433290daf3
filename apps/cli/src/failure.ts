import { ERRORS } from '@bourseworks/domain';
import { EXIT, type ExitCode } from './exit-codes.js';

/** A command that ends with a message for its user: what happened, and what to do next. */
export class CliFailure extends Error {
  constructor(
    readonly exitCode: ExitCode,
    message: string,
    readonly remedy?: string,
    /** Code of the error table, when the platform gave one. */
    readonly code?: string,
  ) {
    super(message);
    this.name = 'CliFailure';
  }
}

export const usage = (message: string, remedy?: string): CliFailure => new CliFailure(EXIT.usage, message, remedy);

const UNREACHABLE = new Set(['CONNECT_FAILED', 'LOGIN_REFUSED', 'TRANSPORT_DOWN', 'NO_HANDLER']);
const UNKNOWN = new Set(['REQUEST_TIMEOUT', 'REQUEST_ABORTED', 'REPLY_GAP']);

function exitOf(code: string): ExitCode {
  if (UNREACHABLE.has(code)) return EXIT.unreachable;
  return UNKNOWN.has(code) ? EXIT.unknown : EXIT.refused;
}

/** Any error as a failure: a coded one with the remedy of the error table, the rest as it is. */
export function failureOf(error: unknown): CliFailure {
  if (error instanceof CliFailure) return error;
  if (!(error instanceof Error)) return new CliFailure(EXIT.failed, String(error));
  const { code } = error as { code?: unknown };
  if (typeof code !== 'string' || !Object.hasOwn(ERRORS, code)) return new CliFailure(EXIT.failed, error.message);
  const { remedy } = ERRORS[code as keyof typeof ERRORS];
  return new CliFailure(exitOf(code), error.message, remedy, code);
}

import { DomainError, isErrorCode, type Refusal } from '@bourseworks/domain';

/** What an error of an adapter says to a caller: coded ones as they are, all else ADAPTER_FAILED with its text. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof DomainError) {
    const { code, message, details } = error;
    return details === undefined ? { code, message } : { code, message, details };
  }
  const message = error instanceof Error ? error.message : String(error);
  const { code } = (error ?? {}) as { code?: unknown };
  return { code: typeof code === 'string' && isErrorCode(code) ? code : 'ADAPTER_FAILED', message };
}

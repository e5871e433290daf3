import { isErrorCode, refuse, type RefusalDetails, type Result } from '@bourseworks/domain';
import { JSON_CODEC, decodeMessage } from '@bourseworks/dto';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { correlationHeaders } from './correlation.js';

/** What says that the other side was not reached or is not ready: the same request may be sent again. */
const TRANSIENT: ReadonlySet<string> = new Set([
  'TRANSPORT_DOWN',
  'TRANSPORT_FULL',
  'REQUEST_TIMEOUT',
  'REQUEST_ABORTED',
  'REQUEST_LIMIT',
  'REPLY_GAP',
  'PUBLISH_NOT_SENT',
  'PUBLISH_REJECTED',
  'PUBLISH_UNKNOWN',
  'GUARANTEED_UNAVAILABLE',
  'QUEUE_UNAVAILABLE',
  'SUBSCRIPTION_TIMEOUT',
  'SUBSCRIPTION_FAILED',
  'NO_HANDLER',
  'BUSY',
  'HISTORY_BUSY',
  // A venue that is away, or a worker that is started anew.
  'ADAPTER_FAILED',
  'OMS_STOPPED',
  'OMS_RECONCILING',
  'OMS_BUSY',
  'JOURNAL_WRITE',
  'STORE_UNAVAILABLE',
  'SERVICE_STOPPING',
]);

export function isTransient(code: string): boolean {
  return TRANSIENT.has(code);
}

/** Code, message and plain details of a failed request; codes outside the table become INTERNAL_ERROR. */
export function refusalOf(error: unknown): { readonly code: string; readonly result: ReturnType<typeof refuse> } {
  const {
    code = 'INTERNAL_ERROR',
    message = String(error),
    details,
  } = (error ?? {}) as {
    code?: string;
    message?: string;
    details?: unknown;
  };
  const known = isErrorCode(code) ? code : 'INTERNAL_ERROR';
  const plain = typeof details === 'object' && details !== null ? (details as RefusalDetails) : undefined;
  return { code, result: refuse(known, message, known === code ? plain : { ...plain, transport: code }) };
}

/** What comes of work with the bus; a failure as a refusal. Never rejects. */
export async function attempted<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await work();
  } catch (error) {
    const { code, result } = refusalOf(error);
    return result.refusal.code === code
      ? result
      : { ok: false, refusal: { ...result.refusal, details: { ...result.refusal.details, transport: code } } };
  }
}

/** Sends a JSON request and reads its one answer. Never rejects. */
export function ask<T>(session: SolaceSession, topic: string, body: unknown, timeoutMs: number): Promise<Result<T>> {
  return attempted(async () => {
    const reply = await session.request(topic, JSON_CODEC.encode(body), { timeoutMs, ...correlationHeaders() });
    return decodeMessage(reply) as Result<T>;
  });
}

/** Whether a refusal of `ask` or `attempted` may be cured by trying again. */
export function mayRetry(refusal: { readonly code: string; readonly details?: RefusalDetails }): boolean {
  const transport = refusal.details?.['transport'];
  return isTransient(refusal.code) || (typeof transport === 'string' && isTransient(transport));
}

import { setTimeout as sleep } from 'node:timers/promises';
import { DomainError } from '@bourseworks/domain';
import { backoffMs } from './backoff.js';
import type { AlpacaConfig } from './config.js';
import { adapterFailed, isPassing, quotable, restRefusal } from './errors.js';
import { asRaw, parseJson, type Raw } from './fields.js';

export interface RestTimings {
  /** How long one answer may take. */
  readonly timeoutMs: number;
  readonly firstRetryMs: number;
  /** The longest wait before a retry; a venue that asks for more is not waited for. */
  readonly maxRetryMs: number;
}

/** Attempts at one page in all. */
const MAX_TRIES = 5;
/** A page of 10 000 quotes has two megabytes; more than this is none. */
const MAX_ANSWER_BYTES = 32 * 1_024 * 1_024;

interface Reply {
  readonly status: number;
  readonly text: string;
  /** What the venue asks to wait, in milliseconds; undefined = it does not say. */
  readonly waitMs: number | undefined;
}

/** Asks for pages of history, with patience for the rate limit. Throws DomainError; an abort of the caller as it comes. */
export class RestClient {
  readonly #headers: Readonly<Record<string, string>>;
  readonly #keys: readonly string[];
  private readonly closed = new AbortController();

  constructor(
    private readonly url: string,
    { keyId, secretKey }: Pick<AlpacaConfig, 'keyId' | 'secretKey'>,
    private readonly timings: RestTimings,
  ) {
    this.#headers = { 'APCA-API-KEY-ID': keyId, 'APCA-API-SECRET-KEY': secretKey, accept: 'application/json' };
    this.#keys = [secretKey, keyId];
  }

  async get(path: string, query: Readonly<Record<string, string>>, caller: AbortSignal): Promise<Raw> {
    const target = `${this.url}${path}?${new URLSearchParams(query).toString()}`;
    const signal = AbortSignal.any([caller, this.closed.signal]);
    try {
      return asRaw(parseJson(await this.patiently(target, path, signal)), 'a page');
    } catch (error) {
      if (!caller.aborted && this.closed.signal.aborted) throw adapterFailed('the adapter is closed');
      throw error;
    }
  }

  close(): void {
    this.closed.abort();
  }

  private async patiently(target: string, path: string, signal: AbortSignal): Promise<string> {
    for (let attempt = 0; ; attempt++) {
      const outcome = await this.once(target, path, signal);
      if (!(outcome instanceof DomainError) && outcome.status < 300) return outcome.text;
      const waitMs = this.waitBefore(attempt, outcome);
      if (waitMs === undefined) throw this.refusal(outcome, path);
      await sleep(waitMs, undefined, { signal });
    }
  }

  /** How long to wait before another attempt; undefined = there is none. */
  private waitBefore(attempt: number, outcome: Reply | DomainError): number | undefined {
    if (attempt + 1 >= MAX_TRIES) return undefined;
    const { firstRetryMs: firstMs, maxRetryMs: maxMs } = this.timings;
    const ownMs = backoffMs(attempt, { firstMs, maxMs });
    if (outcome instanceof DomainError) return ownMs;
    if (!isPassing(outcome.status)) return undefined;
    if (outcome.waitMs === undefined) return ownMs;
    return outcome.waitMs > maxMs ? undefined : Math.max(outcome.waitMs, ownMs);
  }

  private async once(target: string, path: string, signal: AbortSignal): Promise<Reply | DomainError> {
    const timeout = AbortSignal.timeout(this.timings.timeoutMs);
    try {
      const response = await fetch(target, {
        headers: this.#headers,
        signal: AbortSignal.any([signal, timeout]),
        // The keys go to the configured host and to no other.
        redirect: 'error',
      });
      return { status: response.status, waitMs: waitOf(response.headers), text: await textOf(response) };
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof DomainError) throw error;
      const reason = timeout.aborted ? `no answer in ${this.timings.timeoutMs} ms` : reasonOf(error);
      return adapterFailed(`Alpaca could not be asked for ${path}: ${reason}`);
    }
  }

  private refusal(outcome: Reply | DomainError, path: string): DomainError {
    if (outcome instanceof DomainError) return outcome;
    return restRefusal(outcome.status, path, this.said(outcome.text));
  }

  private said(text: string): string {
    try {
      return quotable((JSON.parse(text) as Raw | null)?.['message'], this.#keys);
    } catch {
      // A page of a proxy, not of the API: its text helps nobody.
      return '';
    }
  }
}

async function textOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_ANSWER_BYTES) throw adapterFailed(`Alpaca sent a page of more than ${MAX_ANSWER_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/** `Retry-After` in seconds or as a date, or `X-RateLimit-Reset` in seconds since the epoch. */
function waitOf(headers: Headers): number | undefined {
  const after = headers.get('retry-after');
  if (after !== null && /^\d{1,9}$/.test(after)) return Number(after) * 1_000;
  const reset = headers.get('x-ratelimit-reset');
  const at = after !== null ? Date.parse(after) : Number(reset ?? Number.NaN) * 1_000;
  return Number.isFinite(at) ? Math.max(0, at - Date.now()) : undefined;
}

/** Why the network failed: `fetch failed` says nothing, its cause does. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const { code, message } = (cause ?? {}) as { code?: unknown; message?: unknown };
  return String(code ?? message ?? cause);
}

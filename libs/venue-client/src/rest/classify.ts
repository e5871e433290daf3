import type { Answer, Refused } from '../answer.js';
import { quotable } from '../redact.js';
import { retryAfterMs } from './retry-after.js';

/** What a venue says in the body of a refusal. */
export interface RefusalText {
  readonly code?: string;
  readonly message?: string;
  /** Where the code says more than the status does: UNKNOWN for "may have been done". */
  readonly fault?: 'RETRYABLE' | 'FINAL' | 'UNKNOWN';
}

export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

export interface ClassifyOptions {
  /** Asked once or often, it comes to the same: a GET. */
  readonly idempotent: boolean;
  readonly nowMs: number;
  readonly secrets: readonly string[];
  readonly readRefusal: ((body: unknown, status: number) => RefusalText | undefined) | undefined;
  readonly parseJson: ((text: string) => unknown) | undefined;
}

/** Statuses by which a venue turns down for now what it has not looked at. */
const TOO_MANY: ReadonlySet<number> = new Set([418, 429]);
/** The server gave up waiting, for the request or for a part of itself: what became of it is open. */
const REQUEST_TIMEOUT = 408;

type Fault = 'RETRYABLE' | 'FINAL' | 'UNKNOWN';

/** What a status means where the body says no more. */
function faultOf(status: number, idempotent: boolean): Fault {
  if (TOO_MANY.has(status)) return 'RETRYABLE';
  if (status >= 500 || status === REQUEST_TIMEOUT) return idempotent ? 'RETRYABLE' : 'UNKNOWN';
  if (status >= 400) return 'FINAL';
  // Neither done nor refused: a redirect of something in between.
  return idempotent ? 'FINAL' : 'UNKNOWN';
}

/** What an answer that came whole means. A 5xx, a time-out or an unreadable answer to a write is never a refusal. */
export function classify(reply: Reply, options: ClassifyOptions): Answer {
  const { status, headers, text } = reply;
  const body = parse(text, options.parseJson ?? JSON.parse);
  if (status >= 200 && status < 300) {
    if (body !== UNREADABLE) return { kind: 'ok', status, body, headers };
    return { kind: 'unknown', status, reason: `an answer with status ${status} that is not JSON` };
  }
  const said = body === UNREADABLE ? undefined : options.readRefusal?.(body, status);
  const fault = said?.fault ?? faultOf(status, options.idempotent);
  const code = quotable(said?.code, options.secrets) || `HTTP_${status}`;
  const message = quotable(said?.message, options.secrets) || `status ${status}`;
  if (fault === 'UNKNOWN') return { kind: 'unknown', status, reason: `${code}: ${message}` };
  const waitMs = retryAfterMs(headers['retry-after'], options.nowMs);
  const refused: Refused = { kind: 'refused', status, code, message, retryable: fault === 'RETRYABLE' };
  return {
    ...refused,
    ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }),
    ...(body === UNREADABLE ? {} : { body }),
  };
}

const UNREADABLE = Symbol('unreadable');

/** 204 and the like come with no text: that is an answer. */
function parse(text: string, parseJson: (text: string) => unknown): unknown {
  if (text === '') return undefined;
  try {
    return parseJson(text);
  } catch {
    return UNREADABLE;
  }
}

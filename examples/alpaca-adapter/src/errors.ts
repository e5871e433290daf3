import { DomainError, type ErrorCode } from '@bourseworks/domain';

/** What an error message of the WebSocket is about. */
export type StreamErrorScope =
  /** The keys or the plan: trying again at once cannot help. */
  | 'login'
  /** The subscription that was asked for; the connection and the other subscriptions stand. */
  | 'request'
  /** The connection, which has to be made anew. */
  | 'connection';

interface StreamError {
  readonly scope: StreamErrorScope;
  readonly code: ErrorCode;
  readonly says: string;
}

const failed = (scope: StreamErrorScope, says: string): StreamError => ({ scope, code: 'ADAPTER_FAILED', says });

/** Codes of the WebSocket, as Alpaca documents them. */
const STREAM_ERRORS: Readonly<Record<number, StreamError>> = {
  400: {
    scope: 'request',
    code: 'INSTRUMENT_UNKNOWN',
    says: 'it could not read the subscription; most likely it knows no such symbol',
  },
  401: failed('connection', 'a subscription came before the login'),
  402: failed('login', 'it refuses the keys: check ALPACA_KEY_ID and ALPACA_SECRET_KEY'),
  403: failed('connection', 'the login came twice'),
  404: failed('connection', 'the login came too late'),
  405: {
    scope: 'request',
    code: 'STREAM_LIMIT',
    says: 'the plan allows no more symbols at a time: close streams or change the plan',
  },
  406: failed(
    'connection',
    'the account has its one connection elsewhere: end the other program, and keep LIVE_WORKERS at 1',
  ),
  407: failed('connection', 'messages were not taken fast enough'),
  408: failed('login', 'the account has no access to this version'),
  409: failed('login', 'the plan does not cover this feed: choose another ALPACA_STREAM_URL'),
  410: { scope: 'request', code: 'KIND_UNSUPPORTED', says: 'the feed has no such channel' },
  411: failed('login', 'the key may not read market data'),
  500: failed('connection', 'it failed inside'),
};

const OTHER = failed('connection', 'it reported an error');

/** An error message of the WebSocket, coded. */
export interface StreamFailure {
  readonly scope: StreamErrorScope;
  readonly error: DomainError;
}

export function streamFailure(venueCode: unknown, venueMessage: string): StreamFailure {
  const known = typeof venueCode === 'number' ? STREAM_ERRORS[venueCode] : undefined;
  const { scope, code, says } = known ?? OTHER;
  const shown = typeof venueCode === 'number' ? venueCode : 'no code';
  const message = `Alpaca: ${says} (${shown} ${venueMessage})`;
  return { scope, error: new DomainError({ code, message, details: { adapter: 'alpaca', venueCode: shown } }) };
}

export function adapterFailed(message: string, details: Readonly<Record<string, string | number>> = {}): DomainError {
  return new DomainError({ code: 'ADAPTER_FAILED', message, details: { adapter: 'alpaca', ...details } });
}

/** What the venue said, short, and without the keys should it repeat them. */
export function quotable(said: unknown, keys: readonly string[]): string {
  if (typeof said !== 'string') return '';
  return keys.reduce((safe, key) => safe.replaceAll(key, '***'), said).slice(0, 200);
}

/** A status that asking again may change. */
export function isPassing(status: number): boolean {
  return status === 429 || status >= 500;
}

/** What a status other than 2xx means. `said` is the venue's message, empty when its answer was none of its API. */
export function restRefusal(status: number, path: string, said: string): DomainError {
  const shown = `(${status}${said === '' ? '' : ` ${said}`}, ${path})`;
  const refuse = (code: ErrorCode, says: string): DomainError =>
    new DomainError({ code, message: `Alpaca: ${says} ${shown}`, details: { adapter: 'alpaca', status } });
  if (status === 401) return refuse('ADAPTER_FAILED', 'it refuses the keys: check ALPACA_KEY_ID and ALPACA_SECRET_KEY');
  if (status === 403) return refuse('ADAPTER_FAILED', 'it refuses the keys, or the plan does not cover these data');
  if (status === 404 && said !== '') return refuse('HISTORY_NOT_FOUND', 'it has nothing there');
  if (status === 404) return refuse('ADAPTER_FAILED', 'there is no such page: check ALPACA_DATA_URL');
  if (status === 429) return refuse('ADAPTER_FAILED', 'its rate limit is used up; ask again in a minute');
  if (status === 400 || status === 422) {
    if (/symbol/i.test(said)) return refuse('INSTRUMENT_UNKNOWN', 'it knows no such symbol');
    if (/\b(?:start|end|date|time)\b/i.test(said)) return refuse('HISTORY_RANGE_INVALID', 'it refuses the range');
  }
  return refuse('ADAPTER_FAILED', 'it could not answer');
}

import { DomainError, type ErrorCode } from '@bourseworks/domain';
import { loginRefused, type Refused } from '@bourseworks/venue-client';
import { NAME } from '../parse/fields.js';

/** What an error message of a WebSocket is about. */
export type StreamErrorScope =
  /** The keys or the plan: trying again at once cannot help. */
  | 'login'
  /** The account has its one connection elsewhere: to be waited out. */
  | 'occupied'
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
const login = (says: string): StreamError => ({ scope: 'login', code: 'ADAPTER_LOGIN', says });

/** Codes of the WebSockets, as Alpaca documents them. */
const STREAM_ERRORS: Readonly<Record<number, StreamError>> = {
  400: {
    scope: 'request',
    code: 'INSTRUMENT_UNKNOWN',
    says: 'it could not read the subscription; most likely it knows no such symbol',
  },
  401: failed('connection', 'a subscription came before the login'),
  402: login('check ALPACA_KEY_ID and ALPACA_SECRET_KEY'),
  403: failed('connection', 'the login came twice'),
  404: failed('connection', 'the login came too late'),
  405: {
    scope: 'request',
    code: 'STREAM_LIMIT',
    says: 'the plan allows no more symbols at a time: close streams or change the plan',
  },
  406: failed('occupied', 'the account has its one connection elsewhere: end the other program'),
  407: failed('connection', 'messages were not taken fast enough'),
  408: login('the account has no access to this version'),
  409: login('the plan does not cover this feed: choose another ALPACA_FEED'),
  410: { scope: 'request', code: 'KIND_UNSUPPORTED', says: 'the feed has no such channel' },
  411: login('the key may not read market data'),
  500: failed('connection', 'it failed inside'),
};

const OTHER = failed('connection', 'it reported an error');

/** An error message of a WebSocket, coded. */
export interface StreamFailure {
  readonly scope: StreamErrorScope;
  readonly error: DomainError;
}

/** `said`: Alpaca's own words, without the keys. */
export function streamFailure(venueCode: number | undefined, said: string): StreamFailure {
  const { scope, code, says } = (venueCode === undefined ? undefined : STREAM_ERRORS[venueCode]) ?? OTHER;
  const shown = venueCode ?? 'no code';
  const text = `${says} (${shown} ${said})`;
  if (scope === 'login') return { scope, error: loginRefused(NAME, 'Alpaca', text) };
  const details = { adapter: NAME, venueCode: shown };
  return { scope, error: new DomainError({ code, message: `Alpaca: ${text}`, details }) };
}

/** What a refusal of the REST interfaces means, but for one of the keys; undefined where nothing more than that is known. */
export function restError({ status, message, body }: Refused, path: string): DomainError | undefined {
  const error = (code: ErrorCode, says: string): DomainError => {
    const details = { adapter: NAME, path, status };
    return new DomainError({ code, message: `Alpaca: ${says} (${status} ${message}, ${path})`, details });
  };
  if (status === 403) return error('ADAPTER_FAILED', 'the plan does not cover these data');
  // Without a body it is no answer of the interface: the address is wrong.
  if (status === 404 && body !== undefined) return error('INSTRUMENT_UNKNOWN', 'it has nothing there');
  if (status === 400 || status === 422) {
    if (/symbol/i.test(message)) return error('INSTRUMENT_UNKNOWN', 'it knows no such symbol');
    if (/\b(?:start|end|date|time)\b/i.test(message)) return error('HISTORY_RANGE_INVALID', 'it refuses the range');
  }
  return undefined;
}

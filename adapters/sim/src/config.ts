import { DomainError } from '@bourseworks/domain';

/** Configuration of the sim adapter; structured-cloneable, so that it can be handed to a worker thread. */
export interface SimConfig {
  /** Root of the exchange's REST interface, http; its WebSocket is at `/ws` below it. */
  readonly url: string;
  /** An account's API key is this prefix and the account's name. */
  readonly apiKeyPrefix: string;
  /** How long an answer may take, in milliseconds; after that the outcome of an order is unknown. */
  readonly requestTimeoutMs: number;
}

export type Env = Readonly<Record<string, string | undefined>>;

export const DEFAULT_URL = 'http://127.0.0.1:3010';
export const DEFAULT_PREFIX = 'dev-';
export const DEFAULT_TIMEOUT_MS = 5_000;
export const MIN_TIMEOUT_MS = 50;
export const MAX_TIMEOUT_MS = 60_000;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

/** Without a login: `fetch` takes no address that has one. */
function isHttpUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return protocol === 'http:' && username === '' && password === '';
}

/** Reads EXCHANGE_URL, EXCHANGE_API_KEY_PREFIX and EXCHANGE_REQUEST_TIMEOUT_MS. Throws DomainError CONFIG_INVALID. */
export function parseSimConfig(env: Env): SimConfig {
  const url = (env['EXCHANGE_URL'] || DEFAULT_URL).replace(/\/+$/, '');
  if (!isHttpUrl(url)) throw invalid('EXCHANGE_URL', 'must be an http:// address without a login');
  const requestTimeoutMs = Number(env['EXCHANGE_REQUEST_TIMEOUT_MS'] || DEFAULT_TIMEOUT_MS);
  if (!Number.isInteger(requestTimeoutMs) || requestTimeoutMs < MIN_TIMEOUT_MS || requestTimeoutMs > MAX_TIMEOUT_MS) {
    const range = `from ${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`;
    throw invalid('EXCHANGE_REQUEST_TIMEOUT_MS', `must be a whole number of milliseconds ${range}`);
  }
  return { url, apiKeyPrefix: env['EXCHANGE_API_KEY_PREFIX'] || DEFAULT_PREFIX, requestTimeoutMs };
}

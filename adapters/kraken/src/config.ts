import { DomainError } from '@bourseworks/domain';

export type Env = Readonly<Record<string, string | undefined>>;

/** Public market data: no keys. Structured-cloneable, as it is handed to a worker thread. */
export interface KrakenConfig {
  /** Root of the REST interface, without a slash at its end. */
  readonly url: string;
  /** Where the streams are, version 2. */
  readonly streamUrl: string;
  /** Levels a side of the books that are subscribed. */
  readonly bookDepth: number;
  /** How long an answer may take, milliseconds. */
  readonly requestTimeoutMs: number;
}

export const DEFAULT_URL = 'https://api.kraken.com';
export const DEFAULT_STREAM_URL = 'wss://ws.kraken.com/v2';
/** Depths that the venue offers. */
export const BOOK_DEPTHS = [10, 25, 100, 500, 1_000] as const;
export const DEFAULT_BOOK_DEPTH = 100;
export const DEFAULT_TIMEOUT_MS = 5_000;
export const MIN_TIMEOUT_MS = 50;
export const MAX_TIMEOUT_MS = 60_000;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

/** Not encrypted ones are for a stand-in: nothing that is sent is secret. */
function addressOf(env: Env, variable: string, otherwise: string, protocols: readonly [string, string]): string {
  const text = (env[variable] || otherwise).replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const known = url !== undefined && protocols.includes(url.protocol);
  if (known && url.username === '' && url.password === '' && url.search === '' && url.hash === '') return text;
  throw invalid(variable, `must be an address of ${protocols.map((one) => `${one}//`).join(' or ')} without a login`);
}

function wholeOf(
  env: Env,
  variable: string,
  otherwise: number,
  allowed: (value: number) => boolean,
): number | undefined {
  const text = env[variable] || String(otherwise);
  const value = /^\d{1,6}$/.test(text) ? Number(text) : undefined;
  return value !== undefined && allowed(value) ? value : undefined;
}

/** Reads the variables of `krakenSettings`. Throws DomainError CONFIG_INVALID. */
export function parseKrakenConfig(env: Env): KrakenConfig {
  const bookDepth = wholeOf(env, 'KRAKEN_BOOK_DEPTH', DEFAULT_BOOK_DEPTH, (value) =>
    BOOK_DEPTHS.some((depth) => depth === value),
  );
  if (bookDepth === undefined) throw invalid('KRAKEN_BOOK_DEPTH', `must be one of ${BOOK_DEPTHS.join(', ')}`);
  const requestTimeoutMs = wholeOf(
    env,
    'KRAKEN_REQUEST_TIMEOUT_MS',
    DEFAULT_TIMEOUT_MS,
    (value) => value >= MIN_TIMEOUT_MS && value <= MAX_TIMEOUT_MS,
  );
  if (requestTimeoutMs === undefined) {
    const range = `from ${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`;
    throw invalid('KRAKEN_REQUEST_TIMEOUT_MS', `must be a whole number of milliseconds ${range}`);
  }
  return {
    url: addressOf(env, 'KRAKEN_URL', DEFAULT_URL, ['https:', 'http:']),
    streamUrl: addressOf(env, 'KRAKEN_STREAM_URL', DEFAULT_STREAM_URL, ['wss:', 'ws:']),
    bookDepth,
    requestTimeoutMs,
  };
}

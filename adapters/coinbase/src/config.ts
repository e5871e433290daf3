import { DomainError } from '@bourseworks/domain';

export type Env = Readonly<Record<string, string | undefined>>;

/** Public market data: no keys. Structured-cloneable, as it is handed to a worker thread. */
export interface CoinbaseConfig {
  /** Root of the REST interface of Coinbase Exchange, without a slash at its end. */
  readonly url: string;
  /** Where the streams of Advanced Trade are. */
  readonly streamUrl: string;
  /** How long an answer may take, milliseconds. */
  readonly requestTimeoutMs: number;
}

export const DEFAULT_URL = 'https://api.exchange.coinbase.com';
export const DEFAULT_STREAM_URL = 'wss://advanced-trade-ws.coinbase.com';
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

/** Whole milliseconds of COINBASE_REQUEST_TIMEOUT_MS. */
function timeoutOf(env: Env): number {
  const text = env['COINBASE_REQUEST_TIMEOUT_MS'] || String(DEFAULT_TIMEOUT_MS);
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= MIN_TIMEOUT_MS && value <= MAX_TIMEOUT_MS) return value;
  const range = `from ${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`;
  throw invalid('COINBASE_REQUEST_TIMEOUT_MS', `must be a whole number of milliseconds ${range}`);
}

/** Reads the variables of `coinbaseSettings`. Throws DomainError CONFIG_INVALID. */
export function parseCoinbaseConfig(env: Env): CoinbaseConfig {
  return {
    url: addressOf(env, 'COINBASE_URL', DEFAULT_URL, ['https:', 'http:']),
    streamUrl: addressOf(env, 'COINBASE_STREAM_URL', DEFAULT_STREAM_URL, ['wss:', 'ws:']),
    requestTimeoutMs: timeoutOf(env),
  };
}

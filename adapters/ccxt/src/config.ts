import { DomainError } from '@bourseworks/domain';
import { jsonObject, parseUrls, type Json } from './overrides.js';

/** Which exchange is connected to, and as whom. Structured-cloneable. */
export interface CcxtAccess {
  /** Id of the exchange in ccxt, e.g. `kraken`. */
  readonly exchange: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly password: string;
  readonly uid: string;
  readonly sandbox: boolean;
  /** How long an answer may take, milliseconds. */
  readonly timeoutMs: number;
  /** Addresses that take the place of ccxt's own, in its spelling of `urls`. */
  readonly urls: Json;
  /** Options of the exchange, in ccxt's spelling of `options`. */
  readonly options: Json;
}

/** Configuration of market data; handed to a worker thread. */
export interface CcxtDataConfig extends CcxtAccess {
  /** How often is asked what the exchange does not stream, milliseconds. */
  readonly dataPollMs: number;
  /** Levels a side of books that are asked for, as the exchange offers them; undefined = as many as it gives of itself. */
  readonly bookDepth: number | undefined;
}

/** Configuration of the broker side. */
export interface CcxtConfig extends CcxtAccess {
  /** Our name of the one account that the keys open. */
  readonly account: string;
  /** In ccxt's spelling, `BTC/USDT`; all of spot markets or all of contracts. */
  readonly symbols: readonly string[];
  readonly pollMs: number;
  /** How long a query may still miss an accepted order, milliseconds. */
  readonly horizonMs: number;
}

export type Env = Readonly<Record<string, string | undefined>>;

export const DEFAULTS = {
  account: 'CCXT',
  sandbox: 'true',
  pollMs: 1_000,
  timeoutMs: 10_000,
  horizonMs: 5_000,
  dataPollMs: 2_000,
} as const;
/** Each is asked for by itself; more would use up the rate limit. */
export const MAX_SYMBOLS = 50;
export const MAX_BOOK_DEPTH = 5_000;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

function milliseconds(variable: string, text: string | undefined, fallback: number): number {
  const value = Number(text || fallback);
  if (Number.isInteger(value) && value >= 10 && value <= 60_000) return value;
  throw invalid(variable, 'must be a whole number of milliseconds from 10 to 60000');
}

/** Without keys there are no orders. */
export function hasKeys(env: Env): boolean {
  return (env['CCXT_API_KEY'] ?? '') !== '';
}

/** Reads what both sides need of CCXT_*. Throws DomainError CONFIG_INVALID naming the variable. */
function parseAccess(env: Env): CcxtAccess {
  const exchange = env['CCXT_EXCHANGE'] ?? '';
  if (!/^[a-z][a-z0-9]{1,31}$/.test(exchange)) throw invalid('CCXT_EXCHANGE', 'must be an exchange id of ccxt');
  const sandbox = env['CCXT_SANDBOX'] || DEFAULTS.sandbox;
  if (sandbox !== 'true' && sandbox !== 'false') throw invalid('CCXT_SANDBOX', 'must be true or false');
  const urls = parseUrls(env['CCXT_URLS']);
  if (typeof urls === 'string') throw invalid('CCXT_URLS', urls);
  const options = jsonObject(env['CCXT_OPTIONS']);
  if (typeof options === 'string') throw invalid('CCXT_OPTIONS', options);
  return {
    exchange,
    apiKey: env['CCXT_API_KEY'] ?? '',
    secret: env['CCXT_API_SECRET'] ?? '',
    password: env['CCXT_PASSWORD'] ?? '',
    uid: env['CCXT_UID'] ?? '',
    sandbox: sandbox === 'true',
    timeoutMs: milliseconds('CCXT_TIMEOUT_MS', env['CCXT_TIMEOUT_MS'], DEFAULTS.timeoutMs),
    urls,
    options,
  };
}

/** Reads what market data need of CCXT_*. Throws DomainError CONFIG_INVALID naming the variable. */
export function parseCcxtDataConfig(env: Env): CcxtDataConfig {
  const depth = env['CCXT_BOOK_DEPTH'];
  if (depth && !(/^\d{1,4}$/.test(depth) && Number(depth) >= 1 && Number(depth) <= MAX_BOOK_DEPTH)) {
    throw invalid('CCXT_BOOK_DEPTH', `must be a whole number from 1 to ${MAX_BOOK_DEPTH}`);
  }
  return {
    ...parseAccess(env),
    dataPollMs: milliseconds('CCXT_DATA_POLL_MS', env['CCXT_DATA_POLL_MS'], DEFAULTS.dataPollMs),
    bookDepth: depth ? Number(depth) : undefined,
  };
}

/** Reads what the broker needs of CCXT_*. Throws DomainError CONFIG_INVALID naming the variable. */
export function parseCcxtConfig(env: Env): CcxtConfig {
  const access = parseAccess(env);
  const symbols = (env['CCXT_SYMBOLS'] ?? '').split(',').map((symbol) => symbol.trim());
  const known = symbols.every((symbol) => /^[A-Z0-9]{1,20}\/[A-Z0-9]{1,20}(?::[A-Z0-9]{1,20})?$/.test(symbol));
  if (!known || symbols.length > MAX_SYMBOLS) {
    throw invalid('CCXT_SYMBOLS', `must be a list of up to ${MAX_SYMBOLS} symbols such as BTC/USDT`);
  }
  // Positions are told of contracts alone: what is held of a spot market would be read as nothing, and adjusted away.
  if (new Set(symbols.map((symbol) => symbol.includes(':'))).size > 1) {
    throw invalid('CCXT_SYMBOLS', 'must be of spot markets (BTC/USDT) or of contracts (BTC/USDT:USDT), not of both');
  }
  return {
    ...access,
    account: env['CCXT_ACCOUNT'] || DEFAULTS.account,
    symbols: [...new Set(symbols)],
    pollMs: milliseconds('CCXT_POLL_MS', env['CCXT_POLL_MS'], DEFAULTS.pollMs),
    horizonMs: milliseconds('CCXT_HORIZON_MS', env['CCXT_HORIZON_MS'], DEFAULTS.horizonMs),
  };
}

/** Looks at everything that would be read: the broker's part where there are keys. */
export function checkCcxtConfig(env: Env): void {
  parseCcxtDataConfig(env);
  if (hasKeys(env)) parseCcxtConfig(env);
}

import { DomainError } from '@bourseworks/domain';

export interface CcxtConfig {
  /** Id of the exchange in ccxt, e.g. `kraken`. */
  readonly exchange: string;
  readonly apiKey: string;
  readonly secret: string;
  readonly password: string;
  readonly uid: string;
  readonly sandbox: boolean;
  /** Our name of the one account that the keys open. */
  readonly account: string;
  /** In ccxt's spelling, `BTC/USDT`; all of spot markets or all of contracts. */
  readonly symbols: readonly string[];
  readonly pollMs: number;
  readonly timeoutMs: number;
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
} as const;
/** Each is asked for by itself; more would use up the rate limit. */
export const MAX_SYMBOLS = 50;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

function milliseconds(variable: string, text: string | undefined, fallback: number): number {
  const value = Number(text || fallback);
  if (Number.isInteger(value) && value >= 10 && value <= 60_000) return value;
  throw invalid(variable, 'must be a whole number of milliseconds from 10 to 60000');
}

/** Reads CCXT_*. Throws DomainError CONFIG_INVALID naming the variable. */
export function parseCcxtConfig(env: Env): CcxtConfig {
  const exchange = env['CCXT_EXCHANGE'] ?? '';
  if (!/^[a-z][a-z0-9]{1,31}$/.test(exchange)) throw invalid('CCXT_EXCHANGE', 'must be an exchange id of ccxt');
  const sandbox = env['CCXT_SANDBOX'] || DEFAULTS.sandbox;
  if (sandbox !== 'true' && sandbox !== 'false') throw invalid('CCXT_SANDBOX', 'must be true or false');
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
    exchange,
    apiKey: env['CCXT_API_KEY'] ?? '',
    secret: env['CCXT_API_SECRET'] ?? '',
    password: env['CCXT_PASSWORD'] ?? '',
    uid: env['CCXT_UID'] ?? '',
    sandbox: sandbox === 'true',
    account: env['CCXT_ACCOUNT'] || DEFAULTS.account,
    symbols: [...new Set(symbols)],
    pollMs: milliseconds('CCXT_POLL_MS', env['CCXT_POLL_MS'], DEFAULTS.pollMs),
    timeoutMs: milliseconds('CCXT_TIMEOUT_MS', env['CCXT_TIMEOUT_MS'], DEFAULTS.timeoutMs),
    horizonMs: milliseconds('CCXT_HORIZON_MS', env['CCXT_HORIZON_MS'], DEFAULTS.horizonMs),
  };
}

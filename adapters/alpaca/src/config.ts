import { DomainError } from '@bourseworks/domain';

/** Configuration of the alpaca adapter. */
export interface AlpacaConfig {
  readonly keyId: string;
  readonly secretKey: string;
  /** Paper money, or the account's own. */
  readonly environment: 'paper' | 'live';
  /** Root of the trading interface, without `/v2`. */
  readonly tradingUrl: string;
  /** The WebSocket of trade updates. */
  readonly streamUrl: string;
  /** The platform's account whose orders go to the account of the keys. */
  readonly account: string;
  /** Stocks, in Alpaca's spelling. */
  readonly symbols: readonly string[];
  /** Pairs, with the slash: `BTC/USD`. */
  readonly crypto: readonly string[];
  /** Of `symbols`: those that trade below one dollar, in steps of 0.0001. */
  readonly subDollar: readonly string[];
  /** How long an answer may take, milliseconds; after that the outcome of an order is unknown. */
  readonly requestTimeoutMs: number;
  /** Requests that Alpaca takes in a minute. */
  readonly requestsPerMinute: number;
}

export type Env = Readonly<Record<string, string | undefined>>;

export const DEFAULT_ENVIRONMENT = 'paper';
export const DEFAULT_TIMEOUT_MS = 5_000;
export const MIN_TIMEOUT_MS = 50;
export const MAX_TIMEOUT_MS = 60_000;
/** What Alpaca allows by default, per account. */
export const DEFAULT_REQUESTS_PER_MINUTE = 200;
export const MAX_REQUESTS_PER_MINUTE = 10_000;
export const MAX_SYMBOLS = 1_000;

const URLS = { paper: 'https://paper-api.alpaca.markets', live: 'https://api.alpaca.markets' } as const;
const SYMBOL = /^[A-Z][A-Z0-9]{0,11}(?:\.[A-Z]{1,3})?$/;
const PAIR = /^[A-Z0-9]{1,10}\/[A-Z0-9]{1,10}$/;
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

function invalid(variable: string, problem: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${problem}`, details: { variable } });
}

/** Never names the value: both are secrets. */
function credential(given: string | undefined, variable: string): string {
  const value = (given ?? '').trim();
  if (value === '') throw invalid(variable, 'is missing: the API key of an Alpaca account has two parts');
  // A key with a line break or a quotation mark in it was copied wrongly, and would fail later without a word why.
  if (!/^[\x21-\x7e]{1,256}$/.test(value)) throw invalid(variable, 'holds characters that no key has');
  return value;
}

function environmentOf(env: Env): 'paper' | 'live' {
  const named = (env['ALPACA_ENV'] || DEFAULT_ENVIRONMENT).trim();
  if (named === 'paper' || named === 'live') return named;
  throw invalid('ALPACA_ENV', 'must be paper or live');
}

/** An address that keeps the keys from travelling in clear text: encrypted, or on this machine. */
function addressOf(given: string | undefined, environment: 'paper' | 'live'): string {
  const variable = 'ALPACA_TRADING_URL';
  const text = (given || URLS[environment]).trim().replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const local = url?.protocol === 'http:' && LOOPBACK.includes(url.hostname);
  if (url === undefined || !(url.protocol === 'https:' || local))
    throw invalid(variable, 'must be an https:// address');
  if (url.username !== '' || url.password !== '') throw invalid(variable, 'must not hold a user or password');
  // Real money must be asked for by its name, not by an address alone.
  if (environment === 'paper' && url.hostname === new URL(URLS.live).hostname) {
    throw invalid(variable, 'is the address of live trading, for which ALPACA_ENV must be live');
  }
  return text;
}

function listOf(given: string | undefined, variable: string, pattern: RegExp, what: string): readonly string[] {
  const symbols = (given ?? '').split(',').map((symbol) => symbol.trim());
  const named = [...new Set(symbols.filter((symbol) => symbol !== ''))];
  if (named.length > MAX_SYMBOLS) throw invalid(variable, `must not list more than ${MAX_SYMBOLS} symbols`);
  const wrong = named.find((symbol) => !pattern.test(symbol));
  if (wrong !== undefined) throw invalid(variable, `lists "${wrong.slice(0, 25)}", which is no ${what}`);
  return named;
}

interface Range {
  readonly standard: number;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
}

function countOf(given: string | undefined, variable: string, { standard, min, max, unit }: Range): number {
  const value = Number(given || standard);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(variable, `must be a whole number of ${unit} from ${min} to ${max}`);
}

const TIMEOUTS: Range = {
  standard: DEFAULT_TIMEOUT_MS,
  min: MIN_TIMEOUT_MS,
  max: MAX_TIMEOUT_MS,
  unit: 'milliseconds',
};
const RATES: Range = {
  standard: DEFAULT_REQUESTS_PER_MINUTE,
  min: 1,
  max: MAX_REQUESTS_PER_MINUTE,
  unit: 'requests',
};

/** Reads the ALPACA_ variables of the broker side. Throws DomainError CONFIG_INVALID, which names the variable and no secret. */
export function parseAlpacaConfig(env: Env): AlpacaConfig {
  const environment = environmentOf(env);
  const tradingUrl = addressOf(env['ALPACA_TRADING_URL'], environment);
  const symbols = listOf(env['ALPACA_SYMBOLS'], 'ALPACA_SYMBOLS', SYMBOL, 'stock symbol');
  const crypto = listOf(env['ALPACA_CRYPTO'], 'ALPACA_CRYPTO', PAIR, 'pair such as BTC/USD');
  if (symbols.length + crypto.length === 0) {
    throw invalid(
      'ALPACA_SYMBOLS',
      'is missing: list the stocks to trade, such as AAPL,SPY, or pairs in ALPACA_CRYPTO',
    );
  }
  const subDollar = listOf(env['ALPACA_SUB_DOLLAR_SYMBOLS'], 'ALPACA_SUB_DOLLAR_SYMBOLS', SYMBOL, 'stock symbol');
  const unlisted = subDollar.find((symbol) => !symbols.includes(symbol));
  if (unlisted !== undefined)
    throw invalid('ALPACA_SUB_DOLLAR_SYMBOLS', `lists ${unlisted}, which ALPACA_SYMBOLS does not`);
  const account = (env['ALPACA_ACCOUNT'] ?? '').trim();
  if (account === '') throw invalid('ALPACA_ACCOUNT', 'is missing: name the account of ACCOUNTS that trades at Alpaca');
  return {
    keyId: credential(env['ALPACA_KEY_ID'], 'ALPACA_KEY_ID'),
    secretKey: credential(env['ALPACA_SECRET_KEY'], 'ALPACA_SECRET_KEY'),
    environment,
    tradingUrl,
    streamUrl: `${tradingUrl.replace(/^http/, 'ws')}/stream`,
    account,
    symbols,
    crypto,
    subDollar,
    requestTimeoutMs: countOf(env['ALPACA_REQUEST_TIMEOUT_MS'], 'ALPACA_REQUEST_TIMEOUT_MS', TIMEOUTS),
    requestsPerMinute: countOf(env['ALPACA_REQUESTS_PER_MINUTE'], 'ALPACA_REQUESTS_PER_MINUTE', RATES),
  };
}

import { DomainError } from '@bourseworks/domain';

/** Configuration of the broker side. */
export interface AlpacaConfig extends AlpacaSymbols {
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
  /** How long an answer may take, milliseconds; after that the outcome of an order is unknown. */
  readonly requestTimeoutMs: number;
  /** Requests that Alpaca takes in a minute. */
  readonly requestsPerMinute: number;
}

/** Market data: all that its worker threads need. Structured-cloneable. */
export interface AlpacaDataConfig extends AlpacaSymbols {
  readonly keyId: string;
  readonly secretKey: string;
  /** Root of the trading interface, which lists the assets. */
  readonly tradingUrl: string;
  /** Root of the REST interface of market data. */
  readonly dataUrl: string;
  /** Root of its WebSockets. */
  readonly streamUrl: string;
  /** Feed of the stocks, live. */
  readonly feed: AlpacaFeed;
  /** Feed of their history; empty = whatever the plan gives. */
  readonly historyFeed: string;
  /** Where the crypto market is: `us`. */
  readonly cryptoLocation: string;
  /** How long an answer may take, milliseconds. */
  readonly requestTimeoutMs: number;
  /** Requests for market data in a minute. */
  readonly requestsPerMinute: number;
}

/** What is traded and listed. */
export interface AlpacaSymbols {
  /** Stocks, in Alpaca's spelling. */
  readonly symbols: readonly string[];
  /** Pairs, with the slash: `BTC/USD`. */
  readonly crypto: readonly string[];
  /** Of `symbols`: those that trade below one dollar, in steps of 0.0001. */
  readonly subDollar: readonly string[];
}

export type AlpacaFeed = (typeof FEEDS)[number];

export type Env = Readonly<Record<string, string | undefined>>;

/** `test` sends made up data of FAKEPACA at any hour. */
export const FEEDS = ['iex', 'sip', 'delayed_sip', 'test'] as const;
export const HISTORY_FEEDS: readonly string[] = ['iex', 'sip', 'otc', 'boats'];
export const DEFAULT_FEED = 'iex';
export const DEFAULT_CRYPTO_LOCATION = 'us';
export const DEFAULT_DATA_URL = 'https://data.alpaca.markets';
export const DEFAULT_STREAM_URL = 'wss://stream.data.alpaca.markets';

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

/** An address that keeps the keys from travelling in clear text: encrypted, or on this machine. Without a slash at its end. */
function addressOf(env: Env, variable: string, standard: string, protocol: 'http' | 'ws'): string {
  const text = (env[variable] || standard).trim().replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === `${protocol}s:`;
  const local = url?.protocol === `${protocol}:` && LOOPBACK.includes(url.hostname);
  if (url === undefined || !(secure || local)) throw invalid(variable, `must be an ${protocol}s:// address`);
  if (url.username !== '' || url.password !== '') throw invalid(variable, 'must not hold a user or password');
  return text;
}

function tradingUrlOf(env: Env): string {
  const environment = environmentOf(env);
  const text = addressOf(env, 'ALPACA_TRADING_URL', URLS[environment], 'http');
  // Real money must be asked for by its name, not by an address alone.
  if (environment === 'paper' && new URL(text).hostname === new URL(URLS.live).hostname) {
    throw invalid('ALPACA_TRADING_URL', 'is the address of live trading, for which ALPACA_ENV must be live');
  }
  return text;
}

function streamUrlOf(env: Env): string {
  const text = addressOf(env, 'ALPACA_STREAM_URL', DEFAULT_STREAM_URL, 'ws');
  if (new URL(text).pathname === '/') return text;
  throw invalid('ALPACA_STREAM_URL', 'must be an address without a path: ALPACA_FEED names the feed');
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

/** One of the texts that are known; the first variable's value, or what stands in for it. */
function oneOf<T extends string>(env: Env, variable: string, known: readonly T[], standard: T): T {
  const named = (env[variable] || standard).trim();
  const found = known.find((one) => one === named);
  if (found !== undefined) return found;
  throw invalid(variable, `must be one of ${known.join(', ')}`);
}

function symbolsOf(env: Env): AlpacaSymbols {
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
  return { symbols, crypto, subDollar };
}

function keysOf(env: Env): Pick<AlpacaConfig, 'keyId' | 'secretKey'> {
  return {
    keyId: credential(env['ALPACA_KEY_ID'], 'ALPACA_KEY_ID'),
    secretKey: credential(env['ALPACA_SECRET_KEY'], 'ALPACA_SECRET_KEY'),
  };
}

function timeoutOf(env: Env): number {
  return countOf(env['ALPACA_REQUEST_TIMEOUT_MS'], 'ALPACA_REQUEST_TIMEOUT_MS', TIMEOUTS);
}

/** Without an account there are no orders. */
export function hasAccount(env: Env): boolean {
  return (env['ALPACA_ACCOUNT'] ?? '').trim() !== '';
}

/** Reads the ALPACA_ variables of the broker side. Throws DomainError CONFIG_INVALID, which names the variable and no secret. */
export function parseAlpacaConfig(env: Env): AlpacaConfig {
  const tradingUrl = tradingUrlOf(env);
  const listed = symbolsOf(env);
  if (!hasAccount(env))
    throw invalid('ALPACA_ACCOUNT', 'is missing: name the account of ACCOUNTS that trades at Alpaca');
  return {
    ...keysOf(env),
    ...listed,
    environment: environmentOf(env),
    tradingUrl,
    streamUrl: `${tradingUrl.replace(/^http/, 'ws')}/stream`,
    account: (env['ALPACA_ACCOUNT'] ?? '').trim(),
    requestTimeoutMs: timeoutOf(env),
    requestsPerMinute: countOf(env['ALPACA_REQUESTS_PER_MINUTE'], 'ALPACA_REQUESTS_PER_MINUTE', RATES),
  };
}

/** What stored data of a live feed are called. The test feed has none of its own. */
const STORED: Readonly<Record<AlpacaFeed, string>> = { iex: 'iex', sip: 'sip', delayed_sip: 'sip', test: '' };

/** Reads those of the market-data side. Throws as `parseAlpacaConfig`. */
export function parseAlpacaDataConfig(env: Env): AlpacaDataConfig {
  const feed = oneOf(env, 'ALPACA_FEED', FEEDS, DEFAULT_FEED);
  const historyFeed = oneOf(env, 'ALPACA_HISTORY_FEED', ['', ...HISTORY_FEEDS], '');
  const cryptoLocation = (env['ALPACA_CRYPTO_LOCATION'] || DEFAULT_CRYPTO_LOCATION).trim();
  if (!/^[a-z]{2}(?:-\d)?$/.test(cryptoLocation))
    throw invalid('ALPACA_CRYPTO_LOCATION', 'must be a place such as us or us-1');
  return {
    ...keysOf(env),
    ...symbolsOf(env),
    tradingUrl: tradingUrlOf(env),
    dataUrl: addressOf(env, 'ALPACA_DATA_URL', DEFAULT_DATA_URL, 'http'),
    streamUrl: streamUrlOf(env),
    feed,
    historyFeed: historyFeed || STORED[feed],
    cryptoLocation,
    requestTimeoutMs: timeoutOf(env),
    requestsPerMinute: countOf(env['ALPACA_DATA_REQUESTS_PER_MINUTE'], 'ALPACA_DATA_REQUESTS_PER_MINUTE', RATES),
  };
}

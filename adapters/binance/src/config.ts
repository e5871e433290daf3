import { DomainError } from '@bourseworks/domain';

export type Env = Readonly<Record<string, string | undefined>>;

/** The markets of Binance that are served, each with its own interface and account. */
export type MarketName = 'binance' | 'binance-usdm';

export interface BinanceConfig {
  /** Root of the REST interface, without a slash at its end. */
  readonly url: string;
  /** Where the user data stream is: spot the WebSocket API, futures the root below which the listen key follows. */
  readonly streamUrl: string;
  /** The OMS account that the key trades for: a key has one. */
  readonly account: string;
  /** Symbols that may be traded, capitals. */
  readonly symbols: readonly string[];
  readonly apiKey: string;
  readonly apiSecret: string;
  /** How long a request may be under way until the venue turns it down, milliseconds. */
  readonly recvWindowMs: number;
  /** How long an answer may take, milliseconds; after that the outcome of an order is unknown. */
  readonly requestTimeoutMs: number;
}

interface Endpoints {
  readonly url: string;
  readonly streamUrl: string;
}

const ENDPOINTS: Readonly<Record<MarketName, Readonly<Record<'testnet' | 'live', Endpoints>>>> = {
  binance: {
    testnet: { url: 'https://testnet.binance.vision', streamUrl: 'wss://ws-api.testnet.binance.vision/ws-api/v3' },
    live: { url: 'https://api.binance.com', streamUrl: 'wss://ws-api.binance.com/ws-api/v3' },
  },
  'binance-usdm': {
    testnet: { url: 'https://demo-fapi.binance.com', streamUrl: 'wss://fstream.binancefuture.com/private/ws' },
    live: { url: 'https://fapi.binance.com', streamUrl: 'wss://fstream.binance.com/private/ws' },
  },
};

/** Variables of one market. */
export interface MarketVariables {
  readonly symbols: string;
  readonly account: string;
  readonly apiKey: string;
  readonly apiSecret: string;
}

export const VARIABLES: Readonly<Record<MarketName, MarketVariables>> = {
  binance: {
    symbols: 'BINANCE_SYMBOLS',
    account: 'BINANCE_ACCOUNT',
    apiKey: 'BINANCE_API_KEY',
    apiSecret: 'BINANCE_API_SECRET',
  },
  'binance-usdm': {
    symbols: 'BINANCE_USDM_SYMBOLS',
    account: 'BINANCE_USDM_ACCOUNT',
    apiKey: 'BINANCE_USDM_API_KEY',
    apiSecret: 'BINANCE_USDM_API_SECRET',
  },
};

type MarketValues = Readonly<Record<keyof MarketVariables, string | undefined>>;

/** What the environment says of a market; futures have the keys of spot where they have none of their own. */
function valuesOf(market: MarketName, env: Env): MarketValues {
  const spot = { apiKey: env['BINANCE_API_KEY'], apiSecret: env['BINANCE_API_SECRET'] };
  if (market === 'binance') return { symbols: env['BINANCE_SYMBOLS'], account: env['BINANCE_ACCOUNT'], ...spot };
  return {
    symbols: env['BINANCE_USDM_SYMBOLS'],
    account: env['BINANCE_USDM_ACCOUNT'],
    apiKey: env['BINANCE_USDM_API_KEY'] || spot.apiKey,
    apiSecret: env['BINANCE_USDM_API_SECRET'] || spot.apiSecret,
  };
}

export const DEFAULT_ENV = 'testnet';
export const DEFAULT_SYMBOLS = 'BTCUSDT,ETHUSDT';
export const DEFAULT_ACCOUNTS: Readonly<Record<MarketName, string>> = {
  binance: 'BINANCE',
  'binance-usdm': 'BINANCE-USDM',
};
/** Questions that name no symbol ask about each: more would take the venue's limits up. */
export const MAX_SYMBOLS = 50;
export const DEFAULT_RECV_WINDOW_MS = 5_000;
export const MAX_RECV_WINDOW_MS = 60_000;
export const DEFAULT_TIMEOUT_MS = 5_000;
export const MIN_TIMEOUT_MS = 50;
export const MAX_TIMEOUT_MS = 60_000;

function invalid(variable: string, message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${message}`, details: { variable } });
}

function environmentOf(env: Env): 'testnet' | 'live' {
  const value = env['BINANCE_ENV'] || DEFAULT_ENV;
  if (value === 'testnet' || value === 'live') return value;
  throw invalid('BINANCE_ENV', 'must be testnet or live');
}

function symbolsOf(given: string | undefined, variable: string): string[] {
  const symbols = (given || DEFAULT_SYMBOLS).split(',').map((symbol) => symbol.trim());
  const valid = symbols.every((symbol) => /^[A-Z0-9_]{3,32}$/.test(symbol));
  if (!valid || symbols.length > MAX_SYMBOLS) {
    throw invalid(variable, `must be a list of 1 to ${MAX_SYMBOLS} symbols in capitals, such as ${DEFAULT_SYMBOLS}`);
  }
  return [...new Set(symbols)];
}

/** Says that a key is missing or wrong, never what it is. */
function keyOf(value: string | undefined, variable: string): string {
  if (value === undefined || value === '') throw invalid(variable, 'must be set');
  if (!/^[\x21-\x7e]{8,256}$/.test(value)) throw invalid(variable, 'must be 8 to 256 characters without spaces');
  return value;
}

function millisOf(given: string | undefined, variable: string, otherwise: number, min: number, max: number): number {
  const value = Number(given || otherwise);
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw invalid(variable, `must be a whole number of milliseconds from ${min} to ${max}`);
}

/** Reads the variables of a market. Throws DomainError CONFIG_INVALID. */
export function parseBinanceConfig(market: MarketName, env: Env): BinanceConfig {
  const names = VARIABLES[market];
  const values = valuesOf(market, env);
  const window = env['BINANCE_RECV_WINDOW_MS'];
  const timeout = env['BINANCE_REQUEST_TIMEOUT_MS'];
  const account = values.account || DEFAULT_ACCOUNTS[market];
  if (!/^[A-Za-z0-9_.-]{1,32}$/.test(account)) throw invalid(names.account, 'must be the id of an account');
  return {
    ...ENDPOINTS[market][environmentOf(env)],
    account,
    symbols: symbolsOf(values.symbols, names.symbols),
    apiKey: keyOf(values.apiKey, names.apiKey),
    apiSecret: keyOf(values.apiSecret, names.apiSecret),
    recvWindowMs: millisOf(window, 'BINANCE_RECV_WINDOW_MS', DEFAULT_RECV_WINDOW_MS, 1, MAX_RECV_WINDOW_MS),
    requestTimeoutMs: millisOf(
      timeout,
      'BINANCE_REQUEST_TIMEOUT_MS',
      DEFAULT_TIMEOUT_MS,
      MIN_TIMEOUT_MS,
      MAX_TIMEOUT_MS,
    ),
  };
}

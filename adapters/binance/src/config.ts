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

/** Configuration of market data, which is public: no keys. Structured-cloneable, as it is handed to a worker thread. */
export interface BinanceDataConfig {
  readonly market: MarketName;
  /** Root of the REST interface, without a slash at its end. */
  readonly url: string;
  /** Root of the streams, without a slash at its end; paths such as `/stream` follow. */
  readonly streamUrl: string;
  /** Symbols that are offered, capitals. */
  readonly symbols: readonly string[];
  /** How long an answer may take, milliseconds. */
  readonly requestTimeoutMs: number;
}

interface Endpoints {
  readonly url: string;
  readonly streamUrl: string;
}

type ByEnvironment = Readonly<Record<'testnet' | 'live', Endpoints>>;

const DATA_ENDPOINTS: Readonly<Record<MarketName, ByEnvironment>> = {
  binance: {
    testnet: { url: 'https://testnet.binance.vision', streamUrl: 'wss://stream.testnet.binance.vision' },
    live: { url: 'https://api.binance.com', streamUrl: 'wss://stream.binance.com:9443' },
  },
  'binance-usdm': {
    testnet: { url: 'https://demo-fapi.binance.com', streamUrl: 'wss://fstream.binancefuture.com' },
    live: { url: 'https://fapi.binance.com', streamUrl: 'wss://fstream.binance.com' },
  },
};

const ENDPOINTS: Readonly<Record<MarketName, ByEnvironment>> = {
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
  readonly dataUrl: string;
  readonly dataStreamUrl: string;
}

export const VARIABLES: Readonly<Record<MarketName, MarketVariables>> = {
  binance: {
    symbols: 'BINANCE_SYMBOLS',
    account: 'BINANCE_ACCOUNT',
    apiKey: 'BINANCE_API_KEY',
    apiSecret: 'BINANCE_API_SECRET',
    dataUrl: 'BINANCE_DATA_URL',
    dataStreamUrl: 'BINANCE_STREAM_URL',
  },
  'binance-usdm': {
    symbols: 'BINANCE_USDM_SYMBOLS',
    account: 'BINANCE_USDM_ACCOUNT',
    apiKey: 'BINANCE_USDM_API_KEY',
    apiSecret: 'BINANCE_USDM_API_SECRET',
    dataUrl: 'BINANCE_USDM_DATA_URL',
    dataStreamUrl: 'BINANCE_USDM_STREAM_URL',
  },
};

type MarketValues = Readonly<Record<Exclude<keyof MarketVariables, 'dataUrl' | 'dataStreamUrl'>, string | undefined>>;

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

/** An address without a login, as it is shown to people; encrypted or not, as nothing in it is secret. */
function addressOf(
  given: string | undefined,
  variable: string,
  otherwise: string,
  protocols: readonly string[],
): string {
  const text = (given || otherwise).replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const plain = url !== undefined && url.username === '' && url.password === '' && url.search === '';
  if (plain && protocols.includes(url.protocol)) return text;
  throw invalid(variable, `must be an address of ${protocols.map((one) => `${one}//`).join(' or ')} without a login`);
}

function timeoutOf(env: Env): number {
  const given = env['BINANCE_REQUEST_TIMEOUT_MS'];
  return millisOf(given, 'BINANCE_REQUEST_TIMEOUT_MS', DEFAULT_TIMEOUT_MS, MIN_TIMEOUT_MS, MAX_TIMEOUT_MS);
}

/** Where the market data of a market comes from unless the environment says otherwise. */
export function dataEndpoints(market: MarketName, environment: 'testnet' | 'live' = DEFAULT_ENV): Endpoints {
  return DATA_ENDPOINTS[market][environment];
}

/** Reads the variables of a market's data. Throws DomainError CONFIG_INVALID. */
export function parseBinanceDataConfig(market: MarketName, env: Env): BinanceDataConfig {
  const { dataUrl, dataStreamUrl, symbols } = VARIABLES[market];
  const { url, streamUrl } = dataEndpoints(market, environmentOf(env));
  return {
    market,
    url: addressOf(env[dataUrl], dataUrl, url, ['https:', 'http:']),
    streamUrl: addressOf(env[dataStreamUrl], dataStreamUrl, streamUrl, ['wss:', 'ws:']),
    symbols: symbolsOf(env[symbols], symbols),
    requestTimeoutMs: timeoutOf(env),
  };
}

/** Whether the environment has a key, or a part of one: without, there is market data and no orders. */
export function hasKeys(market: MarketName, env: Env): boolean {
  const { apiKey = '', apiSecret = '' } = valuesOf(market, env);
  return apiKey !== '' || apiSecret !== '';
}

/** Reads the variables of a market. Throws DomainError CONFIG_INVALID. */
export function parseBinanceConfig(market: MarketName, env: Env): BinanceConfig {
  const names = VARIABLES[market];
  const values = valuesOf(market, env);
  const window = env['BINANCE_RECV_WINDOW_MS'];
  const account = values.account || DEFAULT_ACCOUNTS[market];
  if (!/^[A-Za-z0-9_.-]{1,32}$/.test(account)) throw invalid(names.account, 'must be the id of an account');
  return {
    ...ENDPOINTS[market][environmentOf(env)],
    account,
    symbols: symbolsOf(values.symbols, names.symbols),
    apiKey: keyOf(values.apiKey, names.apiKey),
    apiSecret: keyOf(values.apiSecret, names.apiSecret),
    recvWindowMs: millisOf(window, 'BINANCE_RECV_WINDOW_MS', DEFAULT_RECV_WINDOW_MS, 1, MAX_RECV_WINDOW_MS),
    requestTimeoutMs: timeoutOf(env),
  };
}

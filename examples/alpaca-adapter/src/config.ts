import { DomainError } from '@bourseworks/domain';

/** Configuration of the adapter; structured-cloneable, so that it can be handed to a worker thread. */
export interface AlpacaConfig {
  readonly keyId: string;
  readonly secretKey: string;
  /** Root of the REST interface for history. */
  readonly dataUrl: string;
  /** The WebSocket of one feed. */
  readonly streamUrl: string;
  /** Feed that history is asked for; empty = whatever the plan gives. */
  readonly historyFeed: string;
  /** Symbols to list, in Alpaca's own spelling. */
  readonly symbols: readonly string[];
}

export type Env = Readonly<Record<string, string | undefined>>;

export const DEFAULT_DATA_URL = 'https://data.alpaca.markets';
export const DEFAULT_STREAM_URL = 'wss://stream.data.alpaca.markets/v2/iex';
export const MAX_SYMBOLS = 1_000;
const SYMBOL = /^[A-Z][A-Z0-9]{0,11}(?:\.[A-Z]{1,3})?$/;
export const HISTORY_FEEDS: readonly string[] = ['iex', 'sip', 'otc', 'boats'];
/** What stored data of a live feed are called; the others (the test stream) have none of their own. */
const STORED: ReadonlyMap<string, string> = new Map([
  ['iex', 'iex'],
  ['sip', 'sip'],
  ['delayed_sip', 'sip'],
  ['boats', 'boats'],
]);
const LOOPBACK: readonly string[] = ['127.0.0.1', 'localhost', '[::1]'];

function invalid(variable: string, problem: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message: `${variable} ${problem}`, details: { variable } });
}

/** Never names the value: both are secrets. */
function credential(env: Env, variable: string): string {
  const value = (env[variable] ?? '').trim();
  if (value === '') throw invalid(variable, 'is missing: Alpaca gives market data to accounts only');
  // A key with a line break or a quotation mark in it was copied wrongly, and would fail later without a word why.
  if (!/^[\x21-\x7e]{1,256}$/.test(value)) throw invalid(variable, 'holds characters that no key has');
  return value;
}

/** An address that keeps the keys from travelling in clear text: encrypted, or on this machine. */
function address(env: Env, variable: string, standard: string, protocol: 'http' | 'ws'): string {
  const text = (env[variable] || standard).trim().replace(/\/+$/, '');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const secure = url?.protocol === `${protocol}s:`;
  const local = url?.protocol === `${protocol}:` && LOOPBACK.includes(url.hostname);
  if (url === undefined || !(secure || local)) throw invalid(variable, `must be an ${protocol}s:// address`);
  if (url.username !== '' || url.password !== '') throw invalid(variable, 'must not hold a user or password');
  return text;
}

function symbolsOf(env: Env): readonly string[] {
  const variable = 'ALPACA_SYMBOLS';
  const symbols = (env[variable] ?? '').split(',').map((symbol) => symbol.trim());
  const named = [...new Set(symbols.filter((symbol) => symbol !== ''))];
  if (named.length === 0) throw invalid(variable, 'is missing: list the stocks to offer, such as AAPL,SPY,BRK.B');
  if (named.length > MAX_SYMBOLS) throw invalid(variable, `must not list more than ${MAX_SYMBOLS} symbols`);
  const wrong = named.find((symbol) => !SYMBOL.test(symbol));
  if (wrong !== undefined) throw invalid(variable, `lists "${wrong.slice(0, 20)}", which is no stock symbol`);
  return named;
}

function historyFeedOf(env: Env, streamUrl: string): string {
  const variable = 'ALPACA_HISTORY_FEED';
  const named = (env[variable] ?? '').trim();
  if (named === '') return STORED.get(streamUrl.slice(streamUrl.lastIndexOf('/') + 1)) ?? '';
  if (HISTORY_FEEDS.includes(named)) return named;
  throw invalid(variable, `must be one of ${HISTORY_FEEDS.join(', ')}`);
}

/** Reads the ALPACA_ variables. Throws DomainError CONFIG_INVALID, which names the variable and no secret. */
export function parseAlpacaConfig(env: Env): AlpacaConfig {
  const streamUrl = address(env, 'ALPACA_STREAM_URL', DEFAULT_STREAM_URL, 'ws');
  return {
    keyId: credential(env, 'ALPACA_KEY_ID'),
    secretKey: credential(env, 'ALPACA_SECRET_KEY'),
    dataUrl: address(env, 'ALPACA_DATA_URL', DEFAULT_DATA_URL, 'http'),
    streamUrl,
    historyFeed: historyFeedOf(env, streamUrl),
    symbols: symbolsOf(env),
  };
}

import { DomainError } from '@bourseworks/domain';
import type { CcxtExchange } from './ccxt-exchange.js';
import type { CcxtConfig } from './config.js';

type ExchangeClass = new (options: Readonly<Record<string, unknown>>) => CcxtExchange;
type Library = Readonly<Record<string, unknown>>;

function invalid(message: string): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message, details: { variable: 'CCXT_EXCHANGE' } });
}

/** ccxt is large and optional: installed by whoever uses this adapter, and loaded only then. */
async function library(name: string): Promise<Library> {
  let loaded: Library;
  try {
    loaded = (await import(name)) as Library;
  } catch {
    throw invalid(`CCXT_EXCHANGE needs the package ${name}, which is not installed: npm install ${name}`);
  }
  return (loaded['default'] ?? loaded) as Library;
}

function classOf(from: unknown, exchange: string): ExchangeClass | undefined {
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, exchange)) return undefined;
  const found = (from as Library)[exchange];
  return typeof found === 'function' ? (found as ExchangeClass) : undefined;
}

/**
 * Makes ccxt's object for the exchange, with a WebSocket where it has one. Throws DomainError CONFIG_INVALID when ccxt is not
 * installed or does not know the exchange.
 */
export async function loadExchange(config: CcxtConfig, packageName = 'ccxt'): Promise<CcxtExchange> {
  const ccxt = await library(packageName);
  const Exchange = classOf(ccxt['pro'], config.exchange) ?? classOf(ccxt, config.exchange);
  if (Exchange === undefined) throw invalid(`CCXT_EXCHANGE names ${config.exchange}, which ccxt does not know`);
  const { apiKey, secret, password, uid, timeoutMs } = config;
  // Numbers as the decimal texts that came: no binary error in between.
  const options = { apiKey, secret, password, uid, timeout: timeoutMs, enableRateLimit: true, number: String };
  const exchange = new Exchange(options);
  if (config.sandbox) exchange.setSandboxMode(true);
  return exchange;
}

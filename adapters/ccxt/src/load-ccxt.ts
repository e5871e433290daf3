import { DomainError } from '@bourseworks/domain';
import type { CcxtDataExchange } from './ccxt-data.js';
import type { CcxtExchange } from './ccxt-exchange.js';
import type { CcxtAccess } from './config.js';
import { overlaid } from './overrides.js';

type Settings = Readonly<Record<string, unknown>>;
/** Both sides of ccxt's object of an exchange. */
type Loaded = CcxtExchange &
  CcxtDataExchange & {
    urls: Settings;
    setSandboxMode(on: boolean): void;
  };
type ExchangeClass = new (settings: Settings) => Loaded;
type Library = Readonly<Record<string, unknown>>;

const PACKAGE = 'ccxt';

function invalid(message: string, variable = 'CCXT_EXCHANGE'): DomainError {
  return new DomainError({ code: 'CONFIG_INVALID', message, details: { variable } });
}

/** Where the package is. Throws DomainError CONFIG_INVALID that says how to install it. */
export function requireCcxt(packageName = PACKAGE): string {
  try {
    return import.meta.resolve(packageName);
  } catch {
    const message = `CCXT_EXCHANGE needs the package ${packageName}, which is not installed: npm install ${packageName}`;
    throw invalid(message);
  }
}

/** A module's default export; undefined where there is no such file. */
async function defaultOf(url: URL): Promise<unknown> {
  try {
    return ((await import(url.href)) as Library)['default'];
  } catch {
    return undefined;
  }
}

function classIn(from: unknown, exchange: string): ExchangeClass | undefined {
  if (typeof from !== 'object' || from === null || !Object.hasOwn(from, exchange)) return undefined;
  const found = (from as Library)[exchange];
  return typeof found === 'function' ? (found as ExchangeClass) : undefined;
}

/**
 * The exchange's class, with a WebSocket where it has one. Its own file is a quarter of the memory and of the time of the whole
 * package, which is loaded where the file is not found.
 */
async function classOf(packageName: string, exchange: string): Promise<ExchangeClass | undefined> {
  const entry = requireCcxt(packageName);
  for (const file of [`src/pro/${exchange}.js`, `src/${exchange}.js`]) {
    const found = await defaultOf(new URL(file, entry));
    if (typeof found === 'function') return found as ExchangeClass;
  }
  const loaded = (await import(packageName)) as Library;
  const whole = loaded['default'] ?? loaded;
  return classIn((whole as Library)['pro'], exchange) ?? classIn(whole, exchange);
}

/**
 * Makes ccxt's object for the exchange. `settings` are more of its own, and replace ours. Throws DomainError CONFIG_INVALID when
 * ccxt is not installed, does not know the exchange, or has no sandbox of it.
 */
export async function loadExchange(
  access: CcxtAccess,
  settings: Settings = {},
  packageName = PACKAGE,
): Promise<Loaded> {
  const { exchange: id, apiKey, secret, password, uid, timeoutMs, options } = access;
  const Exchange = await classOf(packageName, id);
  if (Exchange === undefined) throw invalid(`CCXT_EXCHANGE names ${id}, which ccxt does not know`);
  const own = { apiKey, secret, password, uid, timeout: timeoutMs, enableRateLimit: true };
  const exchange = new Exchange({ ...own, ...settings, options: overlaid(settings['options'], options) });
  if (access.sandbox) useSandbox(exchange);
  exchange.urls = overlaid(exchange.urls, access.urls);
  return exchange;
}

function useSandbox(exchange: Loaded): void {
  try {
    exchange.setSandboxMode(true);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw invalid(`CCXT_SANDBOX must be false: ${reason}`, 'CCXT_SANDBOX');
  }
}

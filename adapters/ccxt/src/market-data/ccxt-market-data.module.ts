import type { MarketDataAdapter } from '@bourseworks/ports';
import type { CcxtDataConfig } from '../config.js';
import { loadExchange } from '../load-ccxt.js';
import { CcxtMarketData } from './ccxt-market-data.js';

/**
 * Entry for worker threads: imports no Nest. `config` is a CcxtDataConfig. Rejects with DomainError CONFIG_INVALID when ccxt is not
 * installed or does not know the exchange.
 */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): Promise<MarketDataAdapter> {
  const given = config as unknown as CcxtDataConfig;
  return CcxtMarketData.open(given, { make: (settings) => loadExchange(given, settings) });
}

import type { MarketDataAdapter } from '@bourseworks/ports';
import type { CsvConfig } from './config.js';
import { CsvMarketData } from './csv-market-data.js';

/** Called in each thread that needs the data. */
export function createMarketDataAdapter(config: Readonly<Record<string, unknown>>): Promise<MarketDataAdapter> {
  return CsvMarketData.load(config as unknown as CsvConfig);
}

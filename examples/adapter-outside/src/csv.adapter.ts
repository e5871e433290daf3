import { Adapter, type MarketDataSide, type SettingSource } from '@bourseworks/ports';
import { readConfig, type Env } from './config.js';

/** Trades out of CSV files as a venue of market data. It takes no orders. */
export class CsvAdapter extends Adapter {
  readonly name = 'csv';
  readonly venues: readonly string[] = ['csv'];
  readonly marketData: MarketDataSide;
  readonly createBroker = undefined;

  constructor(env: Env) {
    super();
    this.marketData = {
      moduleUrl: new URL('./market-data.js', import.meta.url).href,
      config: { ...readConfig(env) },
    };
  }
}

/** Its variables, for the services' own lists of what can be set. */
export const settings: SettingSource = {
  settings: [
    { name: 'CSV_FOLDER', meaning: 'folder with instruments.csv and one file a symbol' },
    { name: 'CSV_SPEED', default: '1', meaning: 'how many times faster a live stream plays its file' },
  ],
  check: readConfig,
};

/** What ADAPTERS names: `/path/to/dist/csv.adapter.js#createCsvAdapter`. */
export function createCsvAdapter(env: Env): CsvAdapter {
  return new CsvAdapter(env);
}

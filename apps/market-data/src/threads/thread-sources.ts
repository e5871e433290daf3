import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { AdapterRegistry, type HistoryQuery } from '@bourseworks/ports';
import type { MarketDataConfig } from '../config/market-data-config.js';
import { isKept, seriesOf } from '../history/cache/kept-series.js';
import type { ThreadData } from './thread-port.js';

const BYTES_PER_MB = 1_048_576;

/** What all worker threads of this service are started with: how to build the market-data side of each adapter. */
@Injectable()
export class ThreadSources {
  readonly data: ThreadData;

  constructor(registry: AdapterRegistry) {
    const adapters = registry.all().flatMap(({ name, marketData }) => {
      if (marketData === undefined) return [];
      const { moduleUrl, config, driven, history } = marketData;
      return [{ name, moduleUrl, config, ...(driven === true || history === undefined ? {} : { history }) }];
    });
    this.data = { adapters };
  }

  /** The same for those that read history. */
  withCache(config: MarketDataConfig): ThreadData {
    const { historyCacheMb, dataDir } = config;
    const data = this.withRecorded(config);
    if (historyCacheMb === 0) return data;
    const path = join(dataDir, 'market-data', 'history.db');
    return { ...data, cache: { path, maxBytes: historyCacheMb * BYTES_PER_MB } };
  }

  /** With the store of what was recorded. */
  withRecorded({ recordStoreMb, dataDir }: MarketDataConfig): ThreadData {
    const path = join(dataDir, 'market-data', 'recorded.db');
    return { ...this.data, recorded: { path, maxBytes: recordStoreMb * BYTES_PER_MB } };
  }

  /** What of it is kept together with this; undefined where nothing is kept. */
  seriesOf(adapter: string, query: HistoryQuery): string | undefined {
    const history = this.data.adapters.find(({ name }) => name === adapter)?.history;
    if (history === undefined || !isKept(query.kind)) return undefined;
    return JSON.stringify(seriesOf({ name: adapter, ...history }, query));
  }
}

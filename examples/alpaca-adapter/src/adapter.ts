import { US_PER_DAY } from '@bourseworks/domain';
import { Adapter, type MarketDataSide } from '@bourseworks/ports';
import type { AlpacaConfig } from './config.js';
import { VENUE } from './mapper.js';

/** Alpaca as a venue: market data of US stocks. It has no broker side. */
export class AlpacaAdapter extends Adapter {
  readonly name = 'alpaca';
  readonly venues: readonly string[] = [VENUE];
  readonly marketData: MarketDataSide;
  readonly createBroker = undefined;

  constructor(config: AlpacaConfig) {
    super();
    this.marketData = {
      moduleUrl: new URL('./market-data.js', import.meta.url).href,
      config: { ...config },
      connections: 1,
      // Trades are corrected and cancelled until the end of their day, and bars made anew.
      history: { source: `${config.dataUrl} ${config.historyFeed}`, latenessUs: US_PER_DAY },
    };
  }
}

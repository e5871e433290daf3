import { Adapter, type MarketDataSide } from '@bourseworks/ports';
import type { KrakenConfig } from './config.js';
import { VENUE } from './mapper/pair.mapper.js';

/** The spot market of Kraken as a venue: public market data, no orders. */
export class KrakenAdapter extends Adapter {
  readonly name = 'kraken';
  readonly venues: readonly string[] = [VENUE];
  readonly marketData: MarketDataSide;
  readonly createBroker = undefined;

  constructor(config: KrakenConfig) {
    super();
    this.marketData = {
      moduleUrl: new URL('./market-data/kraken-market-data.module.js', import.meta.url).href,
      config: { ...config },
    };
  }
}

import { Adapter, type MarketDataSide } from '@bourseworks/ports';
import type { CoinbaseConfig } from './config.js';
import { VENUE } from './mapper/product.mapper.js';

/** The spot market of Coinbase as a venue: public market data, no orders. */
export class CoinbaseAdapter extends Adapter {
  readonly name = 'coinbase';
  readonly venues: readonly string[] = [VENUE];
  readonly marketData: MarketDataSide;
  readonly createBroker = undefined;

  constructor(config: CoinbaseConfig) {
    super();
    this.marketData = {
      moduleUrl: new URL('./market-data/coinbase-market-data.module.js', import.meta.url).href,
      config: { ...config },
    };
  }
}

import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { SimBroker } from './broker/sim-broker.js';
import type { SimConfig } from './config.js';
import { VENUE } from './mapper/instrument.mapper.js';

/** The simulated exchange as a venue: market data and orders over its own REST and WebSocket interface. */
export class SimAdapter extends Adapter {
  readonly name = 'sim';
  readonly venues: readonly string[] = [VENUE];
  readonly marketData: MarketDataSide;
  readonly createBroker: () => BrokerAdapter;

  constructor(config: SimConfig) {
    super();
    this.marketData = {
      moduleUrl: new URL('./market-data/sim-market-data.module.js', import.meta.url).href,
      config: { ...config },
    };
    this.createBroker = () => new SimBroker(config);
  }
}

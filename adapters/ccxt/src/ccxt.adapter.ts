import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { CcxtBroker, type CcxtBrokerOptions } from './broker/ccxt-broker.js';
import type { CcxtDataConfig } from './config.js';

/** An exchange by way of ccxt: its market data, and orders where there are keys. */
export class CcxtAdapter extends Adapter {
  readonly name = 'ccxt';
  readonly venues: readonly string[];
  readonly marketData: MarketDataSide;
  readonly createBroker: (() => BrokerAdapter) | undefined;

  constructor(data: CcxtDataConfig, broker?: CcxtBrokerOptions) {
    super();
    this.venues = [data.exchange];
    this.marketData = {
      moduleUrl: new URL('./market-data/ccxt-market-data.module.js', import.meta.url).href,
      config: { ...data },
    };
    this.createBroker = broker === undefined ? undefined : () => new CcxtBroker(broker);
  }
}

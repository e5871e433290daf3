import { Adapter, type BrokerAdapter } from '@bourseworks/ports';
import { CcxtBroker } from './broker/ccxt-broker.js';
import type { CcxtExchange } from './ccxt-exchange.js';
import type { CcxtConfig } from './config.js';

/** An exchange by way of ccxt: its broker side. */
export class CcxtAdapter extends Adapter {
  readonly name = 'ccxt';
  readonly venues: readonly string[];
  readonly marketData = undefined;
  readonly createBroker: () => BrokerAdapter;

  constructor(config: CcxtConfig, exchange: CcxtExchange) {
    super();
    this.venues = [exchange.id];
    this.createBroker = () => new CcxtBroker({ ...config, exchange });
  }
}

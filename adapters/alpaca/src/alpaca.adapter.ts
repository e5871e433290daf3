import { US_PER_DAY } from '@bourseworks/domain';
import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { AlpacaBroker } from './broker/alpaca-broker.js';
import type { AlpacaConfig, AlpacaDataConfig } from './config.js';
import { VENUE } from './mapper/instrument.mapper.js';
import { NAME } from './parse/fields.js';

/** Alpaca as a venue of US stocks and crypto: market data, and orders where an account is named. */
export class AlpacaAdapter extends Adapter {
  readonly name = NAME;
  readonly venues: readonly string[] = [VENUE];
  readonly marketData: MarketDataSide;
  readonly createBroker: (() => BrokerAdapter) | undefined;

  constructor(data: AlpacaDataConfig, broker?: AlpacaConfig) {
    super();
    const { dataUrl, historyFeed, cryptoLocation } = data;
    this.marketData = {
      moduleUrl: new URL('./market-data/alpaca-market-data.module.js', import.meta.url).href,
      config: { ...data },
      // Of each of its streams: of stocks, and of crypto.
      connections: 1,
      // Trades are corrected and cancelled until the end of their day, and bars made anew.
      history: { source: `${dataUrl} ${historyFeed} ${cryptoLocation}`, latenessUs: US_PER_DAY },
    };
    this.createBroker = broker === undefined ? undefined : () => new AlpacaBroker(broker);
  }
}

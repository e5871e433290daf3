import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { BinanceBroker } from './broker/binance-broker.js';
import { FUTURES } from './broker/futures.market.js';
import type { Market } from './broker/market.js';
import { SPOT } from './broker/spot.market.js';
import type { BinanceConfig, BinanceDataConfig } from './config.js';

/** One market of Binance as a venue: public market data, and orders where there are keys. */
class BinanceMarketAdapter extends Adapter {
  readonly name: string;
  readonly venues: readonly string[];
  readonly marketData: MarketDataSide;
  readonly createBroker: (() => BrokerAdapter) | undefined;

  constructor(market: Market, data: BinanceDataConfig, broker: BinanceConfig | undefined) {
    super();
    this.name = market.name;
    this.venues = [market.name];
    this.marketData = {
      moduleUrl: new URL('./market-data/binance-market-data.module.js', import.meta.url).href,
      config: { ...data },
    };
    this.createBroker = broker === undefined ? undefined : () => new BinanceBroker(market, broker);
  }
}

/** The spot market. */
export class BinanceAdapter extends BinanceMarketAdapter {
  constructor(data: BinanceDataConfig, broker?: BinanceConfig) {
    super(SPOT, data, broker);
  }
}

/** Futures settled in a stable coin (USD-M). */
export class BinanceUsdmAdapter extends BinanceMarketAdapter {
  constructor(data: BinanceDataConfig, broker?: BinanceConfig) {
    super(FUTURES, data, broker);
  }
}

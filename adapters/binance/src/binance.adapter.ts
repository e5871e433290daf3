import { Adapter, type BrokerAdapter } from '@bourseworks/ports';
import { BinanceBroker } from './broker/binance-broker.js';
import { FUTURES } from './broker/futures.market.js';
import type { Market } from './broker/market.js';
import { SPOT } from './broker/spot.market.js';
import type { BinanceConfig } from './config.js';

/** One market of Binance as a venue: orders only. */
class BinanceMarketAdapter extends Adapter {
  readonly name: string;
  readonly venues: readonly string[];
  readonly marketData = undefined;
  readonly createBroker: () => BrokerAdapter;

  constructor(market: Market, config: BinanceConfig) {
    super();
    this.name = market.name;
    this.venues = [market.name];
    this.createBroker = () => new BinanceBroker(market, config);
  }
}

/** The spot market. */
export class BinanceAdapter extends BinanceMarketAdapter {
  constructor(config: BinanceConfig) {
    super(SPOT, config);
  }
}

/** Futures settled in a stable coin (USD-M). */
export class BinanceUsdmAdapter extends BinanceMarketAdapter {
  constructor(config: BinanceConfig) {
    super(FUTURES, config);
  }
}

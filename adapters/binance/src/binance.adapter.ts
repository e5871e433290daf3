import { US_PER_SECOND } from '@bourseworks/domain';
import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { BinanceBroker } from './broker/binance-broker.js';
import { FUTURES } from './broker/futures.market.js';
import type { Market } from './broker/market.js';
import { SPOT } from './broker/spot.market.js';
import type { BinanceConfig, BinanceDataConfig } from './config.js';

/** Aggregated trades and closed bars do not change; the venue's lists may show them a moment late. */
const LATENESS_US = 60 * US_PER_SECOND;
/** Of a longer address nothing is kept: it would not fit into what kept history is told apart by. */
const MAX_ADDRESS = 180;

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
      // Test networks have addresses of their own.
      ...(data.url.length <= MAX_ADDRESS && {
        history: { source: `${market.name} ${data.url}`, latenessUs: LATENESS_US },
      }),
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

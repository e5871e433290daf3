import { US_PER_SECOND } from '@bourseworks/domain';
import { Adapter, type MarketDataSide } from '@bourseworks/ports';
import type { KrakenConfig } from './config.js';
import { VENUE } from './mapper/pair.mapper.js';

/** Trades and closed bars do not change; the venue's lists may show them a moment late. */
const LATENESS_US = 60 * US_PER_SECOND;
/** Of a longer address nothing is kept: it would not fit into what kept history is told apart by. */
const MAX_ADDRESS = 180;

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
      ...(config.url.length <= MAX_ADDRESS && { history: { source: config.url, latenessUs: LATENESS_US } }),
    };
  }
}

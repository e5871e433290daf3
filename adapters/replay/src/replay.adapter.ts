import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { PaperBroker } from './broker/paper-broker.js';
import type { ReplayConfig } from './config.js';
import { LeanCatalogue } from './lean/lean-catalogue.js';

/** Stored market data as a venue: history and replayed streams from minute files, and a paper broker that fills on them. */
export class ReplayAdapter extends Adapter {
  readonly name = 'replay';
  readonly venues: readonly string[];
  readonly marketData: MarketDataSide;
  readonly createBroker: () => BrokerAdapter;

  constructor(config: ReplayConfig) {
    super();
    this.venues = config.venues;
    this.marketData = {
      moduleUrl: new URL('./market-data/replay-market-data.module.js', import.meta.url).href,
      config: { ...config },
      driven: true,
    };
    this.createBroker = () =>
      new PaperBroker({
        name: this.name,
        feeRate: config.feeRate,
        loadInstruments: async () => (await LeanCatalogue.load(config.dataRoot, config.venues)).instruments(),
      });
  }
}

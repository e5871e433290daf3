import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';
import { PaperBroker } from './broker/paper-broker.js';
import type { ReplayConfig } from './config.js';
import { ReplayCatalogue } from './market-data/replay-catalogue.js';

/** Recorded market data as a venue: history and replayed streams from files, and a paper broker that fills on them. */
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
    this.createBroker = () => createPaperBroker(this.name, config);
  }
}

function createPaperBroker(name: string, config: ReplayConfig): PaperBroker {
  let catalogue: ReplayCatalogue | undefined;
  return new PaperBroker({
    name,
    feeRate: config.feeRate,
    loadInstruments: async () => (catalogue = await ReplayCatalogue.load(config)).instruments(),
    quotesFill: ({ key }) => catalogue?.find(key)?.tickQuotes(key) === true,
  });
}

import { Adapter, type BrokerAdapter } from '@bourseworks/ports';
import { AlpacaBroker } from './broker/alpaca-broker.js';
import type { AlpacaConfig } from './config.js';
import { VENUE } from './mapper/instrument.mapper.js';
import { NAME } from './parse/fields.js';

/** Alpaca as a venue: orders. It has no market-data side. */
export class AlpacaAdapter extends Adapter {
  readonly name = NAME;
  readonly venues: readonly string[] = [VENUE];
  readonly marketData = undefined;
  readonly createBroker: () => BrokerAdapter;

  constructor(config: AlpacaConfig) {
    super();
    this.createBroker = () => new AlpacaBroker(config);
  }
}

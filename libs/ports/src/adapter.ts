import type { BrokerAdapter } from './broker-adapter.js';
import type { MarketDataSide } from './market-data-adapter.js';

/**
 * A venue: a market-data side, a broker side, or both. Found by name through AdapterRegistry. Each adapter parses its own
 * venue's data; nothing above it knows the venue's formats.
 */
export abstract class Adapter {
  /** Unique, lower case, e.g. `sim`. */
  abstract readonly name: string;
  /** Venues it serves, e.g. `coinbase`. The first adapter registered for a venue is that venue's default. */
  abstract readonly venues: readonly string[];
  /** How workers build its market-data side; undefined when it has none. */
  abstract readonly marketData: MarketDataSide | undefined;
  /** Builds its broker side; undefined when it has none. */
  abstract readonly createBroker: (() => BrokerAdapter) | undefined;
}

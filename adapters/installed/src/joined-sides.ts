import { Adapter, type BrokerAdapter, type MarketDataSide } from '@bourseworks/ports';

/** One venue out of two adapters of one name: the market data of the one, the broker of the other. */
class JoinedAdapter extends Adapter {
  readonly name: string;
  readonly venues: readonly string[];
  readonly marketData: MarketDataSide | undefined;
  readonly createBroker: (() => BrokerAdapter) | undefined;

  constructor(first: Adapter, second: Adapter) {
    super();
    this.name = first.name;
    this.venues = first.venues;
    this.marketData = first.marketData ?? second.marketData;
    this.createBroker = first.createBroker ?? second.createBroker;
  }
}

/** Each brings exactly one side, and not the same one, of the same venues. */
function complement(first: Adapter, second: Adapter): boolean {
  const data = (first.marketData === undefined) !== (second.marketData === undefined);
  const broker = (first.createBroker === undefined) !== (second.createBroker === undefined);
  const apart = (first.marketData === undefined) !== (first.createBroker === undefined);
  return data && broker && apart && first.venues.join() === second.venues.join();
}

/**
 * The adapters in their order, with those of one name made one where one has what the other lacks: the market data of a
 * venue may come from elsewhere than its broker. Others of one name stay two.
 */
export function joinSides(adapters: readonly Adapter[]): readonly Adapter[] {
  const joined: Adapter[] = [];
  for (const adapter of adapters) {
    const at = joined.findIndex((other) => other.name === adapter.name && complement(other, adapter));
    if (at < 0) joined.push(adapter);
    else joined[at] = new JoinedAdapter(joined[at], adapter);
  }
  return joined;
}

import { Adapter, type MarketDataSide } from '@bourseworks/ports';

type Env = Readonly<Record<string, string | undefined>>;

/** The stand-in venue as an adapter: one connection for each stream, in an instance of its own or, with a limit, in one of all. */
class CountedAdapter extends Adapter {
  readonly venues: readonly string[];
  readonly marketData: MarketDataSide;
  readonly createBroker = undefined;

  constructor(
    readonly name: string,
    port: number,
    connections?: number,
  ) {
    super();
    this.venues = [name];
    this.marketData = {
      moduleUrl: new URL('./counted-market-data.js', import.meta.url).href,
      config: { venue: name, port },
      ...(connections === undefined ? {} : { connections }),
    };
  }
}

const portOf = (env: Env): number => Number(env['COUNTED_VENUE_PORT']);

export const createMany = (env: Env): Adapter => new CountedAdapter('many', portOf(env));
export const createOne = (env: Env): Adapter => new CountedAdapter('one', portOf(env), 1);

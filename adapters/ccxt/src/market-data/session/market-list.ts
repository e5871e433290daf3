import { DomainError, type Instrument } from '@bourseworks/domain';
import { toInstrument } from '../../mapper/instrument.mapper.js';
import type { CcxtVenue } from './venue.js';

/** Ticks and lots change rarely; markets are added a few times a week. */
const LISTED_US = 600_000_000;

/** A market and its names. */
export interface Market {
  readonly instrument: Instrument;
  /** In ccxt's spelling: BTC/USDT. */
  readonly symbol: string;
}

/** The markets that the exchange lists and whose numbers can be told exactly, asked for anew after ten minutes. */
export class MarketList {
  private listed: { readonly markets: ReadonlyMap<string, Market>; readonly sinceUs: number } | undefined;
  private asking: Promise<ReadonlyMap<string, Market>> | undefined;

  constructor(private readonly venue: CcxtVenue) {}

  async instruments(): Promise<readonly Instrument[]> {
    const { listed } = this;
    const fresh = listed !== undefined && this.venue.clock.monotonicUs() - listed.sinceUs < LISTED_US;
    return Array.from((fresh ? listed.markets : await this.ask()).values(), ({ instrument }) => instrument);
  }

  /** Throws DomainError INSTRUMENT_UNKNOWN. */
  async find({ venue, symbol, key }: Instrument): Promise<Market> {
    const market = (this.listed?.markets ?? (await this.ask())).get(key);
    if (market !== undefined) return market;
    const message = `${this.venue.id} does not list ${venue}/${symbol}`;
    throw new DomainError({ code: 'INSTRUMENT_UNKNOWN', message, details: { venue, symbol } });
  }

  /** Those who ask at once share one request. */
  private ask(): Promise<ReadonlyMap<string, Market>> {
    this.asking ??= this.fetch().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async fetch(): Promise<ReadonlyMap<string, Market>> {
    const { exchange } = this.venue;
    const reload = this.listed !== undefined;
    const listed = await this.venue.ask('its markets', () => exchange.loadMarkets(reload));
    const markets = new Map(
      Object.values(listed).flatMap((each) => {
        const instrument = each.active === false ? undefined : toInstrument(exchange, each);
        return instrument === undefined ? [] : [[instrument.key, { instrument, symbol: each.symbol }] as const];
      }),
    );
    this.listed = { markets, sinceUs: this.venue.clock.monotonicUs() };
    return markets;
  }
}

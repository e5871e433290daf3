import { Inject, Injectable } from '@nestjs/common';
import { Clock, SeededRng } from '@bourseworks/ports';
import { ExchangeConfig } from '../config/exchange-config.js';
import { FeedPublisher } from '../feed/feed-publisher.js';
import { instrumentOf, LISTINGS } from '../instruments/listings.js';
import { OrderReports } from '../orders/order-reports.js';
import { VenueError } from '../refusal.js';
import { generateHistory } from '../simulation/history.js';
import { MarketModel } from '../simulation/market-model.js';
import { Market } from './market.js';

/** All markets of the venue, made with their history at the start; and the model whose values they follow. */
@Injectable()
export class Markets {
  readonly all: readonly Market[];
  readonly model: MarketModel;
  private readonly symbols = new Map<string, Market>();

  constructor(config: ExchangeConfig, feed: FeedPublisher, reports: OrderReports, @Inject(Clock) clock: Clock) {
    // In the order of the listings, whatever the configuration's: the same seed then gives the same walks.
    const listings = LISTINGS.filter((listing) => config.instruments.includes(listing.spec.symbol));
    const rng = new SeededRng(config.seed);
    const instruments = listings.map(instrumentOf);
    this.model = new MarketModel(
      listings.map((listing) => listing.fair),
      rng,
    );
    const endSecond = Math.floor(clock.nowUs() / 1_000_000);
    const series = generateHistory(instruments, this.model, rng, config.historyHours * 3_600, endSecond);
    this.all = instruments.map((instrument, i) => new Market(instrument, series[i], feed, reports));
    for (const market of this.all) this.symbols.set(market.instrument.symbol, market);
  }

  /** Throws VenueError when there is none. */
  bySymbol(symbol: unknown): Market {
    const market = typeof symbol === 'string' ? this.symbols.get(symbol) : undefined;
    if (market === undefined) throw new VenueError('UNKNOWN_SYMBOL', `no such symbol: ${String(symbol)}`);
    return market;
  }
}

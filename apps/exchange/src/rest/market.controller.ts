import { Controller, Get, Inject, Query, UseFilters } from '@nestjs/common';
import { US_PER_SECOND } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import { BAR_INTERVALS, isBarInterval } from '../market/market-listener.js';
import { Markets } from '../market/markets.js';
import { VenueError } from '../refusal.js';
import { Instance } from '../tokens.js';
import {
  barWire,
  bookWire,
  instrumentWire,
  tradeWire,
  type BarWire,
  type BookWire,
  type InstrumentWire,
  type TradeWire,
} from '../wire/market-wire.js';
import { readInteger, readTime } from './query.js';
import { VenueErrorFilter } from './venue-error.filter.js';

const MAX_ITEMS = 1_000;

/** Public data by request. Times are microseconds since the epoch. */
@Controller('api')
@UseFilters(VenueErrorFilter)
export class MarketController {
  constructor(
    private readonly markets: Markets,
    private readonly instance: Instance,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  @Get('time')
  time(): { time: number; instance: string } {
    return { time: this.clock.nowUs(), instance: this.instance.id };
  }

  @Get('instruments')
  instruments(): { instruments: InstrumentWire[] } {
    return { instruments: this.markets.all.map((market) => instrumentWire(market.instrument)) };
  }

  @Get('book')
  book(@Query('symbol') symbol: string, @Query('depth') depth?: string): BookWire & { symbol: string } {
    const market = this.markets.bySymbol(symbol);
    const levels = readInteger(depth, 'depth', 1, MAX_ITEMS, 50);
    return { symbol, ...bookWire(market.instrument, market.snapshot(levels)) };
  }

  /**
   * Closed bars that start in [from, to), oldest first: the first `limit` of them from `from`; without `from` the last
   * `limit` before `to`.
   */
  @Get('bars')
  bars(
    @Query('symbol') symbol: string,
    @Query('interval') interval = '1s',
    @Query('from') from?: string,
    @Query('to') to?: string,
    @Query('limit') limit?: string,
  ): { symbol: string; interval: string; bars: BarWire[] } {
    const { series, instrument } = this.markets.bySymbol(symbol);
    if (!isBarInterval(interval)) {
      throw new VenueError('BAD_REQUEST', `interval must be one of ${Object.keys(BAR_INTERVALS).join(', ')}`);
    }
    const first = readTime(from, 'from', 0) / US_PER_SECOND;
    const end = readTime(to, 'to', Number.MAX_SAFE_INTEGER) / US_PER_SECOND;
    const count = readInteger(limit, 'limit', 1, MAX_ITEMS, 500);
    const bars = series.range(BAR_INTERVALS[interval], first, end, count, from === undefined);
    return { symbol, interval, bars: bars.map((bar) => barWire(instrument, bar)) };
  }

  /** Trades with a time in [from, to) and an id above `after`, oldest first; without `from` and `after` the last ones. */
  @Get('trades')
  trades(
    @Query('symbol') symbol: string,
    @Query('from') from?: string,
    @Query('to') to?: string,
    @Query('after') after?: string,
    @Query('limit') limit?: string,
  ): { symbol: string; trades: TradeWire[] } {
    const { tape, instrument } = this.markets.bySymbol(symbol);
    const trades = tape.range(
      readInteger(after, 'after', 0, Number.MAX_SAFE_INTEGER, 0),
      readTime(from, 'from', 0),
      readTime(to, 'to', Number.MAX_SAFE_INTEGER),
      readInteger(limit, 'limit', 1, MAX_ITEMS, 500),
      from === undefined && after === undefined,
    );
    return { symbol, trades: trades.map((trade) => tradeWire(instrument, trade)) };
  }
}

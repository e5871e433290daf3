import type { Clock } from '@bourseworks/ports';
import type { BinanceConfig, MarketName } from '../config.js';
import { FuturesStream } from '../session/futures-stream.js';
import { SpotStream } from '../session/spot-stream.js';
import type { StreamHandlers, StreamTimes, UserStream } from '../session/user-stream.js';
import type { VenueRest } from '../session/venue-rest.js';

/** The user data stream of a market, not started yet. */
export function openStream(
  market: MarketName,
  config: BinanceConfig,
  rest: VenueRest,
  times: StreamTimes,
  clock: Clock,
  handlers: StreamHandlers,
): UserStream {
  const Stream = market === 'binance' ? SpotStream : FuturesStream;
  return new Stream(config, rest, times, clock, handlers);
}

import { defineInstrument, expectOk, type Instrument, type StreamKind } from '@bourseworks/domain';

export const VENUE = 'alpaca';

/** Kinds with a channel in the WebSocket. Longer bars are history alone. */
export const LIVE_KINDS: readonly StreamKind[] = ['trade', 'quote', 'bar-1m'];
export const HISTORY_KINDS: readonly StreamKind[] = ['trade', 'quote', 'bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'];

/** Channels of the WebSocket that are used. */
export type StreamChannel = 'trades' | 'quotes' | 'bars';

const CHANNELS: Readonly<Partial<Record<StreamKind, StreamChannel>>> = {
  trade: 'trades',
  quote: 'quotes',
  'bar-1m': 'bars',
};

const TIMEFRAMES: Readonly<Partial<Record<StreamKind, string>>> = {
  'bar-1m': '1Min',
  'bar-5m': '5Min',
  'bar-1h': '1Hour',
  'bar-1d': '1Day',
};

/** Message types of the WebSocket that carry data of a channel. The others are notices that no event stands for. */
export const CHANNEL_OF_TYPE: ReadonlyMap<unknown, StreamChannel> = new Map([
  ['t', 'trades'],
  ['q', 'quotes'],
  ['b', 'bars'],
]);

export function channelOf(kind: StreamKind): StreamChannel | undefined {
  return CHANNELS[kind];
}

/** What history calls a length of bars; undefined for other kinds. */
export function timeframeOf(kind: StreamKind): string | undefined {
  return TIMEFRAMES[kind];
}

/**
 * A stock. Prices are counted at 10^-4 dollars: trades print inside the tick, and stocks below one dollar quote there.
 * Sizes are counted at 10^-5 shares: fractions of a share trade, and a day of a penny stock passes 10^9 shares, which
 * finer units could not hold. Orders use cents and whole shares, which is what every kind of order may use.
 */
export function toInstrument(symbol: string): Instrument {
  return expectOk(
    defineInstrument({
      venue: VENUE,
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      tickSize: '0.01',
      priceScale: 4,
      lotSize: '1',
      qtyScale: 5,
    }),
  );
}

import { barSeconds, STREAM_KINDS, type AssetClass, type StreamKind } from '@bourseworks/domain';
import { FUTURES_SEQUENCE, SPOT_SEQUENCE, type SequenceRule } from '@bourseworks/feeds';
import type { MarketName } from '../config.js';

/** A question of REST: where, and what it weighs. */
interface Endpoint {
  readonly path: string;
  readonly weight: number;
  /** Most that one answer holds. */
  readonly limit: number;
}

/** What is different between the data of the spot market and of the futures. Weights and limits: documentation of 2026. */
export interface DataMarket {
  readonly name: MarketName;
  readonly assetClass: AssetClass;
  readonly futures: boolean;
  readonly kinds: readonly StreamKind[];
  /** Weight that the venue allows an address in a minute. */
  readonly weightAMinute: number;
  readonly exchangeInfo: Omit<Endpoint, 'limit'>;
  readonly depth: Endpoint;
  readonly aggTrades: Endpoint;
  /** Trades one by one, older ones by id; undefined where only a key may ask for them. */
  readonly oldTrades: Endpoint | undefined;
  /** The latest trades one by one. */
  readonly latestTrades: Endpoint;
  readonly klines: Endpoint;
  /** How the ids of a book's changes follow one another. */
  readonly sequence: SequenceRule;
  /** Path below the root of the streams where a kind is; connections are made for each. */
  streamPath(kind: StreamKind): string;
}

const BAR_KINDS = ['bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'] as const;
const COMMON_KINDS = ['trade', 'quote', 'book'] as const;

export const SPOT_DATA: DataMarket = {
  name: 'binance',
  assetClass: 'crypto',
  futures: false,
  kinds: [...COMMON_KINDS, 'bar-1s', ...BAR_KINDS],
  weightAMinute: 6_000,
  exchangeInfo: { path: '/api/v3/exchangeInfo', weight: 20 },
  depth: { path: '/api/v3/depth', weight: 250, limit: 5_000 },
  aggTrades: { path: '/api/v3/aggTrades', weight: 4, limit: 1_000 },
  oldTrades: { path: '/api/v3/historicalTrades', weight: 25, limit: 1_000 },
  latestTrades: { path: '/api/v3/trades', weight: 25, limit: 1_000 },
  klines: { path: '/api/v3/klines', weight: 2, limit: 1_000 },
  sequence: SPOT_SEQUENCE,
  streamPath: () => '/stream',
};

export const USDM_DATA: DataMarket = {
  name: 'binance-usdm',
  assetClass: 'future',
  futures: true,
  kinds: [...COMMON_KINDS, ...BAR_KINDS],
  weightAMinute: 2_400,
  exchangeInfo: { path: '/fapi/v1/exchangeInfo', weight: 1 },
  depth: { path: '/fapi/v1/depth', weight: 20, limit: 1_000 },
  aggTrades: { path: '/fapi/v1/aggTrades', weight: 20, limit: 1_000 },
  oldTrades: undefined,
  latestTrades: { path: '/fapi/v1/trades', weight: 5, limit: 1_000 },
  klines: { path: '/fapi/v1/klines', weight: 5, limit: 1_000 },
  sequence: FUTURES_SEQUENCE,
  // Books have a part of the venue to themselves, with everything else in another.
  streamPath: (kind) => (kind === 'book' || kind === 'quote' ? '/public/stream' : '/market/stream'),
};

export function dataMarket(name: MarketName): DataMarket {
  return name === 'binance' ? SPOT_DATA : USDM_DATA;
}

/** Name of a stream, as it is subscribed and as its messages say. */
export function streamName(symbol: string, kind: StreamKind): string {
  return `${symbol.toLowerCase()}@${channelOf(kind)}`;
}

function channelOf(kind: StreamKind): string {
  switch (kind) {
    case 'trade':
      return 'trade';
    case 'quote':
      return 'bookTicker';
    case 'book':
      return 'depth@100ms';
    default:
      return `kline_${intervalOf(kind)}`;
  }
}

/** The kind of a stream by its name, whatever the speed of its updates; undefined where there is none of ours. */
export function kindOf(stream: string): StreamKind | undefined {
  const [, channel = ''] = stream.split(/@(.*)/);
  if (channel === 'trade') return 'trade';
  if (channel === 'bookTicker') return 'quote';
  if (/^depth(?:@\d{1,4}ms)?$/.test(channel)) return 'book';
  return STREAM_KINDS.find((kind) => barSeconds(kind) > 0 && channel === `kline_${intervalOf(kind)}`);
}

/** What Binance calls the length of a kind of bars: `1m`. */
export function intervalOf(kind: StreamKind): string {
  return kind.slice('bar-'.length);
}

import type { StreamKind } from '@bourseworks/domain';
import { BinanceMarketData, SPOT_DATA, USDM_DATA, type DataMarket } from '@bourseworks/adapters/binance';
import { BinanceFeed, type BinanceFlavour, type MarketDataHarness } from '@bourseworks/testkit';
import { QUICK } from './quick.js';

/** Rows that an answer holds: a few pages then make a history. */
const PAGE = 40;
const NO_LOGIN = 'market data of Binance is public: there is no login';
const PAST = 2 * PAGE + 17;

/** A market whose pages are small. */
function paged(market: DataMarket): DataMarket {
  const { aggTrades, oldTrades, latestTrades, klines } = market;
  return {
    ...market,
    aggTrades: { ...aggTrades, limit: PAGE },
    oldTrades: oldTrades === undefined ? undefined : { ...oldTrades, limit: PAGE },
    latestTrades: { ...latestTrades, limit: PAGE },
    klines: { ...klines, limit: PAGE },
  };
}

export function binanceFeedHarness(flavour: BinanceFlavour): MarketDataHarness<BinanceFeed> {
  const market = paged(flavour === 'spot' ? SPOT_DATA : USDM_DATA);
  const level = '[["50000.10","1"]]';
  const name = (channel: string): string => `"stream":"btcusdt@${channel}"`;
  const malformed: Partial<Record<StreamKind, readonly string[]>> = {
    trade: [
      `{${name('trade')},"data":{"e":"trade","t":1,"p":"x","q":"1","T":1,"m":true}}`,
      `{${name('trade')},"data":{"e":"trade","t":-1,"p":"1","q":"1","T":1,"m":true}}`,
      `{${name('trade')},"data":{"e":"trade","t":1,"p":"99999999999999999","q":"1","T":1,"m":true}}`,
      `{${name('trade')},"data":{"e":"trade"`,
    ],
    quote: [`{${name('bookTicker')},"data":{"u":1,"b":"50000.10","B":"1","a":"","A":"1"}}`],
    book: [
      `{${name('depth@100ms')},"data":{"E":1,"T":1,"U":9,"u":3,"pu":1,"b":[],"a":[]}}`,
      `{${name('depth@100ms')},"data":{"E":1,"T":1,"U":1,"u":3,"pu":1,"b":[[1,2]],"a":${level}}}`,
    ],
    'bar-1m': [
      `{${name('kline_1m')},"data":{"k":{"t":1,"T":0,"o":"1","h":"1","l":"1","c":"1","v":"1","n":1,"x":true}}}`,
    ],
  };
  return {
    kinds: market.kinds,
    historyKinds: market.kinds.filter((kind) => kind !== 'quote' && kind !== 'book'),
    page: PAGE,
    excused: { 'MD-520': NO_LOGIN, 'MD-521': NO_LOGIN },
    silenceMs: QUICK.silenceMs,
    requestTimeoutMs: 500,
    maxStreams: market.futures ? 2 : 1,
    malformed,
    start: () => BinanceFeed.start(flavour, { past: PAST }),
    createAdapter: ({ traffic }, clock) => {
      const config = { url: traffic.url, streamUrl: traffic.streamUrl, symbols: ['BTCUSDT'], requestTimeoutMs: 500 };
      return new BinanceMarketData(market, config, { clock, times: QUICK });
    },
  };
}

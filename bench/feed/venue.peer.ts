// The venue of the live part: two of these run, one for streams and one for history, as at the venue itself.
import { SystemClock } from '@bourseworks/ports';
import { BinanceScript, FeedServer, type BinanceSource } from '@bourseworks/testkit';
import { BAR_US, quantityOf, SYMBOLS, type Pace, type VenueReady } from './wire.js';

const PAGE = 1_000;
const BAR_MS = BAR_US / 1_000;

const listing = (symbol: string): object => ({
  symbol,
  status: 'TRADING',
  baseAsset: symbol.replace('USDT', ''),
  quoteAsset: 'USDT',
  baseAssetPrecision: 8,
  quotePrecision: 8,
  filters: [
    { filterType: 'PRICE_FILTER', tickSize: '0.01000000', maxPrice: '1000000.00000000' },
    { filterType: 'LOT_SIZE', stepSize: '0.00001000', minQty: '0.00001000', maxQty: '9000.00000000' },
  ],
});

const SOURCE: BinanceSource = {
  exchangeInfo: () => ({ symbols: SYMBOLS.map(listing), rateLimits: [] }),
  depth: () => undefined,
  klines: (query) => {
    const first = Math.ceil(Number(query.get('startTime')) / BAR_MS) * BAR_MS;
    const count = Math.min(PAGE, Math.floor((Number(query.get('endTime')) - first) / BAR_MS) + 1);
    return Array.from({ length: Math.max(0, count) }, (_, at) => {
      const startMs = first + at * BAR_MS;
      const price = (100 + ((startMs / BAR_MS) % 977) / 100).toFixed(8);
      return [startMs, price, price, price, price, '12.50000000', startMs + BAR_MS - 1, '0', 25, '0', '0', '0'];
    });
  },
};

const server = await FeedServer.start(new BinanceScript('spot', SOURCE));
const clock = new SystemClock();
let perSecond = 0;
let sinceUs = 0;
let sent = 0;
let id = 0;

/** Sends what is due. */
function publish(): void {
  if (perSecond === 0) return;
  const due = Math.floor(((clock.monotonicUs() - sinceUs) * perSecond) / 1e6);
  for (; sent < due; sent++) {
    const symbol = SYMBOLS[sent % SYMBOLS.length];
    const t = ++id;
    const ms = Date.now();
    const stream = `${symbol.toLowerCase()}@trade`;
    const price = '100.25000000';
    const trade = { e: 'trade', E: ms, s: symbol, t: Math.ceil(t / SYMBOLS.length), p: price };
    const data = { ...trade, q: quantityOf(clock.monotonicUs()), T: ms, m: t % 2 === 0, M: true };
    server.publish(stream, JSON.stringify({ stream, data }));
  }
  setTimeout(publish, 1);
}

process.on('message', (pace: Pace) => {
  perSecond = pace.perSecond;
  sinceUs = clock.monotonicUs();
  sent = 0;
  // Each stream goes on with its next id.
  id = Math.ceil(id / SYMBOLS.length) * SYMBOLS.length;
  publish();
});
process.on('disconnect', () => process.exit(0));
process.send?.({ ready: { url: server.url, streamUrl: server.streamUrl } satisfies VenueReady });

import type { Bar, BookDelta, BookLevel, MarketDataEvent, Quote, StreamKind, Trade } from '@bourseworks/domain';
import { FeedServer } from '../feed/feed-server.js';
import type { FeedFault } from '../feed/faults.js';
import { ModelMarket } from '../feed/model-market.js';
import { num } from '../feed/texts.js';
import type { FeedClient, FeedTraffic, VenueReply, VenueRequest, VenueScript } from '../feed/venue-script.js';
import { bookItem, candleItem, seconds, tickerItem, tradeItem, type Book, type Decimals } from './words.js';

/** What REST gives in one answer. */
const TRADES_PAGE = 1_000;
const BARS_KEPT = 720;
/** Trades that a subscription begins with. */
const TRADES_BEFORE = 50;
/** The checksum covers ten levels of a side, and the model has twice so many at most: whatever is wrong is told. */
const DEPTH = 5;
/** Of each kind: more than two pages of trades. */
const PAST = 2_500;

const MINUTES: ReadonlyMap<StreamKind, number> = new Map([
  ['bar-1m', 1],
  ['bar-5m', 5],
  ['bar-1h', 60],
  ['bar-1d', 1_440],
]);
const CHANNELS = ['book', 'trade', 'ticker', 'ohlc'];
const DEPTHS = [10, 25, 100, 500, 1_000];

const DECIMALS: Decimals = { priceScale: 1, qtyScale: 8 };

/**
 * The public interface of Kraken's spot market on this machine: REST, and the streams of version 2, with one pair that is
 * traded. Built from the venue's documentation and recorded messages.
 */
export class KrakenStandIn implements VenueScript {
  readonly symbol = 'BTC-USD';
  /** As the streams spell it. */
  readonly pair = 'BTC/USD';
  readonly market: ModelMarket;
  private system = 'online';
  private server!: FeedServer;

  private constructor() {
    this.market = new ModelMarket({ price: 600_000, tickSize: 1, lotSize: 12_345, past: PAST, depth: DEPTH });
  }

  static async start(): Promise<KrakenStandIn> {
    const venue = new KrakenStandIn();
    venue.server = await FeedServer.start(venue);
    return venue;
  }

  get url(): string {
    return this.server.url;
  }

  get streamUrl(): string {
    return `${this.server.streamUrl}/v2`;
  }

  get traffic(): FeedTraffic {
    return this.server;
  }

  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(Array.from({ length: count }, () => this.publishOne(kind)));
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    if (kind === 'trade') return Promise.resolve([...this.market.trades]);
    return Promise.resolve(MINUTES.has(kind) ? this.market.bars(kind).slice(-BARS_KEPT) : []);
  }

  book(): Promise<Book> {
    return Promise.resolve(this.market.book());
  }

  control(fault: FeedFault): void {
    this.server.control(fault);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  /** Says a message of a channel to whoever subscribed it: what is between the brackets of `data`. */
  say(channel: string, key: string, items: string, type: 'snapshot' | 'update' = 'update'): void {
    this.server.publish(key, messageOf(channel, type, items));
  }

  /** Another state of the whole venue, told to all. */
  become(system: string): void {
    this.system = system;
    this.control({ kind: 'say', text: stateOf(system) });
  }

  answer({ path, query }: VenueRequest): VenueReply {
    const name = /^\/0\/public\/(\w+)$/.exec(path)?.[1];
    const listed = ['XBTUSD', 'XXBTZUSD'].includes(query.get('pair') ?? '');
    if (name === 'AssetPairs') return ok(ASSET_PAIRS);
    if (name === 'Assets') return ok(ASSETS);
    if (name === 'Trades') return listed ? this.trades(query) : unknownPair;
    if (name === 'OHLC') return listed ? this.bars(query) : unknownPair;
    if (name === 'Depth') return listed ? this.depth() : unknownPair;
    return refused('EGeneral:Unknown method');
  }

  connected(client: FeedClient): void {
    client.send(stateOf(this.system));
  }

  received(client: FeedClient, text: string): void {
    const { method, params = {}, req_id: id } = JSON.parse(text) as Request;
    if (method === 'ping') {
      client.send({ method: 'pong', req_id: id });
      return;
    }
    const [symbol = ''] = params.symbol ?? [];
    const key = keyOf(params, symbol);
    const problem = this.problemOf(client, method, params, symbol, key);
    const times = { time_in: '2026-01-01T00:00:00.000001Z', time_out: '2026-01-01T00:00:00.000002Z', req_id: id };
    if (problem !== undefined) {
      client.send({ error: problem, method, success: false, symbol, ...times });
      return;
    }
    client.send({ method, result: { ...params, symbol }, success: true, ...times });
    if (method === 'unsubscribe') client.topics.delete(key);
    else this.subscribed(client, params, key);
  }

  private problemOf(
    client: FeedClient,
    method: string,
    params: Params,
    symbol: string,
    key: string,
  ): string | undefined {
    if (method !== 'subscribe' && method !== 'unsubscribe') return 'Unsupported method';
    if (!CHANNELS.includes(params.channel ?? '')) return 'Unsupported channel';
    if (symbol !== this.pair) return `Currency pair not supported ${symbol}`;
    if (params.channel === 'book' && !DEPTHS.includes(params.depth ?? 0)) return 'Subscription depth not supported';
    if (params.channel === 'ohlc' && ![...MINUTES.values()].includes(params.interval ?? 0))
      return 'Subscription ohlc interval not supported';
    if (method === 'subscribe') return client.topics.has(key) ? 'Already subscribed' : undefined;
    return client.topics.has(key) ? undefined : 'Subscription Not Found';
  }

  private subscribed(client: FeedClient, { channel, snapshot }: Params, key: string): void {
    client.topics.add(key);
    if (snapshot === false) return;
    if (channel === 'trade') {
      const items = this.market.trades.slice(-TRADES_BEFORE).map((trade) => tradeItem(this.pair, trade, DECIMALS));
      client.publish(messageOf('trade', 'snapshot', items.join(',')));
    }
    if (channel !== 'book') return;
    const { us, bids, asks } = this.market.book();
    const whole = { bids, asks };
    client.publish(messageOf('book', 'snapshot', bookItem(this.pair, whole, whole, us, DECIMALS)));
  }

  private publishOne(kind: StreamKind): MarketDataEvent {
    const event = this.market.next(kind);
    const { pair } = this;
    if (kind === 'trade') this.say('trade', `trade/${pair}`, tradeItem(pair, event as Trade, DECIMALS));
    else if (kind === 'quote') this.say('ticker', `ticker/${pair}`, tickerItem(pair, event as Quote, DECIMALS));
    else if (kind === 'book') this.publishChange(event as BookDelta);
    else this.publishBar(kind, event as Bar);
    return event;
  }

  private publishChange(delta: BookDelta): void {
    const item = bookItem(this.pair, delta, this.market.book(), delta.us, DECIMALS);
    this.say('book', `book/${this.pair}`, item);
  }

  /** The bar as it is in the end, and the one that goes on, in which nothing was traded yet. */
  private publishBar(kind: StreamKind, bar: Bar): void {
    const minutes = MINUTES.get(kind) ?? 1;
    const items = [bar, nextOf(bar)].map((one) => candleItem(this.pair, minutes, one, DECIMALS));
    this.say('ohlc', `ohlc/${this.pair}/${minutes}`, items.join(','));
  }

  private trades(query: URLSearchParams): VenueReply {
    const since = sinceOf(query);
    const count = Math.min(TRADES_PAGE, Number(query.get('count') ?? TRADES_PAGE));
    const { trades } = this.market;
    const page =
      since === undefined ? trades.slice(-count) : trades.filter(({ us }) => nanosOf(us) > since).slice(0, count);
    const rows = page.map(
      ({ us, price, quantity, aggressor, tradeId }) =>
        `["${fixed(price, DECIMALS.priceScale, 5)}","${fixed(quantity, DECIMALS.qtyScale, 8)}",${seconds(us)},` +
        `"${aggressor === 'BUY' ? 'b' : 's'}","l","",${tradeId ?? ''}]`,
    );
    const last = page.length === 0 ? (since ?? 0n) : nanosOf(page[page.length - 1].us);
    return ok(`{"XXBTZUSD":[${rows.join(',')}],"last":"${last}"}`);
  }

  private bars(query: URLSearchParams): VenueReply {
    const minutes = Number(query.get('interval') ?? 1);
    const kind = [...MINUTES].find(([, each]) => each === minutes)?.[0];
    if (kind === undefined) return refused('EGeneral:Invalid arguments');
    const closed = this.market.bars(kind).slice(-BARS_KEPT);
    const last = closed[closed.length - 1];
    const since = Number(query.get('since') ?? 0) * 1_000_000;
    const rows = [...closed, nextOf(last)]
      .filter(({ startUs }) => startUs > since)
      .map(({ startUs, open, high, low, close, volume, trades }) => {
        const prices = [open, high, low, close, close].map((price) => `"${num(price, DECIMALS.priceScale)}"`);
        return `[${startUs / 1_000_000},${prices.join(',')},"${fixed(volume, DECIMALS.qtyScale, 8)}",${trades}]`;
      });
    return ok(`{"XXBTZUSD":[${rows.join(',')}],"last":${last.startUs / 1_000_000}}`);
  }

  private depth(): VenueReply {
    const { bids, asks, us } = this.market.book();
    const side = (levels: readonly BookLevel[]): string =>
      levels
        .map(
          ([price, quantity]) =>
            `["${fixed(price, DECIMALS.priceScale, 5)}","${fixed(quantity, DECIMALS.qtyScale, 3)}",${Math.floor(us / 1e6)}]`,
        )
        .join(',');
    return ok(`{"XXBTZUSD":{"asks":[${side(asks)}],"bids":[${side(bids)}]}}`);
  }
}

interface Params {
  readonly channel?: string;
  readonly symbol?: readonly string[];
  readonly depth?: number;
  readonly interval?: number;
  readonly snapshot?: boolean;
}

interface Request {
  readonly method: string;
  readonly params?: Params;
  readonly req_id?: number;
}

const ASSETS =
  '{"XXBT":{"aclass":"currency","altname":"XBT","decimals":10,"display_decimals":5,"status":"enabled"},' +
  '"ZUSD":{"aclass":"currency","altname":"USD","decimals":4,"display_decimals":2,"status":"enabled"}}';

/** A pair that is traded, one of a dark pool, and one whose numbers have too many decimals. */
const ASSET_PAIRS =
  '{"XXBTZUSD":{"altname":"XBTUSD","wsname":"XBT/USD","aclass_base":"currency","base":"XXBT","aclass_quote":"currency",' +
  '"quote":"ZUSD","lot":"unit","cost_decimals":5,"pair_decimals":1,"lot_decimals":8,"lot_multiplier":1,"leverage_buy":[2,3],' +
  '"fees":[[0,0.4]],"fee_volume_currency":"ZUSD","ordermin":"0.00005","costmin":"0.5","tick_size":"0.1","status":"online"},' +
  '"XXBTZUSD.d":{"altname":"XBTUSD.d","aclass_base":"currency","base":"XXBT","aclass_quote":"currency","quote":"ZUSD",' +
  '"lot":"unit","pair_decimals":1,"lot_decimals":8,"lot_multiplier":1},' +
  '"FINEUSD":{"altname":"FINEUSD","wsname":"FINE/USD","aclass_base":"currency","base":"FINE","aclass_quote":"currency",' +
  '"quote":"ZUSD","lot":"unit","pair_decimals":11,"lot_decimals":8,"lot_multiplier":1,"ordermin":"1","status":"online"}}';

const ok = (result: string): VenueReply => ({ body: `{"error":[],"result":${result}}` });
const refused = (error: string): VenueReply => ({ body: `{"error":["${error}"]}` });
const unknownPair = refused('EQuery:Unknown asset pair');

const stateOf = (system: string): string =>
  `{"channel":"status","type":"update","data":[{"version":"2.0.10","system":"${system}","api_version":"v2",` +
  '"connection_id":12998414957712938427}]}';

const messageOf = (channel: string, type: string, items: string): string =>
  `{"channel":"${channel}","type":"${type}","data":[${items}]}`;

function keyOf({ channel = '', interval }: Params, symbol: string): string {
  return channel === 'ohlc' ? `${channel}/${symbol}/${interval ?? 0}` : `${channel}/${symbol}`;
}

/** The interval after a bar, without trades: its prices are the last one's. */
function nextOf({ endUs, startUs, close }: Bar): Bar {
  const flat = { open: close, high: close, low: close, close, volume: 0, trades: 0 };
  return { kind: 'bar', startUs: endUs, endUs: endUs + (endUs - startUs), ...flat };
}

/** The venue takes seconds and nanoseconds; without it the newest are told. */
function sinceOf(query: URLSearchParams): bigint | undefined {
  const text = query.get('since');
  if (text === null) return undefined;
  const since = BigInt(text);
  return since < 10n ** 12n ? since * 10n ** 9n : since;
}

const nanosOf = (us: number): bigint => BigInt(us) * 1_000n;

/** With zeros up to so many decimals. */
function fixed(units: number, scale: number, decimals: number): string {
  const text = num(units, scale);
  const [whole, fraction = ''] = text.split('.');
  return `${whole}.${fraction.padEnd(decimals, '0')}`;
}

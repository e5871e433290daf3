import {
  barSeconds,
  type BookDelta,
  type MarketDataEvent,
  type Quote,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import type { FeedFault } from '../feed/faults.js';
import { FeedServer } from '../feed/feed-server.js';
import { ModelMarket } from '../feed/model-market.js';
import { rfc3339 } from '../feed/texts.js';
import type { FeedClient, FeedTraffic, VenueReply, VenueRequest, VenueScript } from '../feed/venue-script.js';
import { candleRow, levelItems, tickerItem, tradeItem, tradeRow, type Book, type Listing } from './words.js';

/** What REST gives in one answer. */
const TRADES_PAGE = 1_000;
const BARS_PAGE = 300;
/** Of each kind: more than two pages of trades. */
const PAST = 2_500;
/** The venue's are a second apart. */
const HEARTBEAT_MS = 100;

const BAR_KINDS: readonly StreamKind[] = ['bar-1m', 'bar-5m', 'bar-1h', 'bar-1d'];
const CHANNELS = ['level2', 'market_trades', 'ticker', 'status'];
const HEARTBEATS = 'heartbeats/heartbeats';

/**
 * The public interfaces of Coinbase on this machine: REST of Coinbase Exchange, and the streams of Advanced Trade, with one
 * product that is traded. Built from the venue's documentation and recorded messages.
 */
export class CoinbaseStandIn implements VenueScript {
  readonly symbol = 'BTC-USD';
  readonly market: ModelMarket;
  private readonly listing: Listing = { product: this.symbol, priceScale: 2, qtyScale: 8 };
  /** Number of the next message of each connection. */
  private readonly numbers = new Map<FeedClient, number>();
  private status = 'online';
  private readonly heartbeat: NodeJS.Timeout;
  private server!: FeedServer;

  private constructor() {
    this.market = new ModelMarket({ price: 6_890_000, tickSize: 1, lotSize: 12_345, past: PAST });
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  static async start(): Promise<CoinbaseStandIn> {
    const venue = new CoinbaseStandIn();
    venue.server = await FeedServer.start(venue);
    return venue;
  }

  get url(): string {
    return this.server.url;
  }

  get streamUrl(): string {
    return this.server.streamUrl;
  }

  get traffic(): FeedTraffic {
    return this.server;
  }

  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(Array.from({ length: count }, () => this.publishOne(kind)));
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    if (kind === 'trade') return Promise.resolve([...this.market.trades]);
    // The venue does not count the trades of a bar.
    const bars = BAR_KINDS.includes(kind) ? this.market.bars(kind) : [];
    return Promise.resolve(bars.map((bar) => ({ ...bar, trades: -1 })));
  }

  book(): Promise<Book> {
    return Promise.resolve(this.market.book());
  }

  /** Another status of the product, told at once: `offline`. */
  become(status: string): void {
    this.status = status;
    for (const client of this.numbers.keys())
      if (client.topics.has(`status/${this.symbol}`)) client.send(this.numbered(client, 'status', this.statusEvent()));
  }

  control(fault: FeedFault): void {
    this.server.control(fault);
  }

  close(): Promise<void> {
    clearInterval(this.heartbeat);
    return this.server.close();
  }

  /** Says an event of a channel to whoever subscribed it: what is between the braces behind its type. */
  say(channel: string, rest: string, us = Date.now() * 1_000): void {
    const topic = `${channel}/${this.symbol}`;
    for (const client of this.numbers.keys())
      if (client.topics.has(topic))
        client.publish(this.numbered(client, dataOf(channel), `{"type":"update",${rest}}`, us));
  }

  answer({ path, query, headers }: VenueRequest): VenueReply {
    if (headers['user-agent'] === undefined) return refused(400, 'User-Agent header is required.');
    if (path === '/products') return { body: PRODUCTS };
    if (path === `/products/${this.symbol}/trades`) return this.trades(query);
    if (path === `/products/${this.symbol}/candles`) return this.candles(query);
    return refused(404, 'NotFound');
  }

  connected(client: FeedClient): void {
    this.numbers.set(client, 0);
  }

  gone(client: FeedClient): void {
    this.numbers.delete(client);
  }

  received(client: FeedClient, text: string): void {
    const { type, channel = '', product_ids: products = [] } = JSON.parse(text) as Question;
    const [product = ''] = products;
    const key = channel === 'heartbeats' ? HEARTBEATS : `${channel}/${product}`;
    const problem = this.problemOf(type, channel, product);
    if (problem !== undefined) {
      client.send({ type: 'error', message: problem });
      return;
    }
    if (type === 'unsubscribe') client.topics.delete(key);
    else client.topics.add(key);
    client.send(this.numbered(client, 'subscriptions', `{"subscriptions":${listsOf(client)}}`));
    if (type === 'subscribe') this.subscribed(client, channel);
  }

  private problemOf(type: string, channel: string, product: string): string | undefined {
    if (type !== 'subscribe' && type !== 'unsubscribe') return `unknown type ${type}`;
    if (channel === 'heartbeats') return undefined;
    if (!CHANNELS.includes(channel)) return `channel ${channel} does not exist`;
    return product === this.symbol ? undefined : `${product} is not a valid product`;
  }

  /** Each channel begins with what there was before. */
  private subscribed(client: FeedClient, channel: string): void {
    const { listing, market, symbol } = this;
    const say = (rest: string): void =>
      client.publish(this.numbered(client, dataOf(channel), `{"type":"snapshot",${rest}}`));
    if (channel === 'level2') say(`"product_id":"${symbol}","updates":[${levelItems(listing, market.book(), 0)}]`);
    if (channel === 'market_trades')
      say(
        `"trades":[${market.trades
          .slice(-3)
          .map((trade) => tradeItem(listing, trade))
          .join(',')}]`,
      );
    // Not published: it is not what the faults of messages happen to.
    if (channel === 'status') client.send(this.numbered(client, 'status', this.statusEvent()));
    if (channel === 'ticker') say(`"tickers":[${tickerItem(listing, market.quote())}]`);
  }

  private statusEvent(): string {
    const { symbol, status } = this;
    const product = `{"product_type":"SPOT","id":"${symbol}","status":"${status}","status_message":""}`;
    return `{"type":"snapshot","products":[${product}]}`;
  }

  private publishOne(kind: StreamKind): MarketDataEvent {
    const event = this.market.next(kind);
    const { listing, symbol } = this;
    if (kind === 'trade') this.say('market_trades', `"trades":[${tradeItem(listing, event as Trade)}]`);
    else if (kind === 'quote') this.publishQuote(event as Quote);
    else if (kind === 'book') {
      const { us, ...change } = event as BookDelta;
      this.say('level2', `"product_id":"${symbol}","updates":[${levelItems(listing, change, us)}]`, us);
    } else throw new Error(`the venue streams no ${kind}`);
    return event;
  }

  private publishQuote(quote: Quote): void {
    this.say('ticker', `"tickers":[${tickerItem(this.listing, quote)}]`, quote.us);
  }

  private beat(): void {
    for (const client of this.numbers.keys())
      if (client.topics.has(HEARTBEATS))
        client.send(this.numbered(client, 'heartbeats', '{"current_time":"now","heartbeat_counter":1}'));
  }

  private numbered(client: FeedClient, channel: string, event: string, us = Date.now() * 1_000): string {
    const number = this.numbers.get(client) ?? 0;
    this.numbers.set(client, number + 1);
    return (
      `{"channel":"${channel}","client_id":"","timestamp":"${rfc3339(us)}","sequence_num":${number},` +
      `"events":[${event}]}`
    );
  }

  private trades(query: URLSearchParams): VenueReply {
    const after = Number(query.get('after') ?? Number.MAX_SAFE_INTEGER);
    const limit = Math.min(TRADES_PAGE, Number(query.get('limit') ?? TRADES_PAGE));
    const page = this.market.trades.filter(({ tradeId }) => Number(tradeId) < after).slice(-limit);
    return {
      body: `[${page
        .reverse()
        .map((trade) => tradeRow(this.listing, trade))
        .join(',')}]`,
    };
  }

  private candles(query: URLSearchParams): VenueReply {
    const [seconds, start, end] = ['granularity', 'start', 'end'].map((name) => Number(query.get(name) ?? -1));
    const kind = BAR_KINDS.find((one) => barSeconds(one) === seconds);
    if (kind === undefined) return refused(400, 'Unsupported granularity');
    if ((end - start) / seconds > BARS_PAGE - 1)
      return refused(400, 'granularity too small for the requested time range');
    const bars = this.market.bars(kind).filter(({ startUs }) => startUs >= start * 1e6 && startUs <= end * 1e6);
    return {
      body: `[${bars
        .reverse()
        .map((bar) => candleRow(this.listing, bar))
        .join(',')}]`,
    };
  }
}

interface Question {
  readonly type: string;
  readonly channel?: string;
  readonly product_ids?: readonly string[];
}

/** Books have another name in their data than in subscriptions. */
const dataOf = (channel: string): string => (channel === 'level2' ? 'l2_data' : channel);

/** What a client has subscribed, by channel. */
function listsOf({ topics }: FeedClient): string {
  const lists: Record<string, string[]> = {};
  for (const topic of topics) {
    const [channel, product] = topic.split('/');
    lists[channel] = [...(lists[channel] ?? []), product];
  }
  return JSON.stringify(lists);
}

const refused = (status: number, message: string): VenueReply => ({ status, body: { message } });

/** A product that is traded, one that is not listed any more, and one whose numbers have too many decimals. */
const PRODUCTS =
  '[{"id":"BTC-USD","base_currency":"BTC","quote_currency":"USD","quote_increment":"0.01000000","base_increment":"0.00000001",' +
  '"display_name":"BTC-USD","min_market_funds":"1","margin_enabled":false,"post_only":false,"limit_only":false,' +
  '"cancel_only":false,"status":"online","status_message":"","trading_disabled":false,"auction_mode":false},' +
  '{"id":"OLD-USD","base_currency":"OLD","quote_currency":"USD","quote_increment":"0.01","base_increment":"0.01",' +
  '"status":"delisted","trading_disabled":true},' +
  '{"id":"FINE-USD","base_currency":"FINE","quote_currency":"USD","quote_increment":"0.00000000001",' +
  '"base_increment":"0.00000001","status":"online","trading_disabled":false}]';

import type { MarketDataEvent, Quote, StreamKind } from '@bourseworks/domain';
import type { FeedFault } from '../feed/faults.js';
import { FeedServer } from '../feed/feed-server.js';
import { ModelMarket } from '../feed/model-market.js';
import { rfc3339 } from '../feed/texts.js';
import type { FeedClient, FeedTraffic, VenueReply, VenueRequest, VenueScript } from '../feed/venue-script.js';
import { ALPACA_KEY_ID, ALPACA_SECRET_KEY, type AlpacaKeys } from './alpaca-stand-in.js';
import { barWords, bookWords, quoteWords, toldTrade, tradeWords, type DataListing, type Sides } from './data-words.js';

/** What REST gives in one answer; of Alpaca it is ten thousand. */
const PAGE = 200;
/** Trades and bars of each kind: more than two pages. */
const PAST = 450;
const PAST_QUOTES = 50;

const TIMEFRAMES: Readonly<Record<string, StreamKind>> = {
  '1Min': 'bar-1m',
  '5Min': 'bar-5m',
  '1Hour': 'bar-1h',
  '1Day': 'bar-1d',
};
/** What a stream of a kind is subscribed by, and the type of its items. */
const WORDS: Readonly<Partial<Record<StreamKind, readonly [channel: string, type: string]>>> = {
  trade: ['trades', 't'],
  quote: ['quotes', 'q'],
  book: ['orderbooks', 'o'],
  'bar-1m': ['bars', 'b'],
  'bar-1d': ['dailyBars', 'd'],
};
const CHANNELS = ['trades', 'quotes', 'bars', 'updatedBars', 'dailyBars', 'statuses', 'lulds'];
const CRYPTO_CHANNELS = ['trades', 'quotes', 'orderbooks', 'bars', 'updatedBars', 'dailyBars'];

export interface AlpacaDataOptions {
  /** Of crypto, or of stocks. Default: stocks. */
  readonly crypto?: boolean;
  readonly keys?: AlpacaKeys;
  /** History of every range has something, and there is a quote so often, milliseconds: for a show. */
  readonly quoteEveryMs?: number;
}

/**
 * Alpaca's market data on this machine: its REST interfaces of history and assets, and the streams of stocks or of crypto, with one
 * instrument that is traded. Built from Alpaca's documentation and recorded messages.
 */
export class AlpacaDataStandIn implements VenueScript {
  /** As the platform spells it. */
  readonly symbol: string;
  readonly market: ModelMarket;
  /** Connections that an account has of a stream. */
  connectionLimit = 1;
  /** Symbols of channels that the plan allows; more are refused with 405. */
  symbolLimit = Number.POSITIVE_INFINITY;
  /** `channel/symbol` that are refused, each by its code. */
  readonly refused = new Map<string, number>();
  /** An error by which logins are answered. */
  loginError: number | undefined;
  /** Questions that came over streams, oldest first. */
  readonly questions: Readonly<Record<string, unknown>>[] = [];
  private readonly listing: DataListing;
  private readonly quotes: Quote[];
  private readonly authorized = new Set<FeedClient>();
  private show: NodeJS.Timeout | undefined;
  private server!: FeedServer;

  private constructor(private readonly options: AlpacaDataOptions) {
    const { crypto = false } = options;
    this.listing = crypto
      ? { symbol: 'BTC/USD', crypto, priceScale: 9, qtyScale: 9 }
      : { symbol: 'AAPL', crypto, priceScale: 4, qtyScale: 5 };
    this.symbol = this.listing.symbol.replace('/', '');
    const units = crypto
      ? { price: 60_000_000_000_000, tickSize: 10_000_000, lotSize: 100_000 }
      : { price: 1_864_900, tickSize: 100, lotSize: 100_000 };
    this.market = new ModelMarket({ ...units, past: PAST });
    const { us } = this.market.trades[0];
    this.quotes = Array.from({ length: PAST_QUOTES }, (_, at) => ({ ...this.market.quote(), us: us + at * 1_000 }));
  }

  static async start(options: AlpacaDataOptions = {}): Promise<AlpacaDataStandIn> {
    const venue = new AlpacaDataStandIn(options);
    venue.server = await FeedServer.start(venue);
    const { quoteEveryMs } = options;
    if (quoteEveryMs !== undefined) venue.show = setInterval(() => void venue.publishOne('quote'), quoteEveryMs);
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

  /** Streams that are logged in. */
  get logins(): number {
    return this.authorized.size;
  }

  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(Array.from({ length: count }, () => this.publishOne(kind)));
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    if (kind === 'trade') return Promise.resolve(this.market.trades.map((trade) => toldTrade(this.listing, trade)));
    if (kind === 'quote') return Promise.resolve([...this.quotes]);
    return Promise.resolve(Object.values(TIMEFRAMES).includes(kind) ? [...this.market.bars(kind)] : []);
  }

  book(): Promise<Sides> {
    return Promise.resolve(this.market.book());
  }

  control(fault: FeedFault): void {
    this.server.control(fault);
  }

  async close(): Promise<void> {
    clearInterval(this.show);
    await this.server.close();
  }

  /** Says an item to whoever subscribed the channel. */
  say(channel: string, item: string): void {
    this.server.publish(`${channel}/${this.listing.symbol}`, `[${item}]`);
  }

  answer({ path, query, headers }: VenueRequest): VenueReply {
    const { keyId, secretKey } = this.keys;
    if (headers['apca-api-key-id'] !== keyId || headers['apca-api-secret-key'] !== secretKey)
      return { status: 401, body: { message: 'unauthorized.' } };
    if (path === '/v2/assets') return { body: [this.asset()] };
    if (path === `/v2/assets/${this.listing.symbol}`) return { body: this.asset() };
    if (path === '/v1/corporate-actions') return { body: { corporate_actions: {}, next_page_token: null } };
    const root = this.listing.crypto ? '/v1beta3/crypto/us/' : '/v2/stocks/';
    const resource = path.startsWith(root) ? path.slice(root.length) : '';
    if (resource === 'trades' || resource === 'quotes' || resource === 'bars') return this.page(resource, query);
    return { status: 404, body: { code: 40410000, message: 'not found' } };
  }

  connected(client: FeedClient): void {
    client.send([{ T: 'success', msg: 'connected' }]);
  }

  gone(client: FeedClient): void {
    this.authorized.delete(client);
  }

  received(client: FeedClient, text: string): void {
    const question = JSON.parse(text) as Question;
    if (question.action === 'auth') {
      this.login(client, question);
      return;
    }
    this.questions.push(question);
    if (!this.authorized.has(client)) return error(client, 401);
    const topics = this.topicsOf(question);
    const wrong = topics.map((topic) => this.refused.get(topic)).find((code) => code !== undefined);
    if (wrong !== undefined || (question.action !== 'subscribe' && question.action !== 'unsubscribe'))
      return error(client, wrong ?? 400);
    const fresh = question.action === 'subscribe' ? topics.filter((topic) => !client.topics.has(topic)) : [];
    if (client.topics.size + fresh.length > this.symbolLimit) return error(client, 405);
    for (const topic of topics)
      if (question.action === 'subscribe') client.topics.add(topic);
      else client.topics.delete(topic);
    client.send(`[{"T":"subscription",${this.listsOf(client)}}]`);
    if (fresh.includes(`orderbooks/${this.listing.symbol}`)) client.publish(`[${this.wholeBook()}]`);
  }

  private get keys(): AlpacaKeys {
    return this.options.keys ?? { keyId: ALPACA_KEY_ID, secretKey: ALPACA_SECRET_KEY };
  }

  private get path(): string {
    return this.listing.crypto ? '/v1beta3/crypto/us' : '/v2/iex';
  }

  private login(client: FeedClient, { key, secret }: Question): void {
    const { keyId, secretKey } = this.keys;
    const right = this.server.takesLogin() && key === keyId && secret === secretKey;
    if (this.authorized.has(client)) error(client, 403);
    else if (!right || client.url.pathname !== this.path) error(client, 402);
    else if (this.loginError !== undefined) error(client, this.loginError);
    else if (this.authorized.size >= this.connectionLimit) error(client, 406);
    else {
      this.authorized.add(client);
      client.send([{ T: 'success', msg: 'authenticated' }]);
    }
  }

  private topicsOf(question: Question): string[] {
    const channels = this.listing.crypto ? CRYPTO_CHANNELS : CHANNELS;
    return channels.flatMap((channel) => {
      const symbols = question[channel];
      return Array.isArray(symbols) ? symbols.map((symbol) => `${channel}/${String(symbol)}`) : [];
    });
  }

  /** What a client has subscribed, by channel; corrections and cancels of stocks come with their trades. */
  private listsOf({ topics }: FeedClient): string {
    const listOf = (channel: string): string[] =>
      [...topics].filter((topic) => topic.startsWith(`${channel}/`)).map((topic) => topic.slice(channel.length + 1));
    const lists = (this.listing.crypto ? CRYPTO_CHANNELS : CHANNELS).map(
      (channel) => [channel, listOf(channel)] as const,
    );
    const withTrades = this.listing.crypto ? [] : ['corrections', 'cancelErrors'];
    const all = [...lists, ...withTrades.map((channel) => [channel, listOf('trades')] as const)];
    return all.map(([channel, symbols]) => `"${channel}":${JSON.stringify(symbols)}`).join(',');
  }

  private publishOne(kind: StreamKind): MarketDataEvent {
    const words = WORDS[kind];
    if (words === undefined) throw new Error(`the venue streams no ${kind}`);
    const event = this.market.next(kind);
    const { listing } = this;
    const [channel, type] = words;
    this.say(channel, `{"T":"${type}","S":"${listing.symbol}",${this.wordsOf(event)}}`);
    if (event.kind === 'quote') this.quotes.push(event);
    return event.kind === 'trade' ? toldTrade(listing, event) : event;
  }

  private wordsOf(event: MarketDataEvent): string {
    const { listing } = this;
    switch (event.kind) {
      case 'trade':
        return tradeWords(listing, event);
      case 'quote':
        return quoteWords(listing, event);
      case 'bar':
        return barWords(listing, event);
      default:
        return bookWords(listing, event, event.us);
    }
  }

  private wholeBook(): string {
    const book = this.market.book();
    return `{"T":"o","S":"${this.listing.symbol}","r":true,${bookWords(this.listing, book, book.us)}}`;
  }

  private page(resource: 'trades' | 'quotes' | 'bars', query: URLSearchParams): VenueReply {
    const { symbol } = this.listing;
    if (query.get('symbols') !== symbol) return { body: { [resource]: {}, next_page_token: null } };
    const [start, end] = ['start', 'end'].map((name) => query.get(name) ?? '');
    const found = this.kept(resource, query.get('timeframe') ?? '').filter(
      ({ at }) => nanos(at) >= nanos(start) && (end === '' || nanos(at) <= nanos(end)),
    );
    const items = found.length === 0 && this.options.quoteEveryMs !== undefined ? this.shown(resource, start) : found;
    const from = Number(query.get('page_token') ?? 0);
    const limit = Math.min(PAGE, Number(query.get('limit') ?? PAGE));
    const held = items.slice(from, from + limit);
    const next = from + limit < items.length ? `"${from + limit}"` : 'null';
    const list = held.length === 0 ? '{}' : `{"${symbol}":[${held.map(({ words }) => `{${words}}`).join(',')}]}`;
    return { body: `{"${resource}":${list},"next_page_token":${next}}` };
  }

  private kept(resource: 'trades' | 'quotes' | 'bars', timeframe: string): Kept[] {
    const { listing, market } = this;
    if (resource === 'trades')
      return market.trades.map((trade) => ({ at: rfc3339(trade.us), words: tradeWords(listing, trade) }));
    if (resource === 'quotes')
      return this.quotes.map((quote) => ({ at: rfc3339(quote.us), words: quoteWords(listing, quote) }));
    const kind = Object.hasOwn(TIMEFRAMES, timeframe) ? TIMEFRAMES[timeframe] : undefined;
    const bars = kind === undefined ? [] : market.bars(kind);
    return bars.map((bar) => ({ at: rfc3339(bar.startUs), words: barWords(listing, bar) }));
  }

  /** Something at the beginning of a range that has nothing. */
  private shown(resource: 'trades' | 'quotes' | 'bars', start: string): Kept[] {
    const us = Date.parse(start) * 1_000;
    const { listing, market } = this;
    const [trade] = market.trades;
    const [bar] = market.bars('bar-1m');
    if (resource === 'trades') return [{ at: start, words: tradeWords(listing, { ...trade, us }) }];
    if (resource === 'bars') return [{ at: start, words: barWords(listing, { ...bar, startUs: us }) }];
    return [{ at: start, words: quoteWords(listing, { ...this.quotes[0], us }) }];
  }

  private asset(): object {
    const { symbol, crypto } = this.listing;
    const common = { id: '904837e3-3b76-47ec-b432-046db621571b', symbol, status: 'active', tradable: true };
    if (!crypto) return { ...common, class: 'us_equity', exchange: 'NASDAQ', fractionable: true };
    const sizes = { min_order_size: '0.00001', min_trade_increment: '0.0001', price_increment: '0.01' };
    return { ...common, class: 'crypto', exchange: 'CRYPTO', fractionable: true, ...sizes };
  }
}

interface Kept {
  readonly at: string;
  readonly words: string;
}

/** Times with all of their decimals, as texts that sort as times do. */
const nanos = (text: string): string => text.replace('Z', '').padEnd(29, '0');

interface Question {
  readonly action: string;
  readonly key?: string;
  readonly secret?: string;
  readonly [channel: string]: unknown;
}

const SAID: Readonly<Record<number, string>> = {
  400: 'invalid syntax',
  401: 'not authenticated',
  402: 'auth failed',
  403: 'already authenticated',
  405: 'symbol limit exceeded',
  406: 'connection limit exceeded',
  409: 'insufficient subscription',
  410: 'invalid subscribe action for this feed',
  411: 'insufficient scope',
};

function error(client: FeedClient, code: number): void {
  client.send([{ T: 'error', code, msg: SAID[code] ?? 'internal error' }]);
}

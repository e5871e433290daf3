import { CoinbaseMarketData } from '@bourseworks/adapters/coinbase';
import type { FeedClient, VenueReply, VenueRequest } from '@bourseworks/testkit';
import { coinbaseProducts } from '../tapes/coinbase.js';
import { streamOf, type Step, type TradeStep } from '../tape.js';
import type { Row } from '../text-book.js';
import { TapeVenue } from './tape-venue.js';
import { TIMES } from './times.js';

const HEARTBEAT_MS = 100;
const HEARTBEATS = 'heartbeats';
const KINDS: Readonly<Record<string, 'book' | 'trade'>> = { level2: 'book', market_trades: 'trade' };

interface Question {
  readonly type: string;
  readonly channel: string;
  readonly product_ids?: readonly [string];
}

/** Coinbase as it was recorded, told in the words of Advanced Trade: the messages of a connection are numbered. */
export class CoinbaseVenue extends TapeVenue {
  readonly numbers = 'connection';
  readonly violations: string[] = [];
  private readonly products = coinbaseProducts();
  /** Number of the next message of each connection. */
  private readonly nextNumbers = new Map<FeedClient, number>();
  private heartbeat: NodeJS.Timeout | undefined;

  adapter(): CoinbaseMarketData {
    const { url, streamUrl } = this.server;
    const config = { url, streamUrl, requestTimeoutMs: TIMES.requestMs };
    const times = { ...TIMES, questions: 10_000, orderMs: 60, restRequests: 10_000 };
    return new CoinbaseMarketData(config, { clock: this.clock, times });
  }

  override async start(): Promise<void> {
    await super.start();
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MS);
  }

  override close(): Promise<void> {
    clearInterval(this.heartbeat);
    return super.close();
  }

  answer({ path, query }: VenueRequest): VenueReply {
    if (path === '/products') return { body: this.products };
    const symbol = /^\/products\/([\w-]+)\/trades$/.exec(path)?.[1] ?? '';
    const trades = this.happened.get(symbol);
    if (trades === undefined) return { status: 404, body: { message: 'NotFound' } };
    const after = Number(query.get('after') ?? Number.MAX_SAFE_INTEGER);
    const page = trades.filter(({ id }) => id < after).slice(-Number(query.get('limit')));
    return { body: page.toReversed().map((trade) => ({ ...itemOf(trade), side: makerSide(trade).toLowerCase() })) };
  }

  /** The adapter has one connection: what is said to the one before nobody hears, though its end may not be known yet. */
  connected(client: FeedClient): void {
    this.nextNumbers.clear();
    this.nextNumbers.set(client, 0);
  }

  gone(client: FeedClient): void {
    this.nextNumbers.delete(client);
  }

  received(client: FeedClient, text: string): void {
    const { type, channel, product_ids: [product] = [HEARTBEATS] } = JSON.parse(text) as Question;
    const kind = KINDS[channel] as 'book' | 'trade' | undefined;
    const topic = kind === undefined ? channel : streamOf({ symbol: product, kind });
    if (type === 'unsubscribe') client.topics.delete(topic);
    else client.topics.add(topic);
    const lists = Object.entries(KINDS).map(([name, of]) => [name, this.subscribed(client, of)] as const);
    const heartbeats = client.topics.has(HEARTBEATS) ? [[HEARTBEATS, [HEARTBEATS]] as const] : [];
    // Of other channels, as that of the states of products, nothing happens here.
    const others =
      kind === undefined && channel !== HEARTBEATS && type === 'subscribe' ? [[channel, [product]] as const] : [];
    const subscriptions = Object.fromEntries([
      ...others,
      ...lists.filter(([, list]) => list.length > 0),
      ...heartbeats,
    ]);
    client.send(this.numbered(client, 'subscriptions', { subscriptions }));
    if (type === 'subscribe' && kind !== undefined) this.tellBefore(client, product, kind);
  }

  protected tell(step: Step): void {
    const event =
      step.kind === 'trade'
        ? { type: 'update', trades: [itemOf(step)] }
        : {
            type: 'update',
            product_id: step.symbol,
            updates: [...levels('bid', step.bids), ...levels('offer', step.asks)],
          };
    for (const client of this.nextNumbers.keys()) {
      if (!client.topics.has(streamOf(step))) continue;
      this.told++;
      client.publish(this.numbered(client, step.kind === 'book' ? 'l2_data' : 'market_trades', event, step.us));
    }
  }

  /** Each channel begins with what there was before. */
  private tellBefore(client: FeedClient, symbol: string, kind: 'book' | 'trade'): void {
    const book = this.books.get(symbol);
    if (kind === 'book' && book !== undefined) {
      const updates = [...levels('bid', book.bids), ...levels('offer', book.asks)];
      const message = this.numbered(client, 'l2_data', { type: 'snapshot', product_id: symbol, updates });
      if (this.withheld > 0) this.withheld--;
      else client.publish(message);
    }
    const trades = (this.happened.get(symbol) ?? []).slice(-3).map(itemOf);
    if (kind === 'trade') client.publish(this.numbered(client, 'market_trades', { type: 'snapshot', trades }));
  }

  private subscribed(client: FeedClient, kind: 'book' | 'trade'): string[] {
    return [...this.books.keys()].filter((symbol) => client.topics.has(streamOf({ symbol, kind })));
  }

  private beat(): void {
    for (const client of this.nextNumbers.keys()) {
      if (client.topics.has(HEARTBEATS))
        client.send(this.numbered(client, HEARTBEATS, { current_time: 'now', heartbeat_counter: 1 }));
    }
  }

  private numbered(client: FeedClient, channel: string, event: object, us = this.clock.us): object {
    const sequence = this.nextNumbers.get(client) ?? 0;
    this.nextNumbers.set(client, sequence + 1);
    return { channel, client_id: '', timestamp: rfc3339(us), sequence_num: sequence, events: [event] };
  }
}

function itemOf(trade: TradeStep): object {
  const { symbol, id, price, quantity, us } = trade;
  return { trade_id: String(id), product_id: symbol, price, size: quantity, side: makerSide(trade), time: rfc3339(us) };
}

/** Side of the order that was in the book. */
const makerSide = ({ aggressor }: TradeStep): string => (aggressor === 'BUY' ? 'SELL' : 'BUY');

function levels(side: string, rows: Iterable<Row>): object[] {
  return Array.from(rows, ([price_level, new_quantity]) => ({
    side,
    event_time: '1970-01-01T00:00:00Z',
    price_level,
    new_quantity,
  }));
}

function rfc3339(us: number): string {
  const text = new Date(Math.floor(us / 1_000)).toISOString();
  return `${text.slice(0, -1)}${String(us % 1_000).padStart(3, '0')}Z`;
}

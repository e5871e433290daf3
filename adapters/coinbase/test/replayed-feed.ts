import {
  exchangeRecording,
  FeedServer,
  type FeedClient,
  type RecordedLine,
  type VenueReply,
  type VenueRequest,
  type VenueScript,
} from '@bourseworks/testkit';

type Row = readonly [price: string, quantity: string];
type Side = Map<string, string>;

export interface TextBook {
  readonly bids: Side;
  readonly asks: Side;
}

/** A message of the feed of Coinbase Exchange, as far as it is told again. */
interface Message {
  readonly type: string;
  readonly product_id: string;
  readonly time: string;
  readonly bids?: readonly Row[];
  readonly asks?: readonly Row[];
  readonly changes?: readonly (readonly ['buy' | 'sell', string, string])[];
  readonly trade_id?: number;
  readonly side?: string;
  readonly size?: string;
  readonly price?: string;
}

/**
 * The recorded books and trades of Coinbase Exchange, told in the words of Advanced Trade to one client. What it knows of a
 * book are texts alone.
 */
export class ReplayedFeed implements VenueScript {
  readonly books = new Map<string, TextBook>();
  /** Changes of books and trades, in their order. */
  private readonly messages: Message[] = [];
  private readonly products: string;
  private number = 0;
  private next = 0;
  private client: FeedClient | undefined;
  private server!: FeedServer;

  private constructor() {
    const [answer] = [...exchangeRecording('COINBASE.0.gz')].filter(({ kind }) => kind === 'answer');
    this.products = (answer as Extract<RecordedLine, { readonly kind: 'answer' }>).text;
    for (const line of exchangeRecording('COINBASE.ws.28.0.gz')) {
      if (line.kind !== 'received') continue;
      const message = JSON.parse(line.text) as Message;
      if (message.type === 'snapshot')
        this.books.set(message.product_id, { bids: new Map(message.bids), asks: new Map(message.asks) });
      else if (message.type === 'l2update' || message.type === 'match') this.messages.push(message);
    }
  }

  static async start(): Promise<ReplayedFeed> {
    const venue = new ReplayedFeed();
    venue.server = await FeedServer.start(venue);
    return venue;
  }

  get url(): string {
    return this.server.url;
  }

  get streamUrl(): string {
    return this.server.streamUrl;
  }

  /** Tells the next ones; how many changes and trades there were. */
  play(count: number): { readonly changes: number; readonly trades: number } {
    const batch = this.messages.slice(this.next, this.next + count);
    this.next += batch.length;
    for (const message of batch) {
      if (message.type === 'match') this.trade(message);
      else this.change(message);
    }
    const trades = batch.filter(({ type }) => type === 'match').length;
    return { changes: batch.length - trades, trades };
  }

  answer({ path }: VenueRequest): VenueReply {
    return path === '/products' ? { body: this.products } : { status: 404, body: { message: 'NotFound' } };
  }

  connected(client: FeedClient): void {
    if (this.client !== undefined) throw new Error('another client');
    this.client = client;
  }

  received(client: FeedClient, text: string): void {
    const { channel, product_ids: [product] = ['heartbeats'] } = JSON.parse(text) as {
      readonly channel: string;
      readonly product_ids?: readonly [string];
    };
    client.topics.add(`${channel}/${product}`);
    this.say('subscriptions', `{"subscriptions":{"${channel}":["${product}"]}}`);
    const book = this.books.get(product);
    if (channel !== 'level2' || book === undefined) return;
    const updates = [...levels('bid', [...book.bids]), ...levels('offer', [...book.asks])];
    this.say('l2_data', `{"type":"snapshot","product_id":"${product}","updates":[${updates.join(',')}]}`);
  }

  close(): Promise<void> {
    return this.server.close();
  }

  private change({ product_id: product, changes = [], time }: Message): void {
    const book = this.books.get(product);
    if (book === undefined) throw new Error(`a change of ${product} without a book`);
    const updates = changes.flatMap(([side, price, quantity]) => {
      const levelsOf = side === 'buy' ? book.bids : book.asks;
      if (/[1-9]/.test(quantity)) levelsOf.set(price, quantity);
      else levelsOf.delete(price);
      return levels(side === 'buy' ? 'bid' : 'offer', [[price, quantity]]);
    });
    this.say('l2_data', `{"type":"update","product_id":"${product}","updates":[${updates.join(',')}]}`, time);
  }

  private trade({ product_id: product, trade_id: id, side = '', size, price, time }: Message): void {
    const trade = { trade_id: String(id), product_id: product, price, size, side: side.toUpperCase(), time };
    this.say('market_trades', `{"type":"update","trades":[${JSON.stringify(trade)}]}`, time);
  }

  private say(channel: string, event: string, time = '2021-04-17T16:43:37Z'): void {
    const number = this.number++;
    this.client?.send(`{"channel":"${channel}","timestamp":"${time}","sequence_num":${number},"events":[${event}]}`);
  }
}

function levels(side: string, rows: readonly Row[]): string[] {
  return rows.map(
    ([price, quantity]) =>
      `{"side":"${side}","event_time":"1970-01-01T00:00:00Z","price_level":"${price}","new_quantity":"${quantity}"}`,
  );
}

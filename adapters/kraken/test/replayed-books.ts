import { crc32 } from 'node:zlib';
import {
  exchangeRecording,
  FeedServer,
  type FeedClient,
  type RecordedLine,
  type VenueReply,
  type VenueRequest,
  type VenueScript,
} from '@bourseworks/testkit';

type Row = readonly [price: string, quantity: string, time: string];
type Side = Map<string, string>;
type Part = Readonly<Partial<Record<'as' | 'bs' | 'a' | 'b', readonly Row[]>>>;

interface TextBook {
  readonly bids: Side;
  readonly asks: Side;
  /** Decimals of prices that the list of pairs tells. */
  readonly decimals: number;
}

/**
 * The recorded books of Kraken, told in version 2 of the streams: the texts of version 1 are the numbers, and the checksums are
 * made of them. What it knows of a book are texts alone.
 */
export class ReplayedBooks implements VenueScript {
  readonly books = new Map<string, TextBook>();
  private readonly pairs: string;
  private readonly messages: { readonly pair: string; readonly parts: readonly Part[] }[] = [];
  private next = 0;
  private server!: FeedServer;

  private constructor() {
    const [answer] = [...exchangeRecording('KRAKEN.0.gz')].filter(({ kind }) => kind === 'answer');
    this.pairs = (answer as Extract<RecordedLine, { readonly kind: 'answer' }>).text;
    const decimals = new Map(
      Array.from(this.pairs.matchAll(/"wsname":"([^"]+)"[^{}]*?"pair_decimals":(\d+)/g), ([, name, digits]) => [
        name.replace('\\/', '/'),
        Number(digits),
      ]),
    );
    for (const line of exchangeRecording('KRAKEN.ws.50.0.gz')) {
      if (line.kind !== 'received' || !line.text.startsWith('[')) continue;
      const [, ...rest] = JSON.parse(line.text) as [number, ...Part[], string, string];
      const pair = rest.pop() as unknown as string;
      const parts = rest.slice(0, -1) as Part[];
      if (parts.some(({ as }) => as !== undefined)) {
        const book = { bids: new Map(), asks: new Map(), decimals: decimals.get(pair) ?? -1 };
        this.books.set(pair, book);
        for (const part of parts) change(book, part);
      } else this.messages.push({ pair, parts });
    }
  }

  static async start(): Promise<ReplayedBooks> {
    const venue = new ReplayedBooks();
    venue.server = await FeedServer.start(venue);
    return venue;
  }

  get url(): string {
    return this.server.url;
  }

  get streamUrl(): string {
    return `${this.server.streamUrl}/v2`;
  }

  /** Tells the next changes; how many there were. */
  play(count: number): number {
    const batch = this.messages.slice(this.next, this.next + count);
    this.next += batch.length;
    for (const { pair, parts } of batch) {
      const book = this.books.get(pair);
      if (book === undefined) throw new Error(`a change of ${pair} without a book`);
      for (const part of parts) change(book, part);
      const [bids, asks] = (['b', 'a'] as const).map((side) => parts.flatMap((part) => part[side] ?? []));
      const times = [...bids, ...asks].map(([, , time]) => Number(time));
      this.server.publish(pair, message('update', pair, bids, asks, book, Math.max(...times)));
    }
    return batch.length;
  }

  answer({ path }: VenueRequest): VenueReply {
    return { body: path === '/0/public/AssetPairs' ? this.pairs : '{"error":["EGeneral:Unknown method"]}' };
  }

  connected(client: FeedClient): void {
    client.send({ channel: 'heartbeat' });
  }

  received(client: FeedClient, text: string): void {
    const {
      method,
      params,
      req_id: id,
    } = JSON.parse(text) as {
      readonly method: string;
      readonly params: { readonly symbol: readonly [string] };
      readonly req_id: number;
    };
    const pair = params.symbol[0].replace(/\bBTC\b/, 'XBT');
    client.send({ method, result: params, success: true, req_id: id });
    const book = this.books.get(pair);
    if (method !== 'subscribe' || book === undefined) return;
    client.topics.add(pair);
    const rows = (side: Side, sign: 1 | -1): Row[] =>
      sorted(side, sign).map(([price, quantity]) => [price, quantity, '0']);
    client.publish(message('snapshot', pair, rows(book.bids, -1), rows(book.asks, 1), book, 1_618_678_133));
  }

  close(): Promise<void> {
    return this.server.close();
  }
}

/** Levels of a side, best first, as texts. */
export function sorted(side: Side, sign: 1 | -1): [string, string][] {
  return [...side].sort(([a], [b]) => sign * (Number(a) - Number(b)));
}

function change({ bids, asks }: TextBook, part: Part): void {
  const set = (side: Side, rows: readonly Row[]): void => {
    for (const [price, quantity] of rows) {
      if (/[1-9]/.test(quantity)) side.set(price, quantity);
      else side.delete(price);
    }
  };
  set(bids, part.bs ?? part.b ?? []);
  set(asks, part.as ?? part.a ?? []);
}

function message(
  type: string,
  pair: string,
  bids: readonly Row[],
  asks: readonly Row[],
  book: TextBook,
  seconds: number,
): string {
  const levels = (rows: readonly Row[]): string =>
    rows.map(([price, quantity]) => `{"price":${price},"qty":${quantity}}`).join(',');
  const symbol = pair.replace(/\bXBT\b/, 'BTC');
  return (
    `{"channel":"book","type":"${type}","data":[{"symbol":"${symbol}","bids":[${levels(bids)}],"asks":[${levels(asks)}],` +
    `"checksum":${checksum(book)},"timestamp":"${new Date(seconds * 1_000).toISOString()}"}]}`
  );
}

function checksum({ bids, asks, decimals }: TextBook): number {
  const text = [...sorted(asks, 1).slice(0, 10), ...sorted(bids, -1).slice(0, 10)].map(([price, quantity]) => {
    const [whole, fraction] = price.split('.');
    return [whole + fraction.slice(0, decimals), quantity.replace('.', '')]
      .map((one) => one.replace(/^0+/, ''))
      .join('');
  });
  return crc32(text.join(''));
}

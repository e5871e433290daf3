import { crc32 } from 'node:zlib';
import { KrakenMarketData } from '@bourseworks/adapters/kraken';
import type { FeedClient, VenueReply, VenueRequest } from '@bourseworks/testkit';
import { KRAKEN_DEPTH, krakenPairs, krakenView, type KrakenView } from '../tapes/kraken.js';
import { streamOf, type Step } from '../tape.js';
import type { Row, TextBook, TextSide } from '../text-book.js';
import { TapeVenue } from './tape-venue.js';
import { TIMES } from './times.js';

interface Question {
  readonly method: string;
  readonly params?: { readonly channel: string; readonly symbol: readonly [string]; readonly snapshot?: boolean };
  readonly req_id: number;
}

/** Kraken as it was recorded, told by version 2 of the streams: the texts of version 1 are its numbers. */
export class KrakenVenue extends TapeVenue {
  readonly numbers = 'trades';
  readonly violations: string[] = [];
  private readonly pairs = krakenPairs();
  /** Decimals of prices, by symbol. */
  private readonly decimals = new Map(
    Array.from(this.pairs.matchAll(/"wsname":"([^"]+)"[^{}]*?"pair_decimals":(\d+)/g), ([, name, digits]) => [
      name.replace('\\/', '/'),
      Number(digits),
    ]),
  );
  /** What was told of each book last. */
  private readonly views = new Map<string, KrakenView>();

  adapter(): KrakenMarketData {
    const { url, streamUrl } = this.server;
    const config = { url, streamUrl: `${streamUrl}/v2`, bookDepth: KRAKEN_DEPTH, requestTimeoutMs: TIMES.requestMs };
    return new KrakenMarketData(config, { clock: this.clock, times: { ...TIMES, restRequests: 10_000 } });
  }

  override instrument(symbol: string): string {
    return wordOf(symbol).replace('/', '-');
  }

  override shown(book: TextBook): KrakenView {
    return krakenView(book);
  }

  override skip(count: number): void {
    super.skip(count);
    for (const [symbol, book] of this.books) this.views.set(symbol, krakenView(book));
  }

  answer({ path, query }: VenueRequest): VenueReply {
    if (path === '/0/public/AssetPairs') return { body: this.pairs };
    if (path !== '/0/public/Trades') return { body: '{"error":["EGeneral:Unknown method"]}' };
    const pair = query.get('pair') ?? '';
    const trades = [...this.happened].find(([symbol]) => symbol.replace('/', '') === pair)?.[1] ?? [];
    const since = BigInt(query.get('since') ?? '0');
    const page = trades
      .filter(({ us, ns }) => BigInt(us) * 1_000n + BigInt(ns) > since)
      .slice(0, Number(query.get('count')));
    const rows = page.map(
      ({ price, quantity, us, ns, aggressor, id }) =>
        `["${price}","${quantity}",${seconds(us, ns)},"${aggressor === 'BUY' ? 'b' : 's'}","m","",${id}]`,
    );
    return { body: `{"error":[],"result":{"${pair}":[${rows.join(',')}],"last":"0"}}` };
  }

  connected(client: FeedClient): void {
    client.send({ channel: 'status', type: 'update', data: [{ system: 'online', api_version: 'v2' }] });
  }

  received(client: FeedClient, text: string): void {
    const { method, params, req_id } = JSON.parse(text) as Question;
    if (params === undefined) return;
    const symbol = params.symbol[0].replace(/\bBTC\b/, 'XBT');
    const topic = `${symbol} ${params.channel}`;
    client.send({ method, result: { ...params, symbol: params.symbol[0] }, success: true, req_id });
    if (method === 'unsubscribe') {
      client.topics.delete(topic);
      return;
    }
    if (client.topics.has(topic)) this.violations.push(`${topic} was subscribed twice`);
    client.topics.add(topic);
    const book = this.books.get(symbol);
    if (params.channel === 'book' && book !== undefined) this.tellWhole(client, symbol);
  }

  protected tell(step: Step): void {
    if (step.kind === 'book') {
      this.tellChange(step.symbol, step.us);
      return;
    }
    const { symbol, price, quantity, id, aggressor, us, ns } = step;
    const item =
      `{"symbol":"${wordOf(symbol)}","side":"${aggressor.toLowerCase()}","price":${price},"qty":${quantity},` +
      `"ord_type":"market","trade_id":${id},"timestamp":"${rfc3339(us, ns)}"}`;
    this.server.publish(streamOf(step), `{"channel":"trade","type":"update","data":[${item}]}`);
  }

  private tellWhole(client: FeedClient, symbol: string): void {
    if (this.withheld > 0) {
      this.withheld--;
      return;
    }
    const view = this.views.get(symbol) ?? { bids: [], asks: [] };
    client.publish(this.message('snapshot', symbol, view, view, this.clock.us));
  }

  /** What changed among the levels that the venue shows; what fell behind them it does not tell. */
  private tellChange(symbol: string, us: number): void {
    const book = this.books.get(symbol);
    const before = this.views.get(symbol);
    if (book === undefined || before === undefined) return;
    const after = krakenView(book);
    this.views.set(symbol, after);
    const told = {
      bids: changed(before.bids, after.bids, book.bids),
      asks: changed(before.asks, after.asks, book.asks),
    };
    if (told.bids.length + told.asks.length === 0) return;
    this.server.publish(streamOf({ symbol, kind: 'book' }), this.message('update', symbol, told, after, us));
  }

  private message(type: string, symbol: string, told: KrakenView, after: KrakenView, us: number): string {
    const levels = (side: readonly Row[]): string =>
      side.map(([price, quantity]) => `{"price":${price},"qty":${quantity}}`).join(',');
    const sum = checksum(after, this.decimals.get(symbol) ?? 0);
    return (
      `{"channel":"book","type":"${type}","data":[{"symbol":"${wordOf(symbol)}","bids":[${levels(told.bids)}],` +
      `"asks":[${levels(told.asks)}],"checksum":${sum},"timestamp":"${rfc3339(us, 0)}"}]}`
    );
  }
}

function changed(before: readonly Row[], after: readonly Row[], whole: TextSide): Row[] {
  const known = new Map(before);
  const gone = before.filter(([price]) => !whole.has(price)).map(([price]): Row => [price, '0.00000000']);
  return [...gone, ...after.filter(([price, quantity]) => known.get(price) !== quantity)];
}

/** By the venue's documentation, of texts alone: ten asks, then ten bids, without points and leading zeros. */
function checksum({ bids, asks }: KrakenView, decimals: number): number {
  const text = [...asks, ...bids].map(([price, quantity]) => {
    const [whole, fraction = ''] = price.split('.');
    return [whole + fraction.slice(0, decimals), quantity.replace('.', '')]
      .map((one) => one.replace(/^0+/, ''))
      .join('');
  });
  return crc32(text.join(''));
}

const wordOf = (symbol: string): string => symbol.replace(/\bXBT\b/, 'BTC');

function rfc3339(us: number, ns: number): string {
  const text = new Date(Math.floor(us / 1_000)).toISOString();
  return `${text.slice(0, -1)}${String(us % 1_000).padStart(3, '0')}${String(ns).padStart(3, '0')}Z`;
}

function seconds(us: number, ns: number): string {
  return `${Math.floor(us / 1_000_000)}.${String(us % 1_000_000).padStart(6, '0')}${String(ns).padStart(3, '0')}`;
}

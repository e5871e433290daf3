import type { FeedClient, VenueReply, VenueRequest, VenueScript } from '../feed/venue-script.js';
import type { BinanceFlavour } from './binance-words.js';

/** What the stand-in answers; `undefined` is no such symbol. */
export interface BinanceSource {
  exchangeInfo(): object;
  depth(symbol: string, limit: number): object | undefined | Promise<string>;
  aggTrades?(query: URLSearchParams): unknown;
  trades?(query: URLSearchParams): unknown;
  historicalTrades?(query: URLSearchParams): unknown;
  klines?(query: URLSearchParams): unknown;
}

/** The venue takes five messages in a second, and ends the connection at more. */
const MESSAGES_A_SECOND = 5;
const MAX_STREAMS = 1_024;
const STREAM_NAME = /^[a-z0-9_]+@(trade|aggTrade|bookTicker|depth(@\d+ms)?|kline_\d+[smhdwM])$/;

/** Books and quotes of the futures come by a path of their own; a stream that is subscribed on the other stays silent. */
function pathOf(flavour: BinanceFlavour, stream: string): string {
  if (flavour === 'spot') return '/stream';
  return /@(depth|bookTicker)/.test(stream) ? '/public/stream' : '/market/stream';
}

/** Binance as far as public market data goes: REST, and combined streams with their limits. */
export class BinanceScript implements VenueScript {
  /** What a client did that the venue does not allow. */
  readonly violations: string[] = [];
  private readonly heard = new Map<FeedClient, number[]>();

  constructor(
    private readonly flavour: BinanceFlavour,
    private readonly source: BinanceSource,
    /** The venue's time, for the header of answers; default now. */
    private readonly nowMs: () => number = () => Date.now(),
  ) {}

  async answer({ method, path, query }: VenueRequest): Promise<VenueReply> {
    const root = this.flavour === 'spot' ? '/api/v3/' : '/fapi/v1/';
    const known = method === 'GET' && path.startsWith(root);
    const body = known ? await this.ask(path.slice(root.length), query) : undefined;
    const headers = { date: new Date(this.nowMs()).toUTCString(), 'x-mbx-used-weight-1m': '1' };
    if (body !== undefined) return { headers, body };
    return { status: 400, headers, body: { code: -1121, msg: 'Invalid symbol.' } };
  }

  connected(client: FeedClient): void {
    this.heard.set(client, []);
  }

  gone(client: FeedClient): void {
    this.heard.delete(client);
  }

  received(client: FeedClient, text: string): void {
    if (this.tooMany(client)) {
      this.violations.push('more than five messages in a second');
      client.close(1008, 'Too many requests');
      return;
    }
    const { id, method, params } = JSON.parse(text) as { id: number; method: string; params: readonly string[] };
    const wrong = params.find((name) => !STREAM_NAME.test(name));
    if (wrong !== undefined) {
      client.send({ error: { code: 2, msg: `Invalid request: unknown stream ${wrong}` }, id });
      return;
    }
    for (const name of params) {
      if (pathOf(this.flavour, name) !== client.url.pathname) this.violations.push(`${name} on ${client.url.pathname}`);
      else if (method === 'SUBSCRIBE') client.topics.add(name);
      else client.topics.delete(name);
    }
    if (client.topics.size > MAX_STREAMS) this.violations.push('more than 1024 streams');
    client.send({ result: null, id });
  }

  private ask(name: string, query: URLSearchParams): unknown {
    const { source } = this;
    switch (name) {
      case 'exchangeInfo':
        return source.exchangeInfo();
      case 'depth':
        return source.depth(query.get('symbol') ?? '', Number(query.get('limit')));
      case 'aggTrades':
        return source.aggTrades?.(query);
      case 'trades':
        return source.trades?.(query);
      case 'historicalTrades':
        // The futures give old trades for a key only.
        return this.flavour === 'spot' ? source.historicalTrades?.(query) : undefined;
      case 'klines':
        return source.klines?.(query);
      default:
        return undefined;
    }
  }

  private tooMany(client: FeedClient): boolean {
    const now = performance.now();
    const recent = [...(this.heard.get(client) ?? []), now].filter((at) => now - at < 1_000);
    this.heard.set(client, recent);
    return recent.length > MESSAGES_A_SECOND;
  }
}

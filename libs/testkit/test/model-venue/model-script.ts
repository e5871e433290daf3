import type { BookSnapshot, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { FeedClient, FeedServer, ModelMarket, VenueReply, VenueRequest, VenueScript } from '@bourseworks/testkit';

/** Events of one answer. */
export const PAGE = 40;
export const SYMBOL = 'BTCUSD';
export const KEY = 'key-that-no-text-may-show';
const HEARTBEAT_MS = 50;

/** The venue's checksum of a book. */
export function checksumOf({ bids, asks }: Pick<BookSnapshot, 'bids' | 'asks'>): number {
  return [...bids, ...asks].reduce((sum, [price, quantity]) => (sum + (price % 9_973) * quantity) % 4_294_967_296, 0);
}

/** The simplest venue: JSON that says events in units, as the model market has them. */
export class ModelScript implements VenueScript {
  /** Given once there is one. */
  server: Pick<FeedServer, 'takesLogin'> | undefined;
  private readonly heartbeats = new Map<FeedClient, NodeJS.Timeout>();

  constructor(private readonly market: ModelMarket) {}

  answer({ path, query }: VenueRequest): VenueReply {
    if (path === '/instruments') return { body: { instruments: [{ symbol: SYMBOL, tick: '0.01', lot: '0.001' }] } };
    if (path === '/book') return { body: { ...this.market.book(), checksum: checksumOf(this.market.book()) } };
    if (path !== '/history') return { status: 404, body: { message: 'not found' } };
    const [from, to, after] = ['from', 'to', 'after'].map((name) => Number(query.get(name)));
    const kind = query.get('kind') as StreamKind;
    const all: readonly MarketDataEvent[] = kind === 'trade' ? this.market.trades : this.market.bars(kind);
    const found = all.filter((event) => {
      const startUs = event.kind === 'bar' ? event.startUs : event.us;
      return startUs >= from && startUs > after && (event.kind === 'bar' ? event.endUs <= to : event.us < to);
    });
    return { body: { events: found.slice(0, PAGE) } };
  }

  connected(client: FeedClient): void {
    this.heartbeats.set(
      client,
      setInterval(() => client.send({ type: 'heartbeat' }), HEARTBEAT_MS),
    );
  }

  received(client: FeedClient, text: string): void {
    const { op, topic, key } = JSON.parse(text) as { op: string; topic: string; key?: string };
    if (op === 'login') {
      const ok = this.server?.takesLogin() === true && key === KEY;
      client.send({ type: 'login', ok });
    } else if (op === 'subscribe') {
      client.topics.add(topic);
      client.send({ type: 'subscribed', topic });
    } else client.topics.delete(topic);
  }

  gone(client: FeedClient): void {
    clearInterval(this.heartbeats.get(client));
    this.heartbeats.delete(client);
  }
}

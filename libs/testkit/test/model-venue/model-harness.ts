import type { MarketDataEvent, StreamKind } from '@bourseworks/domain';
import type { Clock, MarketDataAdapter } from '@bourseworks/ports';
import { FeedServer, ModelMarket, type FeedFault, type FeedVenue, type MarketDataHarness } from '@bourseworks/testkit';
import { HISTORY_KINDS, KINDS, ModelAdapter, type ModelOptions } from './model-adapter.js';
import { checksumOf, KEY, ModelScript, PAGE, SYMBOL } from './model-script.js';

/** The model venue, running. */
export class ModelVenue implements FeedVenue {
  readonly symbol = SYMBOL;

  private constructor(
    readonly market: ModelMarket,
    readonly traffic: FeedServer,
  ) {}

  static async start(): Promise<ModelVenue> {
    const market = new ModelMarket({ price: 60_000_00, tickSize: 1, lotSize: 1 });
    const script = new ModelScript(market);
    const server = await FeedServer.start(script);
    script.server = server;
    return new ModelVenue(market, server);
  }

  publish(kind: StreamKind, count: number): Promise<readonly MarketDataEvent[]> {
    const events = Array.from({ length: count }, () => {
      const event = this.market.next(kind);
      const data = kind === 'book' ? { ...event, checksum: checksumOf(this.market.book()) } : event;
      this.traffic.publish(kind, { type: 'data', topic: kind, data });
      return event;
    });
    return Promise.resolve(events);
  }

  past(kind: StreamKind): Promise<readonly MarketDataEvent[]> {
    return Promise.resolve(kind === 'trade' ? [...this.market.trades] : [...this.market.bars(kind)]);
  }

  book(): ReturnType<FeedVenue['book']> {
    return Promise.resolve(this.market.book());
  }

  control(fault: FeedFault): void {
    this.traffic.control(fault);
  }

  close(): Promise<void> {
    return this.traffic.close();
  }
}

export const modelHarness: MarketDataHarness<ModelVenue> = {
  kinds: KINDS,
  historyKinds: HISTORY_KINDS,
  page: PAGE,
  silenceMs: 300,
  requestTimeoutMs: 500,
  secrets: [KEY],
  falsified: (text) =>
    text.replace(/(\[\[\d+,)(\d+)/, (_, before: string, quantity: string) => `${before}${Number(quantity) + 1}`),
  malformed: {
    trade: ['{"type":"data","topic":"trade","data":{"kind":"trade"}}', '{"type":"data","topic":"trade","data":null}'],
    book: ['{"type":"data","topic":"book","data":{"venueSequence":-1}}'],
  },
  start: () => ModelVenue.start(),
  createAdapter: (venue: ModelVenue, clock: Clock): MarketDataAdapter => new ModelAdapter(optionsFor(venue), clock),
};

export function optionsFor({ traffic: { url, streamUrl } }: ModelVenue): ModelOptions {
  return { url, streamUrl, key: KEY, silenceMs: 300, requestTimeoutMs: 500 };
}

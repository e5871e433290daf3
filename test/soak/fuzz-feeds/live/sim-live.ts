import { defineInstrument, expectOk, type StreamKind } from '@bourseworks/domain';
import { SimFeed } from '../../../../adapters/sim/src/market-data/sim-feed.js';
import { parseObject, textOf } from '../../../../adapters/sim/src/parse/fields.js';
import type { Told } from '../fuzzed.js';
import { LiveVenue } from './live-venue.js';

const SYMBOL = 'AUSD';
const KINDS: readonly StreamKind[] = ['trade', 'quote', 'book', 'bar-1s'];
/** Messages of each kind. */
const EACH = 300;
const START_US = 1_700_000_000_000_000;

/** What the exchange says of a quiet market, message by message. */
function texts(): readonly string[] {
  return Array.from({ length: EACH }, (_, at) => {
    const time = START_US + at * 1_000_000;
    const price = (cents: number): string => ((10_000 + (at % 50) + cents) / 100).toFixed(2);
    const level = [[price(-1), String(1 + (at % 9))]];
    const bar = { open: price(0), high: price(2), low: price(-2), close: price(1), volume: '12', trades: 3 };
    const book = {
      sequence: at + 1,
      time,
      bids: at % 60 === 0 ? level : [...level, ['99.00', String(at % 2)]],
      asks: [['200.00', '5']],
    };
    return [
      { type: 'trades', data: [{ id: at + 1, time, price: price(0), quantity: '5', aggressor: 'BUY' }] },
      { type: 'quotes', data: { time, bid: price(-1), bidSize: '3', ask: price(1), askSize: '4' } },
      { type: 'book', action: at % 60 === 0 ? 'snapshot' : 'delta', data: book },
      { type: 'bars:1s', data: { start: time, end: time + 1_000_000, ...bar } },
    ].map((message) => JSON.stringify({ ...message, symbol: SYMBOL }));
  }).flat();
}

/** The streams of our own exchange. */
export class SimLive extends LiveVenue {
  private readonly feeds = new Map<string, SimFeed>();
  private failed: string | undefined;

  constructor(events: Told) {
    super('sim live', texts(), events);
    const listed = { venue: 'sim', symbol: SYMBOL, assetClass: 'crypto', currency: 'USD' } as const;
    const instrument = expectOk(defineInstrument({ ...listed, tickSize: '0.01', lotSize: '1' }));
    const source = {
      pages: nothing,
      subscribe: (feed: SimFeed) => feed.channel.subscribed(),
      restart: (reason: string) => void (this.failed = reason),
    };
    for (const kind of KINDS) {
      const feed = new SimFeed({ instrument, kind }, source, this.clock);
      this.feeds.set(feed.name, feed);
      this.listen(feed.channel, instrument, kind);
      feed.channel.subscribed();
    }
  }

  protected *streams() {
    for (const feed of this.feeds.values())
      yield { subscribed: () => feed.channel.subscribed(), lost: (reason: string) => feed.lost(reason) };
  }

  protected receive(text: string): void {
    const message = parseObject(text);
    const name = textOf(message, 'type');
    if (textOf(message, 'symbol') === SYMBOL) this.feeds.get(name)?.receive(message);
    if (this.failed === undefined) return;
    this.failed = undefined;
    this.restart();
  }
}

async function* nothing(): AsyncGenerator<never[]> {}

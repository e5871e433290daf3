import { defineInstrument, DomainError, expectOk, type StreamKind } from '@bourseworks/domain';
import type { CoinbaseRest } from '../../../../adapters/coinbase/src/market-data/session/coinbase-rest.js';
import { MessageOrder, type Arrived } from '../../../../adapters/coinbase/src/market-data/session/message-order.js';
import {
  keyOf,
  type Delivery,
  type Subscriber,
} from '../../../../adapters/coinbase/src/market-data/session/subscriber.js';
import { COINBASE_TIMES } from '../../../../adapters/coinbase/src/market-data/session/times.js';
import { BookStream } from '../../../../adapters/coinbase/src/market-data/streams/book-stream.js';
import type { LiveStream } from '../../../../adapters/coinbase/src/market-data/streams/live-stream.js';
import { QuoteStream } from '../../../../adapters/coinbase/src/market-data/streams/quote-stream.js';
import { StatusStream } from '../../../../adapters/coinbase/src/market-data/streams/status-stream.js';
import { TradeStream } from '../../../../adapters/coinbase/src/market-data/streams/trade-stream.js';
import {
  dataChannelOf,
  itemsOf,
  parseMessage,
  subscriptionsOf,
} from '../../../../adapters/coinbase/src/parse/advanced/message.js';
import { timeOf } from '../../../../adapters/coinbase/src/parse/fields.js';
import type { Told } from '../fuzzed.js';
import { documented } from '../texts.js';
import { LiveVenue, offline } from './live-venue.js';
import { coinbaseChanges, type RecordedChange } from './recorded-changes.js';

const MESSAGES = 2_000;
const NAMES = ['ws_market_trades', 'ws_ticker', 'ws_l2_data_update', 'ws_heartbeats', 'ws_subscriptions'];
const STATUS =
  '{"channel":"status","timestamp":"2026-04-07T14:30:03.000000Z","sequence_num":0,"events":[{"type":"snapshot",' +
  '"products":[{"id":"BTC-USD","status":"online","status_message":""}]}]}';
/** Stands for the number of the message that is next. */
const NUMBER = /"sequence_num":0(?=[,}])/;

/** A recorded change in the words of Advanced Trade. */
function told({ symbol, snapshot, bids, asks }: RecordedChange): string {
  const rows = (
    [
      ['bid', bids],
      ['offer', asks],
    ] as const
  ).flatMap(([side, levels]) =>
    levels.map(([price, quantity]) => `{"side":"${side}","price_level":"${price}","new_quantity":"${quantity}"}`),
  );
  const event = `{"type":"${snapshot ? 'snapshot' : 'update'}","product_id":"${symbol}","updates":[${rows.join()}]}`;
  return `{"channel":"l2_data","timestamp":"2026-04-07T14:30:00.123456Z","sequence_num":0,"events":[${event}]}`;
}

function textsOf(changes: readonly RecordedChange[]): readonly string[] {
  const small = [...documented(['coinbase'], NAMES), STATUS].map((text) =>
    text.replace(/"sequence_num":\s*\d+/, '"sequence_num":0'),
  );
  return changes.flatMap((change, at) => [told(change), small[at % small.length]]);
}

/** The streams of Advanced Trade, of all recorded products: messages in the order of their numbers. */
export class CoinbaseLive extends LiveVenue {
  private readonly subscribers = new Map<string, Subscriber>();
  private readonly snapshots: ReadonlyMap<string, string>;
  private readonly due = new Set<string>();
  private readonly order: MessageOrder;
  private number = 0;

  constructor(events: Told) {
    const changes = coinbaseChanges(MESSAGES);
    super('coinbase live', textsOf(changes), events);
    const whole = changes.filter(({ snapshot }) => snapshot);
    this.snapshots = new Map(whole.map((change) => [`l2_data/${change.symbol}`, told(change)]));
    this.order = this.ordered();
    for (const product of new Set([...whole.map(({ symbol }) => symbol), 'BTC-USD', 'ETH-USD']))
      this.subscribe(product);
  }

  override restart(): void {
    this.begin();
    super.restart();
  }

  protected streams(): Iterable<Subscriber> {
    return this.subscribers.values();
  }

  protected receive(text: string): void {
    for (const key of this.due) {
      this.due.delete(key);
      const snapshot = this.snapshots.get(key);
      if (snapshot !== undefined) this.take(snapshot);
    }
    try {
      this.take(text);
    } catch (error) {
      this.begin();
      throw error;
    }
  }

  private begin(): void {
    this.order.stop();
    this.number = 0;
  }

  private take(text: string): void {
    const numbered = text.replace(NUMBER, () => `"sequence_num":${this.number++}`);
    const message = parseMessage(numbered);
    if (message.kind === 'numbered') this.order.offer({ message, receivedUs: this.clock.nowUs() });
  }

  private ordered(): MessageOrder {
    const all = (tell: (subscriber: Subscriber) => void): void => [...this.subscribers.values()].forEach(tell);
    const sink = {
      message: (arrived: Arrived) => {
        if (subscriptionsOf(arrived.message) === undefined) this.deliver(arrived, give);
      },
      missing: () => all((subscriber) => subscriber.interrupted('missing')),
      caughtUp: () => all((subscriber) => subscriber.recheck('missing')),
      repeated: (arrived: Arrived) => this.deliver(arrived, (subscriber) => subscriber.tally('duplicates')),
      reordered: (arrived: Arrived) => this.deliver(arrived, (subscriber) => subscriber.tally('reorders')),
      late: (arrived: Arrived) =>
        this.deliver(arrived, (subscriber, delivery) => {
          if (subscriber.takesLate) give(subscriber, delivery);
        }),
      failed: (error: unknown) => {
        if (!(error instanceof DomainError)) throw error;
        this.restart();
      },
    };
    return new MessageOrder(sink, COINBASE_TIMES.orderMs, this.clock);
  }

  private deliver({ message, receivedUs }: Arrived, to: (subscriber: Subscriber, delivery: Delivery) => void): void {
    const channel = dataChannelOf(message);
    if (channel === undefined) return;
    const time = timeOf(message.raw, 'timestamp');
    const items = itemsOf(channel, message);
    for (const product of new Set(items.map((item) => item.product))) {
      const subscriber = this.subscribers.get(keyOf({ channel, product }));
      if (subscriber === undefined) continue;
      const receipt = { receivedUs, receivedNs: 0 };
      to(subscriber, { items: items.filter((item) => item.product === product), time, receipt });
    }
  }

  private subscribe(product: string): void {
    const [base, currency] = product.split('-');
    const listed = { venue: 'coinbase', symbol: product, assetClass: 'crypto', currency, base } as const;
    const instrument = expectOk(defineInstrument({ ...listed, tickSize: '0.000001', lotSize: '0.00000001' }));
    const { clock } = this;
    const rest = offline<CoinbaseRest>();
    const streams: readonly (readonly [StreamKind, LiveStream])[] = [
      [
        'book',
        new BookStream({ instrument, kind: 'book' }, product, COINBASE_TIMES, clock, (key) => void this.due.add(key)),
      ],
      ['trade', new TradeStream({ instrument, kind: 'trade' }, product, rest, COINBASE_TIMES, clock)],
      ['quote', new QuoteStream({ instrument, kind: 'quote' }, product, COINBASE_TIMES, clock)],
    ];
    const ignore = (): void => undefined;
    const status = new StatusStream(product, () => streams.forEach(([, stream]) => stream.halt(status.halted)), ignore);
    this.subscribers.set(keyOf(status), status);
    for (const [kind, stream] of streams) {
      this.subscribers.set(keyOf(stream), stream);
      this.listen(stream.feed, instrument, kind);
      stream.subscribed();
    }
  }
}

function give(subscriber: Subscriber, delivery: Delivery): void {
  try {
    subscriber.take(delivery);
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    subscriber.unreadable(error.message);
  }
}

import type { Instrument, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import {
  RecordedBooks,
  type RecordedEvent,
  type RecordedFeed,
  type RecordedMarket,
  type RecordedSubscription,
  type RecordedVenue,
} from '@bourseworks/feeds';
import { toInstrument } from '../mapper/product.mapper.js';
import {
  exchangeDepth,
  exchangeQuote,
  exchangeTrade,
  parseExchange,
  type ExchangeMessage,
} from '../parse/exchange/message.js';
import { parseFrame, read, type Receipt } from '../parse/fields.js';
import { parseProducts } from '../parse/rest/products.js';

/** Recordings of Coinbase Exchange need the answer of `products` beside the streams. */
export const coinbaseRecordings: RecordedVenue = {
  venue: 'coinbase',
  isOf: (url) =>
    /^(?:https:\/\/api\.(?:pro|exchange)\.coinbase\.com\/|wss:\/\/ws-feed\.(?:pro|exchange)\.coinbase\.com(?:\/|$))/.test(
      url,
    ),
  open: (answers) =>
    new CoinbaseMarket(answers.filter(({ url }) => /\/products\/?(?:\?|$)/.test(url)).map(({ text }) => text)),
};

const KINDS: Readonly<Record<string, StreamKind>> = {
  matches: 'trade',
  ticker: 'quote',
  level2: 'book',
  level2_batch: 'book',
};

class CoinbaseMarket implements RecordedMarket {
  private readonly products: ReadonlyMap<string, Instrument>;

  /** `bodies`: the recorded answers, each of which lists products. Throws DomainError DATA_FORMAT. */
  constructor(bodies: readonly string[]) {
    const listed = bodies.flatMap((body) => parseProducts(read.parseJson(body)));
    const instruments = listed.flatMap((each) => toInstrument(each) ?? []);
    this.products = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  }

  get instruments(): readonly Instrument[] {
    return [...this.products.values()];
  }

  subscribed(_url: string, sent?: string): readonly RecordedSubscription[] {
    const message = sent === undefined ? {} : parseFrame(sent);
    if (message['type'] !== 'subscribe') return [];
    return read.listOf(message, 'channels').flatMap((value) => {
      // A channel is a name, or a name with products of its own.
      const channel = typeof value === 'string' ? { name: value } : read.asRaw(value, 'a channel');
      const kind = KINDS[read.textOf(channel, 'name')];
      if (kind === undefined) return [];
      const ids = read.listOf(channel['product_ids'] === undefined ? message : channel, 'product_ids');
      return ids.flatMap((id) => this.products.get(String(id)) ?? []).map((instrument) => ({ instrument, kind }));
    });
  }

  feed(): RecordedFeed {
    return new CoinbaseFeed(this.products);
  }
}

/** Messages of the feed of Coinbase Exchange, which numbers no changes of its books: that one is missing nobody can see. */
class CoinbaseFeed implements RecordedFeed {
  private readonly books = new RecordedBooks();

  constructor(private readonly products: ReadonlyMap<string, Instrument>) {}

  get faults(): RecordedFeed['faults'] {
    return this.books.faults;
  }

  accept(frame: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    const message = parseExchange(frame);
    const instrument = message === undefined ? undefined : this.products.get(message.product);
    if (message === undefined || instrument === undefined) return [];
    return this.eventsOf(message, instrument, { receivedUs, receivedNs }).map((event) => ({ instrument, event }));
  }

  reconnected(receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    return this.books.interrupt(receivedUs, receivedNs);
  }

  private eventsOf(message: ExchangeMessage, instrument: Instrument, receipt: Receipt): readonly MarketDataEvent[] {
    switch (message.type) {
      case 'match':
        return [exchangeTrade(message, instrument, receipt)];
      case 'ticker': {
        const quote = exchangeQuote(message, instrument, receipt);
        return quote === undefined ? [] : [quote];
      }
      default:
        return this.books
          .of(instrument)
          .counted(message.type === 'snapshot', exchangeDepth(message, instrument, receipt));
    }
  }
}

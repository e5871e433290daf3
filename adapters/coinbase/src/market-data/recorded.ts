import type { Instrument, MarketDataEvent } from '@bourseworks/domain';
import { BookKeeper, IN_FEED_SEQUENCE, type BookEvent, type BookFault } from '@bourseworks/feeds';
import { toInstrument } from '../mapper/product.mapper.js';
import type { Depth } from '../parse/depth.js';
import {
  exchangeDepth,
  exchangeQuote,
  exchangeTrade,
  parseExchange,
  type ExchangeMessage,
} from '../parse/exchange/message.js';
import { read, type Receipt } from '../parse/fields.js';
import { parseProducts } from '../parse/rest/products.js';

/** An event, and the instrument that it is of. */
export interface RecordedEvent {
  readonly instrument: Instrument;
  readonly event: MarketDataEvent;
}

/**
 * Recordings of Coinbase: the answer of `products`, and messages of the feed of Coinbase Exchange. A new connection begins with
 * a new one of these. The feed numbers no changes of its books: that one is missing nobody can see.
 */
export class CoinbaseRecorded {
  /** Addresses whose answers and streams are Coinbase's. */
  static readonly urls =
    /^(?:https:\/\/api\.(?:pro|exchange)\.coinbase\.com\/|wss:\/\/ws-feed\.(?:pro|exchange)\.coinbase\.com)/;
  /** How often a book was lost, by what was wrong. */
  readonly faults: Record<BookFault, number> = { gap: 0, crossed: 0, levels: 0, checksum: 0 };
  private readonly products: ReadonlyMap<string, Instrument>;
  private readonly books = new Map<string, RecordedBook>();

  /** `bodies`: the recorded answers; one of them lists the products. Throws DomainError DATA_FORMAT. */
  constructor(bodies: readonly string[]) {
    const listed = bodies.flatMap((body) => parseProducts(read.parseJson(body)));
    const instruments = listed.flatMap((each) => toInstrument(each) ?? []);
    this.products = new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
  }

  get instruments(): readonly Instrument[] {
    return [...this.products.values()];
  }

  /** The events of a message that was received; none of products that are not listed. Throws DomainError DATA_FORMAT. */
  accept(frame: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    const message = parseExchange(frame);
    const instrument = message === undefined ? undefined : this.products.get(message.product);
    if (message === undefined || instrument === undefined) return [];
    return this.eventsOf(message, instrument, { receivedUs, receivedNs }).map((event) => ({ instrument, event }));
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
        return this.bookOf(instrument).take(message.type === 'snapshot', exchangeDepth(message, instrument, receipt));
    }
  }

  private bookOf({ symbol }: Instrument): RecordedBook {
    let book = this.books.get(symbol);
    if (book === undefined) {
      book = new RecordedBook((fault) => this.faults[fault]++);
      this.books.set(symbol, book);
    }
    return book;
  }
}

/** A book whose messages are counted, as they have no numbers. */
class RecordedBook {
  private readonly keeper: BookKeeper;
  private readonly out: BookEvent[] = [];
  private count = 0;

  constructor(fault: (fault: BookFault) => void) {
    const publish = (event: BookEvent) => void this.out.push(event);
    this.keeper = new BookKeeper(IN_FEED_SEQUENCE, { publish, fault });
  }

  take(snapshot: boolean, depth: Depth): readonly BookEvent[] {
    const id = ++this.count;
    if (snapshot) this.keeper.onSnapshot({ ...depth, lastUpdateId: id });
    else this.keeper.onDiff({ ...depth, firstId: id, lastId: id, previousId: id - 1 });
    return this.out.splice(0);
  }
}

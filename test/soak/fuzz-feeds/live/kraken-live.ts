import { DomainError, type Instrument, type StreamKind } from '@bourseworks/domain';
import { toPair } from '../../../../adapters/kraken/src/mapper/pair.mapper.js';
import type { KrakenRest } from '../../../../adapters/kraken/src/market-data/session/kraken-rest.js';
import { KRAKEN_TIMES } from '../../../../adapters/kraken/src/market-data/session/times.js';
import { BarStream } from '../../../../adapters/kraken/src/market-data/streams/bar-stream.js';
import { BookStream } from '../../../../adapters/kraken/src/market-data/streams/book-stream.js';
import type { LiveStream } from '../../../../adapters/kraken/src/market-data/streams/live-stream.js';
import { QuoteStream } from '../../../../adapters/kraken/src/market-data/streams/quote-stream.js';
import { TradeStream } from '../../../../adapters/kraken/src/market-data/streams/trade-stream.js';
import { keyOfItem, parseMessage } from '../../../../adapters/kraken/src/parse/v2/message.js';
import type { Told } from '../fuzzed.js';
import { documented, parserCases } from '../texts.js';
import { LiveVenue, offline } from './live-venue.js';
import { krakenChanges, type RecordedChange } from './recorded-changes.js';

const DEPTH = 100;
const MESSAGES = 2_000;
const NAMES = ['ws_book_snapshot', 'ws_book_update', 'ws_ohlc_update', 'ws_ticker_snapshot', 'ws_trade_update'];
const CONTROL = ['ws_subscribe_response', 'ws_pong', 'ws_add_order_response_failure'];

/** A recorded change in the words of version 2, without the checksum, which is made of other texts there. */
function told({ symbol, snapshot, bids, asks }: RecordedChange): string {
  const [bid, ask] = [bids, asks].map((rows) => rows.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join());
  const data = `{"symbol":"${v2(symbol)}","bids":[${bid}],"asks":[${ask}],"timestamp":"2021-06-14T10:00:00.5Z"}`;
  return `{"channel":"book","type":"${snapshot ? 'snapshot' : 'update'}","data":[${data}]}`;
}

const v2 = (pair: string): string => pair.replace('XBT', 'BTC').replace('XDG', 'DOGE');

function textsOf(changes: readonly RecordedChange[]): readonly string[] {
  const small = [
    ...documented(['kraken'], [...NAMES, ...CONTROL]),
    ...parserCases('kraken').filter((text) => text.startsWith('{')),
  ];
  return changes.flatMap((change, at) => [told(change), small[at % small.length]]);
}

/** Version 2 of the streams, of all recorded pairs. */
export class KrakenLive extends LiveVenue {
  private readonly subscriptions = new Map<string, LiveStream>();
  private readonly snapshots: ReadonlyMap<string, string>;
  /** Books that are to be told anew. */
  private readonly due = new Set<string>();

  constructor(events: Told) {
    const changes = krakenChanges(MESSAGES);
    super('kraken live', textsOf(changes), events);
    const whole = changes.filter(({ snapshot }) => snapshot);
    this.snapshots = new Map(whole.map((change) => [`book/${v2(change.symbol)}`, told(change)]));
    for (const name of new Set([...whole.map(({ symbol }) => symbol), 'XBT/USD'])) this.subscribe(name);
  }

  protected streams(): Iterable<LiveStream> {
    return this.subscriptions.values();
  }

  protected receive(text: string): void {
    for (const key of this.due) {
      this.due.delete(key);
      const snapshot = this.snapshots.get(key);
      if (snapshot !== undefined) this.take(snapshot);
    }
    this.take(text);
  }

  private take(text: string): void {
    const message = parseMessage(text);
    if (message.kind !== 'data') return;
    const { channel, snapshot, items } = message;
    const receipt = { receivedUs: this.clock.nowUs(), receivedNs: 0 };
    for (const item of items) {
      const stream = this.subscriptions.get(keyOfItem(channel, item));
      try {
        stream?.take([item], snapshot, receipt);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        stream?.unreadable(error.message);
      }
    }
  }

  private subscribe(wsname: string): void {
    const listed = {
      altname: wsname,
      wsname,
      priceDecimals: 8,
      lotDecimals: 8,
      tickSize: undefined,
      minQuantity: undefined,
    };
    const pair = toPair(listed);
    if (pair === undefined) throw new Error(`${wsname} is no pair`);
    const { instrument } = pair;
    const of = (kind: StreamKind): { instrument: Instrument; kind: StreamKind } => ({ instrument, kind });
    const rest = offline<KrakenRest>();
    const { clock } = this;
    const streams: readonly (readonly [StreamKind, LiveStream])[] = [
      ['book', new BookStream(of('book'), pair, DEPTH, KRAKEN_TIMES, clock, (key) => void this.due.add(key))],
      ['trade', new TradeStream(of('trade'), pair, rest, KRAKEN_TIMES, clock)],
      ['quote', new QuoteStream(of('quote'), pair, KRAKEN_TIMES, clock)],
      ['bar-1m', new BarStream(of('bar-1m'), pair, rest, KRAKEN_TIMES, clock)],
    ];
    for (const [kind, stream] of streams) {
      this.subscriptions.set(stream.key, stream);
      this.listen(stream.channel, instrument, kind);
      stream.subscribed();
    }
  }
}

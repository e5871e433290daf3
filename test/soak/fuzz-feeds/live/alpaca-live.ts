import { defineInstrument, DomainError, expectOk, type AssetClass, type StreamKind } from '@bourseworks/domain';
import { alpacaMessages, alpacaTradesPage } from '@bourseworks/testkit';
import type { Pages } from '../../../../adapters/alpaca/src/market-data/history/pages.js';
import { keyOf, type Subscriber } from '../../../../adapters/alpaca/src/market-data/session/subscriber.js';
import { ALPACA_DATA_TIMES } from '../../../../adapters/alpaca/src/market-data/session/times.js';
import { BarStream } from '../../../../adapters/alpaca/src/market-data/streams/bar-stream.js';
import { BookStream } from '../../../../adapters/alpaca/src/market-data/streams/book-stream.js';
import { DayStream } from '../../../../adapters/alpaca/src/market-data/streams/day-stream.js';
import type { LiveStream } from '../../../../adapters/alpaca/src/market-data/streams/live-stream.js';
import { QuoteStream } from '../../../../adapters/alpaca/src/market-data/streams/quote-stream.js';
import { StatusStream } from '../../../../adapters/alpaca/src/market-data/streams/status-stream.js';
import { TradeStream } from '../../../../adapters/alpaca/src/market-data/streams/trade-stream.js';
import { parseMessage } from '../../../../adapters/alpaca/src/parse/market/message.js';
import type { Told } from '../fuzzed.js';
import { LiveVenue } from './live-venue.js';
import { coinbaseChanges, type RecordedChange } from './recorded-changes.js';

const MESSAGES = 1_000;
const PAIR = 'BTC/USD';

/** A recorded change of another venue in the words of Alpaca. */
function told({ snapshot, bids, asks }: RecordedChange): string {
  const [b, a] = [bids, asks].map((rows) => rows.map(([price, size]) => `{"p":${price},"s":${size}}`).join());
  return `[{"T":"o","S":"${PAIR}","t":"2024-03-12T10:38:50.79613221Z","b":[${b}],"a":[${a}]${snapshot ? ',"r":true' : ''}}]`;
}

/** Items of pages of history, as a stream tells them. */
function pages(): readonly string[] {
  const items = /\{"t":"[^{}]*\}/g;
  const of = (type: string, texts: readonly string[]): string[] =>
    texts.flatMap((text) => {
      const found = text.replaceAll(/\s+/g, '').matchAll(items);
      return Array.from(found, ([item]) => `[{"T":"${type}","S":"AAPL",${item.slice(1)}]`);
    });
  const raw = (kind: string): string[] => alpacaMessages(`rest:${kind}`).map((message) => message.raw);
  return [...of('t', [...raw('trades'), alpacaTradesPage()]), ...of('q', raw('quotes')), ...of('b', raw('bars'))];
}

function documentedTexts(): readonly string[] {
  return alpacaMessages('stream:').map(({ raw }) => raw.replace(/\n\s*/g, ''));
}

/** Of the stocks and pairs that the messages tell of. */
export class AlpacaLive extends LiveVenue {
  private readonly subscribers = new Map<string, Subscriber>();
  private readonly due = new Set<string>();
  private readonly snapshot: string | undefined;

  constructor(
    private readonly assetClass: Extract<AssetClass, 'equity' | 'crypto'>,
    events: Told,
  ) {
    const small = [...documentedTexts(), ...pages()];
    const changes = coinbaseChanges(MESSAGES).filter(({ symbol }, _at, all) => symbol === all[0].symbol);
    const isCrypto = assetClass === 'crypto';
    const texts = isCrypto ? changes.flatMap((change, at) => [told(change), small[at % small.length]]) : small;
    super(`alpaca ${assetClass} live`, texts, events);
    const whole = changes.find(({ snapshot }) => snapshot);
    this.snapshot = whole === undefined ? undefined : told(whole);
    for (const symbol of isCrypto ? [PAIR, 'BTCUSD', 'TEST'] : ['AAPL', 'SPY', 'TEST']) this.subscribe(symbol);
  }

  protected streams(): Iterable<Subscriber> {
    return this.subscribers.values();
  }

  protected receive(text: string): void {
    if (this.due.delete(`orderbooks/${PAIR}`) && this.snapshot !== undefined) this.take(this.snapshot);
    this.due.clear();
    this.take(text);
  }

  private take(text: string): void {
    const receipt = { receivedUs: this.clock.nowUs(), receivedNs: 0 };
    for (const item of parseMessage(text)) {
      if (item.kind !== 'data') continue;
      const subscriber = this.subscribers.get(keyOf({ channels: [item.channel], symbol: item.symbol }));
      try {
        subscriber?.take([item.raw], receipt);
      } catch (error) {
        if (!(error instanceof DomainError)) throw error;
        subscriber?.unreadable(error.message);
      }
    }
  }

  private subscribe(symbol: string): void {
    const { assetClass, clock } = this;
    const listed = { venue: 'alpaca', symbol: symbol.replace('/', '-'), assetClass, currency: 'USD' };
    const crypto = { base: 'BTC', tickSize: '0.000000001', lotSize: '0.000000001' };
    const steps = assetClass === 'crypto' ? crypto : { tickSize: '0.0001', lotSize: '0.000000001' };
    const instrument = expectOk(defineInstrument({ ...listed, ...steps }));
    const pages = { of: nothing } as unknown as Pages;
    const spec = (kind: StreamKind) => ({ instrument, kind });
    const times = ALPACA_DATA_TIMES;
    const staleUs = assetClass === 'crypto' ? times.staleUs : undefined;
    const streams: readonly (readonly [StreamKind, LiveStream])[] = [
      ['trade', new TradeStream(spec('trade'), symbol, pages, staleUs, clock)],
      ['quote', new QuoteStream(spec('quote'), symbol, staleUs, clock)],
      ['bar-1m', new BarStream(spec('bar-1m'), symbol, pages, times, clock)],
      ['bar-1d', new DayStream(spec('bar-1d'), symbol, pages, times, clock)],
      ['book', new BookStream(spec('book'), symbol, times, clock, (key) => void this.due.add(key))],
    ];
    const status = new StatusStream(symbol);
    this.subscribers.set(keyOf(status), status);
    for (const [kind, stream] of streams) {
      this.subscribers.set(keyOf(stream), stream);
      this.listen(stream.feed, instrument, kind);
      if (assetClass === 'equity') status.join(stream);
      stream.subscribed();
    }
  }
}

async function* nothing(): AsyncGenerator<never[]> {}

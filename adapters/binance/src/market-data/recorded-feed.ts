import { defineInstrument, DomainError, type Bar, type Instrument, type Quote, type Trade } from '@bourseworks/domain';
import {
  RecordedBooks,
  WrittenDecimals,
  type DepthDiff,
  type RecordedAnswer,
  type RecordedEvent,
  type RecordedFeed,
  type RecordedMarket,
  type RecordedSubscription,
  type RecordedVenue,
} from '@bourseworks/feeds';
import { toDataInstrument } from '../mapper/instrument.mapper.js';
import { parseExchangeInfo } from '../parse/exchange-info.js';
import { parseMessage, read } from '../parse/fields.js';
import { parseDepth } from '../parse/market/depth.js';
import { EnvelopeReader } from '../parse/market/envelope.js';
import { kindOf, SPOT_DATA, USDM_DATA, type DataMarket } from './data-market.js';
import { recordedPair } from './recorded-pair.js';
import { RecordedData } from './recorded-data.js';

/** A level may hold so many times what any of the snapshots has. */
const ROOM = 1_000;

/**
 * Recordings of Binance need the answers of `depth` beside the streams: books begin with them. What was traded is taken from
 * `exchangeInfo` where that was recorded, else tick and lot are the finest that the snapshots have.
 */
export const binanceRecordings: RecordedVenue = {
  venue: SPOT_DATA.name,
  isOf: (url) => /^(?:https:\/\/api\d?\.binance\.com\/|wss:\/\/stream\.binance\.com(?::\d+)?\/)/.test(url),
  open: (answers) => new BinanceMarket(SPOT_DATA, answers),
};

/** The same of USD-M futures. */
export const binanceUsdmRecordings: RecordedVenue = {
  venue: USDM_DATA.name,
  isOf: (url) => /^(?:https:\/\/fapi\.binance\.com\/|wss:\/\/fstream\.binance\.com(?::\d+)?\/)/.test(url),
  open: (answers) => new BinanceMarket(USDM_DATA, answers),
};

class BinanceMarket implements RecordedMarket {
  private readonly listed: ReadonlyMap<string, Instrument>;

  constructor(
    private readonly market: DataMarket,
    answers: readonly RecordedAnswer[],
  ) {
    this.listed = instrumentsOf(market, answers);
  }

  get instruments(): readonly Instrument[] {
    return [...this.listed.values()];
  }

  /** Streams stand in the address, or are asked for later. */
  subscribed(url: string, sent?: string): readonly RecordedSubscription[] {
    const inUrl = (): readonly unknown[] => (new URL(url).searchParams.get('streams') ?? '').split('/');
    const names = sent === undefined ? inUrl() : subscribedBy(parseMessage(sent));
    return names.flatMap((name) => {
      const kind = kindOf(String(name));
      const instrument = this.listed.get(symbolOf(String(name)));
      return kind === undefined || instrument === undefined ? [] : [{ instrument, kind }];
    });
  }

  feed(): RecordedFeed {
    return new BinanceFeed(this.market, this.listed);
  }
}

class BinanceFeed implements RecordedFeed {
  private readonly books: RecordedBooks;
  private readonly envelope: EnvelopeReader<RecordedData>;

  constructor(
    private readonly market: DataMarket,
    private readonly listed: ReadonlyMap<string, Instrument>,
  ) {
    this.books = new RecordedBooks(market.sequence);
    const options = { futures: market.futures, scales: (symbol: string) => this.find(symbol) };
    this.envelope = new EnvelopeReader((stream) => {
      const isRead = kindOf(stream) !== undefined && listed.has(symbolOf(stream));
      return isRead ? new RecordedData(stream, options) : undefined;
    });
  }

  get faults(): RecordedFeed['faults'] {
    return this.books.faults;
  }

  accept(text: string, receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    this.envelope.read(Buffer.from(text), receivedUs);
    const { reader } = this.envelope;
    if (reader?.content === undefined) return [];
    const instrument = this.find(reader.symbol);
    const content = { ...reader.content, receivedNs };
    if (!('firstId' in content)) return [{ instrument, event: content satisfies Trade | Quote | Bar }];
    return this.told(instrument, content);
  }

  answered({ url, text, receivedUs, receivedNs }: RecordedAnswer): readonly RecordedEvent[] {
    const symbol = depthSymbol(this.market, url);
    const instrument = symbol === undefined ? undefined : this.listed.get(symbol);
    if (instrument === undefined) return [];
    const snapshot = { ...parseDepth(parseMessage(text), instrument, receivedUs), receivedNs };
    return this.books
      .of(instrument)
      .snapshot(snapshot)
      .map((event) => ({ instrument, event }));
  }

  reconnected(receivedUs: number, receivedNs: number): readonly RecordedEvent[] {
    return this.books.interrupt(receivedUs, receivedNs);
  }

  private told(instrument: Instrument, diff: DepthDiff): readonly RecordedEvent[] {
    return this.books
      .of(instrument)
      .change(diff)
      .map((event) => ({ instrument, event }));
  }

  private find(symbol: string): Instrument {
    const instrument = this.listed.get(symbol);
    if (instrument !== undefined) return instrument;
    throw new DomainError({ code: 'DATA_FORMAT', message: `${symbol.slice(0, 40)} is not listed` });
  }
}

const symbolOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('@'))).toUpperCase();

/** What a message `{"method":"SUBSCRIBE","params":[...]}` asks for. */
function subscribedBy(value: unknown): readonly unknown[] {
  const message = read.asRaw(value, 'a message');
  return message['method'] === 'SUBSCRIBE' ? read.listOf(message, 'params') : [];
}

/** The symbol of an answer of /depth; undefined for another one. */
function depthSymbol({ depth }: DataMarket, url: string): string | undefined {
  const { pathname, searchParams } = new URL(url);
  return pathname === depth.path ? (searchParams.get('symbol') ?? undefined) : undefined;
}

function instrumentsOf(market: DataMarket, answers: readonly RecordedAnswer[]): ReadonlyMap<string, Instrument> {
  const { name, assetClass, exchangeInfo } = market;
  const lists = answers.filter(({ url }) => new URL(url).pathname === exchangeInfo.path);
  const listed = lists.flatMap(({ text }) => parseExchangeInfo(parseMessage(text)).symbols);
  if (listed.length > 0)
    return new Map(listed.map((symbol) => [symbol.symbol, toDataInstrument(symbol, name, assetClass)]));
  const steps = new Map<string, { readonly prices: WrittenDecimals; readonly quantities: WrittenDecimals }>();
  for (const { url, text } of answers) {
    const symbol = depthSymbol(market, url);
    if (symbol === undefined) continue;
    const seen = steps.get(symbol) ?? { prices: new WrittenDecimals(), quantities: new WrittenDecimals() };
    steps.set(symbol, seen);
    const raw = read.asRaw(parseMessage(text), 'a book');
    for (const level of [...read.listOf(raw, 'bids'), ...read.listOf(raw, 'asks')] as readonly unknown[]) {
      const [price, quantity] = Array.isArray(level) ? (level as unknown[]) : [];
      seen.prices.see(price);
      seen.quantities.see(quantity);
    }
  }
  return new Map(
    [...steps].map(([symbol, { prices, quantities }]) => [symbol, seenInstrument(market, symbol, prices, quantities)]),
  );
}

function seenInstrument(
  { name, assetClass }: DataMarket,
  symbol: string,
  prices: WrittenDecimals,
  quantities: WrittenDecimals,
): Instrument {
  const defined = defineInstrument({
    venue: name,
    symbol,
    assetClass,
    ...recordedPair(symbol, 'an answer of depth'),
    tickSize: prices.step,
    lotSize: quantities.step,
    priceScale: prices.scaleFor(ROOM),
    qtyScale: quantities.scaleFor(ROOM),
  });
  if (defined.ok) return defined.value;
  throw read.badData(`a book of ${symbol.slice(0, 40)}, whose levels make no instrument`);
}

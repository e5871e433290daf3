import { defineInstrument, DomainError, expectOk, type StreamKind } from '@bourseworks/domain';
import { kindOf, type DataMarket } from '../../../../adapters/binance/src/market-data/data-market.js';
import type { PublicRest } from '../../../../adapters/binance/src/market-data/session/public-rest.js';
import { STREAM_TIMES } from '../../../../adapters/binance/src/market-data/session/stream-times.js';
import { BookStream } from '../../../../adapters/binance/src/market-data/streams/book-stream.js';
import { EventStream } from '../../../../adapters/binance/src/market-data/streams/event-stream.js';
import { RealTrades } from '../../../../adapters/binance/src/market-data/streams/real-trades.js';
import { EnvelopeReader } from '../../../../adapters/binance/src/parse/market/envelope.js';
import type { Told } from '../fuzzed.js';
import { documented, rawFeedLines } from '../texts.js';
import { LiveVenue } from './live-venue.js';

type Stream = BookStream | EventStream;

const SNAPSHOT = /^\{"lastUpdateId"/;
const BAR = 'kline_1m';
/** Of the recording. */
const MESSAGES = 3_000;

/** Messages as they were received, and bars in between. */
function textsOf(file: string): readonly string[] {
  const folder = ['binance', 'futures', 'market_data_json'];
  const bars = documented(folder, ['kline_stream_closed', 'kline_stream_open']).map(
    (bar) => `{"stream":"btcusdt@${BAR}","data":${bar}}`,
  );
  return rawFeedLines(file, MESSAGES).flatMap(({ text }, at) => (at % 20 === 0 ? [bars[(at / 20) % 2], text] : [text]));
}

/** The streams of one symbol. */
export class BinanceLive extends LiveVenue {
  private readonly byKind: ReadonlyMap<StreamKind, Stream>;
  private readonly envelope: EnvelopeReader<Stream>;
  /** The newest one, which is the answer to a question. */
  private snapshot = '{}';
  private body: unknown;

  constructor(market: DataMarket, file: string, told: Told) {
    super(`${market.name} live`, textsOf(file), told);
    const listed = {
      venue: market.name,
      symbol: 'BTCUSDT',
      assetClass: market.assetClass,
      currency: 'USDT',
      base: 'BTC',
    };
    const instrument = expectOk(defineInstrument({ ...listed, tickSize: '0.01', lotSize: '0.00001' }));
    const ask = (): Promise<unknown> => Promise.resolve({ body: (this.body ??= parsed(this.snapshot)), venueUs: 0 });
    const rest = { ask } as unknown as PublicRest;
    this.byKind = new Map(
      (['trade', 'quote', 'bar-1m', 'book'] as const).map((kind) => {
        const spec = { instrument, kind };
        const stream =
          kind === 'book'
            ? new BookStream(spec, market, rest, STREAM_TIMES, this.clock)
            : new EventStream(spec, market, rest, STREAM_TIMES, this.clock);
        this.listen(stream.channel, instrument, kind, (sink) => new RealTrades(sink));
        stream.subscribed();
        return [kind, stream];
      }),
    );
    this.envelope = new EnvelopeReader((name) => {
      const kind = kindOf(name);
      return kind === undefined ? undefined : this.byKind.get(kind);
    });
  }

  protected streams(): Iterable<Stream> {
    return this.byKind.values();
  }

  protected receive(text: string): void {
    if (SNAPSHOT.test(text)) {
      this.snapshot = text;
      this.body = undefined;
      return;
    }
    const { envelope } = this;
    try {
      envelope.read(Buffer.from(text), this.clock.nowUs());
    } catch (error) {
      if (envelope.reader === undefined || !(error instanceof DomainError)) throw error;
      envelope.reader.unreadable(error.message);
      return;
    }
    envelope.reader?.commit();
  }
}

/** What is no JSON is refused before it is an answer. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { setImmediate as turn } from 'node:timers/promises';
import { DomainError, type Instrument, type StreamKind } from '@bourseworks/domain';
import { BinanceMarketData, SPOT_DATA, USDM_DATA } from '@bourseworks/adapters/binance';
import {
  BinanceScript,
  eventually,
  FeedServer,
  RecordingStreamSink,
  type BinanceFlavour,
  type BinanceSource,
} from '@bourseworks/testkit';

/** How a recorded symbol was listed. */
export interface RecordedListing {
  readonly symbol: string;
  readonly tickSize: string;
  readonly stepSize: string;
}

/** Answers with snapshots of books once the recording has come to them. */
class RecordedSource implements BinanceSource {
  readonly asked = new Map<string, (text: string) => void>();
  private readonly texts = new Map<string, Promise<string>>();

  constructor(
    private readonly flavour: BinanceFlavour,
    private readonly listings: readonly RecordedListing[],
  ) {}

  exchangeInfo(): object {
    const precisions =
      this.flavour === 'spot'
        ? { baseAssetPrecision: 8, quotePrecision: 8 }
        : { pricePrecision: 2, quantityPrecision: 3, marginAsset: 'USDT' };
    const symbols = this.listings.map(({ symbol, tickSize, stepSize }) => ({
      symbol,
      status: 'TRADING',
      baseAsset: symbol.slice(0, 3),
      quoteAsset: symbol.slice(3),
      ...precisions,
      filters: [
        { filterType: 'PRICE_FILTER', tickSize, maxPrice: '1000000' },
        { filterType: 'LOT_SIZE', stepSize, minQty: stepSize, maxQty: '9000' },
      ],
    }));
    return { symbols, rateLimits: [] };
  }

  depth(symbol: string): Promise<string> {
    let text = this.texts.get(symbol);
    if (text === undefined) {
      text = new Promise((resolve) => this.asked.set(symbol, resolve));
      this.texts.set(symbol, text);
    }
    return text;
  }
}

export interface Played {
  readonly instrument: Instrument;
  /** What the streams of a kind told. */
  readonly sinks: Readonly<Record<'quote' | 'book', RecordingStreamSink>>;
}

/** A recording is played to the adapter: each message on its stream, each snapshot as the answer to the adapter's question. */
export class RecordingPlayer {
  private sent = 0;

  private constructor(
    private readonly server: FeedServer,
    private readonly source: RecordedSource,
    private readonly adapter: BinanceMarketData,
  ) {}

  static async start(flavour: BinanceFlavour, listings: readonly RecordedListing[]): Promise<RecordingPlayer> {
    const source = new RecordedSource(flavour, listings);
    const server = await FeedServer.start(new BinanceScript(flavour, source));
    const symbols = listings.map(({ symbol }) => symbol);
    const config = { url: server.url, streamUrl: server.streamUrl, symbols, requestTimeoutMs: 60_000 };
    const times = { snapshotPauseUs: 60_000_000, openUs: 120_000_000 };
    const market = flavour === 'spot' ? SPOT_DATA : USDM_DATA;
    return new RecordingPlayer(server, source, new BinanceMarketData(market, config, { times }));
  }

  /** Opens book and quotes of a symbol; resolves once the venue may say the first message of them. */
  async open(symbol: string): Promise<Played> {
    const instrument = (await this.adapter.instruments()).find((one) => one.symbol === symbol);
    if (instrument === undefined) throw new Error(`no ${symbol}`);
    const sinks = { quote: new RecordingStreamSink(), book: new RecordingStreamSink() };
    const failures: unknown[] = [];
    const open = (kind: Extract<StreamKind, 'quote' | 'book'>): void => {
      this.adapter.open({ instrument, kind }, sinks[kind]).catch((error: unknown) => failures.push(error));
    };
    open('quote');
    open('book');
    await eventually(() => sinks.quote.live && this.source.asked.has(symbol), { timeoutMs: 30_000 });
    if (failures.length > 0) throw new DomainError({ code: 'ADAPTER_FAILED', message: String(failures[0]) });
    return { instrument, sinks };
  }

  async message(stream: string, text: string): Promise<void> {
    this.server.publish(stream, text);
    // The adapter reads in the same process: it gets its turn.
    if (++this.sent % 100 === 0) await turn();
  }

  /** The snapshot that the adapter asked for. */
  snapshot(symbol: string, text: string): void {
    this.source.asked.get(symbol)?.(text);
  }

  async close(): Promise<void> {
    await this.adapter.close();
    await this.server.close();
  }
}

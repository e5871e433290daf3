import { DomainError, type Bar, type Quote, type StreamKind, type Trade } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from '@bourseworks/feeds';
import { scanBar } from '../parse/market/bar.js';
import { parseDepth, scanDiff } from '../parse/market/depth.js';
import { EnvelopeReader, type DataReader } from '../parse/market/envelope.js';
import { parseMessage } from '../parse/fields.js';
import type { JsonScanner } from '../parse/market/json-scanner.js';
import { scanQuote } from '../parse/market/quote.js';
import type { Scales } from '../parse/market/scales.js';
import { scanTrade } from '../parse/market/trade.js';
import { kindOf } from './data-market.js';

/** What a recorded message says, in the units of its instrument. */
export interface RecordedMessage {
  /** As the venue spells it, capitals. */
  readonly symbol: string;
  readonly kind: StreamKind;
  /** Undefined for what is no event: a bar that is not closed, an id without a trade. */
  readonly content: Trade | Quote | Bar | DepthDiff | undefined;
}

export interface RecordingOptions {
  /** USD-M futures; otherwise the spot market. */
  readonly futures: boolean;
  /** Decimals of a symbol. */
  readonly scales: (symbol: string) => Scales;
}

/** Reads what was received from Binance and kept: messages of combined streams, and answers with a snapshot of a book. */
export class BinanceRecording {
  private readonly envelope: EnvelopeReader<RecordedData>;

  constructor(private readonly options: RecordingOptions) {
    this.envelope = new EnvelopeReader((stream) => new RecordedData(stream, options));
  }

  /** Throws DomainError: DATA_FORMAT, and KIND_UNSUPPORTED for a stream that none of our kinds comes from. */
  message(text: string, receivedUs: number): RecordedMessage {
    this.envelope.read(Buffer.from(text), receivedUs);
    const { reader } = this.envelope;
    if (reader !== undefined) return { symbol: reader.symbol, kind: reader.kind, content: reader.content };
    throw new DomainError({ code: 'DATA_FORMAT', message: 'a recorded message names no stream' });
  }

  /** A snapshot of /depth. Throws DomainError DATA_FORMAT. */
  snapshot(text: string, symbol: string, receivedUs: number): DepthSnapshot {
    return parseDepth(parseMessage(text), this.options.scales(symbol), receivedUs);
  }
}

/** The data of one message. */
class RecordedData implements DataReader {
  readonly symbol: string;
  readonly kind: StreamKind;
  content: RecordedMessage['content'];

  constructor(
    stream: string,
    private readonly options: RecordingOptions,
  ) {
    const kind = kindOf(stream);
    if (kind === undefined) {
      const message = `Binance's stream ${stream.slice(0, 60)} has no kind here`;
      throw new DomainError({ code: 'KIND_UNSUPPORTED', message, details: { stream } });
    }
    this.kind = kind;
    this.symbol = stream.slice(0, stream.indexOf('@')).toUpperCase();
  }

  read(scan: JsonScanner, receivedUs: number): void {
    const { futures, scales } = this.options;
    const decimals = scales(this.symbol);
    if (this.kind === 'trade') this.content = scanTrade(scan, decimals, receivedUs);
    else if (this.kind === 'quote') this.content = scanQuote(scan, decimals, receivedUs);
    else if (this.kind === 'book') this.content = scanDiff(scan, decimals, futures, receivedUs);
    else this.content = scanBar(scan, decimals, receivedUs);
  }
}

import { DomainError } from '@bourseworks/domain';
import type { DepthSnapshot } from '@bourseworks/feeds';
import { parseMessage } from '../parse/fields.js';
import { parseDepth } from '../parse/market/depth.js';
import { EnvelopeReader } from '../parse/market/envelope.js';
import { RecordedData, type RecordedMessage, type RecordingOptions } from './recorded-data.js';

export type { RecordedMessage, RecordingOptions } from './recorded-data.js';
export { binanceRecordings, binanceUsdmRecordings } from './recorded-feed.js';
export { recordedPair } from './recorded-pair.js';

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

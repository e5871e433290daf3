import { DomainError, type Bar, type Quote, type StreamKind, type Trade } from '@bourseworks/domain';
import type { DepthDiff } from '@bourseworks/feeds';
import { scanBar } from '../parse/market/bar.js';
import { scanDiff } from '../parse/market/depth.js';
import type { DataReader } from '../parse/market/envelope.js';
import type { JsonScanner } from '../parse/market/json-scanner.js';
import { scanQuote } from '../parse/market/quote.js';
import type { Scales } from '../parse/market/scales.js';
import { isVoid, scanTrade } from '../parse/market/trade.js';
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

/** The data of one message. */
export class RecordedData implements DataReader {
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
    if (this.kind === 'trade') {
      const trade = scanTrade(scan, decimals, receivedUs);
      this.content = isVoid(trade) ? undefined : trade;
    } else if (this.kind === 'quote') this.content = scanQuote(scan, decimals, receivedUs);
    else if (this.kind === 'book') this.content = scanDiff(scan, decimals, futures, receivedUs);
    else this.content = scanBar(scan, decimals, receivedUs);
  }
}

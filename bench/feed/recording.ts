import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { binanceRawFeed } from '@bourseworks/testkit';

export type FeedKind = 'trade' | 'quote' | 'book';
export const FEED_KINDS: readonly FeedKind[] = ['trade', 'quote', 'book'];

/** A message of the venue as its socket gives it. */
export interface FeedMessage {
  readonly kind: FeedKind;
  readonly bytes: Buffer;
}

/** One symbol as it was recorded: messages, and the snapshot of its book that was fetched between them. */
export interface RecordedFeed {
  readonly name: string;
  readonly futures: boolean;
  readonly instrument: Instrument;
  /** Names of the streams by kind, as the messages have them. */
  readonly streams: Readonly<Record<FeedKind, string>>;
  readonly snapshot: string;
  /** Those that came before the snapshot, and are to be joined to it. */
  readonly before: readonly FeedMessage[];
  readonly after: readonly FeedMessage[];
}

interface Listing {
  readonly file: string;
  readonly futures: boolean;
  readonly tickSize: string;
  readonly lotSize: string;
  /** Decimals as fine as the venue writes. */
  readonly priceScale: number;
  readonly qtyScale: number;
}

const LISTINGS: readonly Listing[] = [
  {
    file: 'btcusdt_20240808.gz',
    futures: false,
    tickSize: '0.01',
    lotSize: '0.00001',
    priceScale: 8,
    qtyScale: 8,
  },
  {
    file: 'usdm_btcusdt_20240808.gz',
    futures: true,
    tickSize: '0.1',
    lotSize: '0.001',
    priceScale: 2,
    qtyScale: 3,
  },
];

const SYMBOL = 'BTCUSDT';

function kindOf(stream: string): FeedKind {
  if (stream.endsWith('@trade')) return 'trade';
  return stream.endsWith('@bookTicker') ? 'quote' : 'book';
}

/** Bytes of all messages lie side by side, as in what a socket was read into. */
class Messages {
  readonly list: FeedMessage[] = [];

  constructor(texts: readonly { readonly kind: FeedKind; readonly text: string }[]) {
    const all = Buffer.from(texts.map(({ text }) => text).join(''));
    let at = 0;
    for (const { kind, text } of texts) {
      const end = at + Buffer.byteLength(text);
      this.list.push({ kind, bytes: all.subarray(at, end) });
      at = end;
    }
  }
}

/** The first `most` messages of a recording. Throws when the reference data are not there. */
function recorded({ file, futures, ...steps }: Listing, most: number): RecordedFeed {
  const texts: { readonly kind: FeedKind; readonly text: string }[] = [];
  const streams: Record<FeedKind, string> = { trade: '', quote: '', book: '' };
  let snapshot = '';
  let snapshotAt = 0;
  for (const { stream, text } of binanceRawFeed(file)) {
    if (stream === undefined) {
      snapshot = text;
      snapshotAt = texts.length;
      continue;
    }
    const kind = kindOf(stream);
    streams[kind] = stream;
    texts.push({ kind, text });
    if (texts.length >= most) break;
  }
  const spec = { venue: 'binance', symbol: SYMBOL, assetClass: 'crypto', currency: 'USDT', base: 'BTC' } as const;
  const { list } = new Messages(texts);
  return {
    name: file.replace(/_\d+\.gz$/, ''),
    futures,
    instrument: expectOk(defineInstrument({ ...spec, ...steps })),
    streams,
    snapshot,
    before: list.slice(0, snapshotAt),
    after: list.slice(snapshotAt),
  };
}

/** Bitcoin of the spot market and of the futures, the first `most` messages of each. */
export function recordedFeeds(most = Number.POSITIVE_INFINITY): readonly RecordedFeed[] {
  return LISTINGS.map((listing) => recorded(listing, most));
}

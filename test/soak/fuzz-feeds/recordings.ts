import type { RecordedAnswer } from '@bourseworks/feeds';
import { exchangeRecording } from '@bourseworks/testkit';
import { binanceRecordings, binanceUsdmRecordings } from '../../../adapters/binance/src/market-data/recorded.js';
import { coinbaseRecordings } from '../../../adapters/coinbase/src/market-data/recorded.js';
import { krakenRecordings } from '../../../adapters/kraken/src/market-data/recorded.js';
import type { Fuzzed, Told } from './fuzzed.js';
import { parserCases, rawFeedLines } from './texts.js';
import { fuzzedRecording, type Recording } from './recorded.js';

/** Messages of one recording that are used: all begins anew after them. */
const MESSAGES = 4_000;
const SNAPSHOT = /^\{"lastUpdateId"/;

/** A raw feed: snapshots of the book stand among its messages. */
function rawFeed(file: string, url: string, cases: readonly string[]): Recording {
  const lines = rawFeedLines(file, MESSAGES);
  const first = lines.find(({ stream }) => stream === undefined);
  if (first === undefined) throw new Error(`${file} has no snapshot`);
  const { text, us, ns } = first;
  const urlOf = (message: string): string | undefined => (SNAPSHOT.test(message) ? url : undefined);
  const texts = [...cases, ...lines.map((line) => line.text)];
  return { answers: [{ url, text, receivedUs: us, receivedNs: ns }], texts, urlOf };
}

function exchange(files: readonly string[], cases: readonly string[]): Recording {
  const lines = files.flatMap((file) => [...exchangeRecording(file)]);
  const answers = lines.flatMap((line): RecordedAnswer[] =>
    line.kind === 'answer' ? [{ url: line.url, text: line.text, receivedUs: line.us, receivedNs: line.ns }] : [],
  );
  const texts = lines.flatMap((line) => (line.kind === 'received' ? [line.text] : []));
  return { answers, texts: [...texts.slice(0, MESSAGES), ...cases] };
}

/** Readers of the recordings of four markets. */
export function fuzzedRecordings(told: Told): readonly Fuzzed[] {
  const spot = 'https://api.binance.com/api/v3/depth?symbol=BTCUSDT';
  const usdm = 'https://fapi.binance.com/fapi/v1/depth?symbol=BTCUSDT';
  const kraken = ['KRAKEN.0.gz', 'KRAKEN.ws.48.0.gz', 'KRAKEN.ws.49.0.gz', 'KRAKEN.ws.50.0.gz'];
  const coinbase = ['COINBASE.0.gz', 'COINBASE.ws.28.0.gz'];
  return [
    fuzzedRecording('binance', binanceRecordings, rawFeed('btcusdt_20240808.gz', spot, parserCases('binance')), told),
    fuzzedRecording(
      'binance-usdm',
      binanceUsdmRecordings,
      rawFeed('usdm_btcusdt_20240808.gz', usdm, parserCases('binance-futures')),
      told,
    ),
    fuzzedRecording('kraken v1', krakenRecordings, exchange(kraken, parserCases('kraken')), told),
    fuzzedRecording('coinbase exchange', coinbaseRecordings, exchange(coinbase, parserCases('coinbase')), told),
  ];
}

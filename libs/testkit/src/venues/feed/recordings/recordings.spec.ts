import { describe, expect, it } from '@jest/globals';
import { dataTest } from '../../../data/data-test.js';
import { alpacaMessages, alpacaTradesPage } from './alpaca-messages.js';
import { binanceRawFeed, rawFeedLine } from './binance-raw-feed.js';
import { exchangeRecording, recordedLine } from './exchange-recordings.js';

/** How often each name comes. */
function tally(names: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

describe('lines of exchange recordings', () => {
  it.each([
    ['1633998512.3206390: {"a":1}', { kind: 'received', us: 1_633_998_512_320_639, ns: 0, text: '{"a":1}' }],
    ['1633998514.6462898: x', { kind: 'received', us: 1_633_998_514_646_289, ns: 800, text: 'x' }],
    ['1633998514: x', { kind: 'received', us: 1_633_998_514_000_000, ns: 0, text: 'x' }],
    ['wss://v <-> 1633998514.5', { kind: 'opened', us: 1_633_998_514_500_000, ns: 0, url: 'wss://v' }],
    ['wss://v <- 1633998514.5: {}', { kind: 'sent', us: 1_633_998_514_500_000, ns: 0, url: 'wss://v', text: '{}' }],
    [
      'https://v/d?a=b -> 1633998514.5: 1 -> 2: x',
      { kind: 'answer', us: 1_633_998_514_500_000, ns: 0, url: 'https://v/d?a=b', text: '1 -> 2: x' },
    ],
    ['configuration: {}', { kind: 'configuration', text: '{}' }],
  ])('%s', (line, expected) => {
    expect(recordedLine(line)).toEqual(expected);
  });

  it.each(['nonsense', 'wss://v <- 1633998514.5', '12.5: x'])('refuses %s', (line) => {
    expect(() => recordedLine(line)).toThrow('line');
  });

  const files = ['BINANCE.http.0.0.gz', 'COINBASE.ws.28.0.gz', 'KRAKEN.0.gz'];
  dataTest(
    'are all read',
    files.map((file) => `exchange-recordings/${file}`),
    () => {
      const [http, stream, rest] = files.map((file) => tally([...exchangeRecording(file)].map(({ kind }) => kind)));
      expect(http).toEqual({ answer: 4 });
      expect(stream).toEqual({ opened: 1, sent: 3, received: 9_946 });
      expect(rest).toEqual({ answer: 1, configuration: 1 });
    },
  );
});

describe('lines of a raw feed of Binance', () => {
  it('have a time of receipt and, but for snapshots, a stream', () => {
    expect(rawFeedLine('1723161253937085768 {"stream":"x@trade","data":{}}')).toEqual({
      us: 1_723_161_253_937_085,
      ns: 768,
      text: '{"stream":"x@trade","data":{}}',
      stream: 'x@trade',
    });
    expect(rawFeedLine('1723161253937085768 {"lastUpdateId":1}').stream).toBeUndefined();
    expect(() => rawFeedLine('1723161253 {}')).toThrow('a raw feed');
  });

  dataTest('are all read', ['binance-raw-feed/btcusdt_20240808.gz'], () => {
    const streams = [...binanceRawFeed('btcusdt_20240808.gz')].map(({ stream }) => stream ?? 'snapshot');
    expect(tally(streams)).toEqual({
      'btcusdt@depth@100ms': 3_451,
      'btcusdt@bookTicker': 28_040,
      'btcusdt@trade': 9_757,
      snapshot: 1,
    });
  });
});

describe('messages of Alpaca', () => {
  dataTest(
    'are all read, and chosen by kind',
    ['alpaca-messages/messages.jsonl', 'alpaca-messages/trades.json.gz'],
    () => {
      expect(alpacaMessages()).toHaveLength(216);
      expect(alpacaMessages('stream:')).toHaveLength(53);
      expect(alpacaMessages('stream:').every(({ kind }) => kind.startsWith('stream:'))).toBe(true);
      expect(JSON.parse(alpacaTradesPage())).toHaveProperty('next_page_token');
    },
  );
});

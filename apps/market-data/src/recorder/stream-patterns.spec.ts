import { describe, expect, it } from '@jest/globals';
import { loadEnv } from '@bourseworks/observability';
import { MarketDataConfig } from '../config/market-data-config.js';
import { STREAM_PATTERNS, StreamPatterns } from './stream-patterns.js';

const matches = (text: string, name: string): boolean => {
  const [venue, ...rest] = name.split(' ');
  return new StreamPatterns(text).matches({ venue, symbol: rest[0], kind: rest[1] });
};

describe('patterns of streams', () => {
  it.each([
    ['sim/BTCUSD/trade', 'sim BTCUSD trade', true],
    ['sim/BTCUSD/trade', 'sim BTCUSD quote', false],
    ['sim/*/bar-*', 'sim ETHUSD bar-1m', true],
    ['sim/*/bar-*', 'sim ETHUSD book', false],
    ['*/BTC/USD/*', 'x BTC/USD book', true],
    ['*/BTC*/*', 'x BTC/USD book', true],
    ['*/B.C/*', 'x BTC book', false],
    ['sim/A/trade,sim/B/trade', 'sim B trade', true],
    ['im/A/trade', 'sim A trade', false],
    ['', 'sim A trade', false],
  ])('%s: %s is one: %s', (text, name, expected) => {
    expect(text).toMatch(STREAM_PATTERNS);
    expect(matches(text, name)).toBe(expected);
  });

  it.each(['sim', 'sim/A', 'sim/A/trades', 'sim/A/trade,', ',sim/A/trade', 'sim/A B/trade', 'sim//trade'])(
    '%s is none',
    (text) => {
      expect(text).not.toMatch(STREAM_PATTERNS);
      expect(() => loadEnv(MarketDataConfig, { RECORD_STREAMS: text })).toThrow('RECORD_STREAMS');
    },
  );
});

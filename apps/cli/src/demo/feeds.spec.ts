import { describe, expect, it } from '@jest/globals';
import { checkDemoOptions, type DemoOptions } from './demo-options.js';
import { recordedFeed } from './feeds.js';

const given = (options: Partial<DemoOptions>): DemoOptions => ({
  feed: 'lean',
  data: 'somewhere',
  fee: '0.001',
  cash: '1000000',
  seconds: '60',
  json: true,
  ...options,
});
const iso = (us: number): string => new Date(us / 1_000).toISOString();

describe('feeds of the demo', () => {
  it('lean: minute bars, a day to learn and a day to trade', () => {
    const feed = recordedFeed(given({ trade: '2017-09-05' }));
    expect(feed).toMatchObject({ venue: 'coinbase', y: 'BTCUSD', x: 'ETHUSD', kind: 'bar-1m', books: false });
    expect([feed.currency, iso(feed.learns.fromUs), iso(feed.trades.toUs)]).toEqual([
      'USD',
      '2017-09-03T00:00:00.000Z',
      '2017-09-06T00:00:00.000Z',
    ]);
  });

  it('binance: second bars and books; it learns from the beginning and trades the rest', () => {
    const feed = recordedFeed(given({ feed: 'binance', from: '2024-08-08T23:55:00Z', learn: '90' }));
    expect(feed).toMatchObject({ venue: 'binance', y: 'BTCUSDT', x: 'ETHUSDT', kind: 'bar-1s', books: true });
    expect(feed.currency).toBe('USDT');
    expect([feed.learns.fromUs, feed.learns.toUs, feed.trades.fromUs, feed.trades.toUs].map(iso)).toEqual([
      '2024-08-08T23:55:00.000Z',
      '2024-08-08T23:56:30.000Z',
      '2024-08-08T23:56:30.000Z',
      '2024-08-09T00:00:00.000Z',
    ]);
  });

  it('refuses a range that leaves nothing to trade', () => {
    const options = given({ feed: 'binance', to: '2024-08-08T23:55:00Z' });
    expect(() => recordedFeed(options)).toThrow(/--learn 120 leaves nothing to trade/);
  });

  it.each<[string, Partial<DemoOptions>, RegExp]>([
    ['an unknown feed', { feed: 'x' }, /--feed takes lean or binance/],
    ['a feed without its folder', { feed: 'binance', data: undefined }, /--data must name its folder/],
    ['an option of the other feed', { feed: 'binance', trade: '2017-09-04' }, /--trade belongs to --feed lean/],
    ['an option of a feed that was not chosen', { learn: '60' }, /--learn belongs to --feed binance/],
    [
      'an option of lean with a recording',
      { feed: 'recording', history: '2017-09-04' },
      /--history belongs to --feed lean/,
    ],
    ['a time without a zone', { feed: 'binance', from: '2024-08-08T23:55:00' }, /--from takes a time in UTC/],
    ['a time that does not exist', { feed: 'binance', to: '2024-02-30T23:55:00Z' }, /--to takes a time in UTC/],
    ['no whole seconds', { feed: 'binance', learn: '1.5' }, /--learn takes a whole number/],
    ['one symbol', { symbols: 'BTCUSDT' }, /--symbols takes two different symbols/],
    ['the same symbol twice', { symbols: 'BTCUSDT,BTCUSDT' }, /--symbols takes two different symbols/],
  ])('refuses %s', (_, options, message) => {
    expect(() => checkDemoOptions(given(options))).toThrow(message);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FEED_TALLIES } from '@bourseworks/domain';
import { MARKET_DATA_REQUEST, type FeedShape } from '@bourseworks/dto/shapes';
import { FakeMarketData } from '../testing/fake-market-data.js';
import { runCli } from '../testing/run-cli.js';
import { durationText } from './feeds.command.js';

const FEED: FeedShape = {
  adapter: 'kraken',
  venue: 'kraken',
  symbol: 'BTC-USD',
  kind: 'trade',
  topic: 'marketdata/live/v1/trade/kraken/BTC-USD',
  instance: 'desk-17-abc',
  state: 'LIVE',
  since: '1700000000000000000',
  reason: 'reopened',
  epoch: 3,
  sequence: 120,
  subscribers: 2,
  items: 120,
  dropped: 0,
  ratePerSecond: 12.34,
  lagMs: 48.6,
  quietMs: 1_234,
  counts: {
    ...(Object.fromEntries(FEED_TALLIES.map((what) => [what, 0])) as FeedShape['counts']),
    gaps: 1,
    duplicates: 2,
    reorders: 3,
    reconnects: 4,
  },
};

const SHUT: FeedShape = {
  ...FEED,
  kind: 'quote',
  state: 'STALE',
  reason: 'Kraken refuses the login',
  code: 'ADAPTER_LOGIN',
  ratePerSecond: undefined,
  lagMs: undefined,
  quietMs: undefined,
};

describe('bourse feeds', () => {
  let market: FakeMarketData;
  beforeEach(async () => {
    market = await FakeMarketData.start();
    market.feeds = { feeds: [FEED, SHUT], instances: ['desk-17-abc'], silent: ['desk-18-def'], omitted: 7 };
  });
  afterEach(() => market.stop());

  it('is a table of the streams, and says what is not in it', async () => {
    const args = ['--venue', 'kraken', '--symbol', 'BTC-USD', '--adapter', 'kraken'];
    const { code, stdout } = await runCli(['feeds', ...args, '--url', market.url]);
    const [header, live, shut, ...remarks] = stdout.trimEnd().split('\n');
    expect(code).toBe(0);
    expect(header.split(/ {2,}/)).toEqual(
      'adapter,symbol,channel,state,rate/s,lag,last,gaps,dupl,late,reconn,lost,subs,instance'.split(','),
    );
    expect(live.split(/ {2,}/)).toEqual(
      'kraken,kraken/BTC-USD,trade,LIVE,12.3,49 ms,1.2 s,1,2,3,4,0,2,desk-17-abc'.split(','),
    );
    expect(shut).toMatch(/quote +STALE +\? .*desk-17-abc {2}ADAPTER_LOGIN Kraken refuses the login$/);
    expect(remarks).toEqual([
      'desk-18-def does not answer: its streams are not here.',
      '7 more; choose with --venue, --symbol or --adapter.',
    ]);
    expect(market.bodies(MARKET_DATA_REQUEST.feeds)).toEqual([
      { venue: 'kraken', symbol: 'BTC-USD', adapter: 'kraken' },
    ]);
  });

  it('asks again each second, a line of JSON for each answer', async () => {
    const { code, stdout } = await runCli(['feeds', '--json', '--seconds', '2', '--url', market.url]);
    const lines = stdout.trimEnd().split('\n');
    expect([code, lines.length >= 2]).toEqual([0, true]);
    expect(JSON.parse(lines[1])).toEqual(JSON.parse(JSON.stringify(market.feeds)));
  });

  it.each<[number | undefined, string]>([
    [undefined, ''],
    [-3.2, '-3 ms'],
    [999, '999 ms'],
    [59_940, '59.9 s'],
    [150_000, '2 min'],
  ])('writes %p as %p', (ms, text) => expect(durationText(ms)).toBe(text));
});

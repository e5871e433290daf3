import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { FLAG, formatIso, type MarketDataEvent } from '@bourseworks/domain';
import type { FeedTraffic } from '@bourseworks/testkit';
import { DataWorld } from '../../../test/data.js';

const START = '2024-01-02T15:00:00Z';
const us = (iso: string): number => Date.parse(iso) * 1_000;

const item = (i: number, more: object = {}): object => ({
  t: `2024-01-02T15:00:00.${String(i).padStart(6, '0')}Z`,
  x: 'V',
  p: 10.5,
  s: 1,
  c: ['@'],
  i,
  z: 'C',
  ...more,
});
const page = (resource: string, items: readonly object[], next: string | null = null): string =>
  JSON.stringify({ [resource]: { AAPL: items }, next_page_token: next });

const queryOf = ({ requests }: FeedTraffic, at = -1): Record<string, string> =>
  Object.fromEntries(requests.at(at)?.query ?? []);

describe('history of Alpaca', () => {
  let world: DataWorld;
  beforeEach(async () => {
    world = await DataWorld.start();
  });
  afterEach(() => world.end());

  /** The next pages are these, whatever is asked for. */
  function answers(...bodies: readonly string[]): void {
    for (const body of bodies) world.venue.control({ kind: 'answer', count: 1, change: () => body });
  }
  const pages = (): number => world.venue.traffic.requests.filter(({ path }) => path.startsWith('/v2/stocks')).length;

  it('asks for the range, with the feed and the keys, and follows the tokens to the end', async () => {
    answers(page('quotes', [{ t: START, bp: 1, bs: 2, ap: 3, as: 4 }], 'more'), page('quotes', []));
    const parts = await world.history({ kind: 'quote', fromUs: us(START), toUs: us('2024-01-02T16:00:00Z') });
    expect(parts.flat()).toMatchObject([{ bidPrice: 10_000, bidQuantity: 20_000_000, askQuantity: 40_000_000 }]);
    const { requests } = world.venue.traffic;
    expect(requests.at(-2)?.path).toBe('/v2/stocks/quotes');
    expect(queryOf(world.venue.traffic, -2)).toEqual({
      symbols: 'AAPL',
      start: '2024-01-02T15:00:00.000000Z',
      end: '2024-01-02T15:59:59.999999999Z',
      limit: '10000',
      sort: 'asc',
      feed: 'iex',
    });
    expect(queryOf(world.venue.traffic)).toMatchObject({ page_token: 'more' });
    expect(requests.map(({ path, query }) => `${path}?${query.toString()}`).join()).not.toMatch(/PKTEST|secret/);
  });

  it('comes in parts of a thousand at most, at the pace of the reader', async () => {
    answers(
      page(
        'trades',
        Array.from({ length: 2_500 }, (_, i) => item(i)),
        'more',
      ),
      page('trades', [item(999_999)]),
    );
    const sizes: number[] = [];
    const part = async (events: readonly MarketDataEvent[]): Promise<void> => {
      sizes.push(events.length);
      await sleep(20);
      // Nothing was asked for while this reader slept.
      expect(pages()).toBe(sizes.length < 4 ? 1 : 2);
    };
    const query = { instrument: world.instrument(), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    await world.adapter.history(query, part, new AbortController().signal);
    expect(sizes).toEqual([1_000, 1_000, 500, 1]);
  });

  it('leaves out trades that were taken back, and keeps what stands in the place of one', async () => {
    const told = ['canceled', 'incorrect', 'corrected'].map((u, i) => item(i, { u }));
    answers(page('trades', [...told, item(3, { c: ['@', 'Z'] })]));
    const [events] = await world.history({ kind: 'trade' });
    expect(events).toMatchObject([{ tradeId: '20240102-V-2' }, { tradeId: '20240102-V-3', flags: FLAG.LATE }]);
    expect(events[0].receivedUs).toBeUndefined();
  });

  it('of bars asks for the length, unadjusted, and gives those that begin and end within', async () => {
    const bar = (t: string): object => ({ t: `2024-01-02T${t}:00Z`, o: 1, h: 1, l: 1, c: 1, v: 1, n: 1 });
    answers(page('bars', ['14:59', '15:00', '15:01'].map(bar)));
    const parts = await world.history({ kind: 'bar-1m', fromUs: us(START), toUs: us('2024-01-02T15:01:00Z') });
    expect(parts.flat()).toMatchObject([{ startUs: us(START), endUs: us('2024-01-02T15:01:00Z') }]);
    const common = { timeframe: '1Min', adjustment: 'raw', end: '2024-01-02T15:00:00.000000Z' };
    expect(queryOf(world.venue.traffic)).toMatchObject(common);
  });

  it('gives no bar that is still open', async () => {
    const hourUs = 3_600_000_000;
    const nowUs = Date.now() * 1_000;
    const bars = [nowUs - 2 * hourUs, nowUs - hourUs / 2].map((startUs) => ({
      t: formatIso(startUs),
      o: 1,
      h: 1,
      l: 1,
      c: 1,
      v: 1,
    }));
    answers(page('bars', bars));
    expect((await world.history({ kind: 'bar-1h', toUs: us('2100-01-01T00:00:00Z') })).flat()).toHaveLength(1);
    expect(us(queryOf(world.venue.traffic)['end'])).toBeLessThan(nowUs - hourUs + 60_000_000);
  });

  it('without an end asks for none, and of a range without a whole bar for nothing', async () => {
    answers(page('trades', [item(1)]));
    await world.history({ kind: 'trade', toUs: Number.MAX_SAFE_INTEGER });
    expect(queryOf(world.venue.traffic)).not.toHaveProperty('end');
    const asked = pages();
    const range = { kind: 'bar-1h', fromUs: us(START), toUs: us('2024-01-02T15:59:00Z') } as const;
    await expect(world.history(range)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    expect(pages()).toBe(asked);
  });

  it('gives nothing more of a page after its reader gave up', async () => {
    answers(
      page(
        'trades',
        Array.from({ length: 2_500 }, (_, i) => item(i)),
        'more',
      ),
    );
    const abort = new AbortController();
    let parts = 0;
    const part = (): Promise<void> => {
      parts++;
      return Promise.resolve(abort.abort());
    };
    const query = { instrument: world.instrument(), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    await world.adapter.history(query, part, abort.signal);
    expect([parts, pages()]).toEqual([1, 1]);
  });

  it.each([
    ['a page of something else', '{"message":"fine"}'],
    ['a list for an object', '[]'],
    ['a trade without a price', page('trades', [item(1, { p: undefined })])],
    ['a time that is none', page('trades', [item(1, { t: 'yesterday' })])],
    ['a token that is no text', '{"trades":{},"next_page_token":7}'],
  ])('that cannot be read (%s) is DATA_FORMAT, and not the end of the data', async (_name, body) => {
    answers(body);
    await expect(world.history({ kind: 'trade' })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('whose token leads back to the same page ends', async () => {
    const again = page('trades', [item(1)], 'again');
    answers(again, again);
    await expect(world.history({ kind: 'trade' })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    expect(pages()).toBe(2);
  });

  it('of a plan that is given the tape later ends before what it is not given', async () => {
    await world.end();
    world = await DataWorld.start({}, { feed: 'delayed_sip', historyFeed: 'sip' });
    answers(page('trades', [item(1)]));
    await world.history({ kind: 'trade', toUs: Number.MAX_SAFE_INTEGER });
    const { end, feed } = queryOf(world.venue.traffic);
    expect(feed).toBe('sip');
    expect(us(end.replace(/\d{6}Z$/, 'Z'))).toBeLessThanOrEqual((Date.now() - 900_000) * 1_000);
  });
});

describe('history of crypto', () => {
  it('is that of its market, without feed or adjustment', async () => {
    const world = await DataWorld.start({}, {}, { crypto: true });
    const [first] = await world.venue.past('bar-1m');
    const fromUs = first.kind === 'bar' ? first.startUs : 0;
    expect((await world.history({ kind: 'bar-1m', fromUs, toUs: fromUs + 60_000_000 })).flat()).toMatchObject([first]);
    const { path } = world.venue.traffic.requests.at(-1) ?? {};
    expect(path).toBe('/v1beta3/crypto/us/bars');
    const { symbols, feed, adjustment } = queryOf(world.venue.traffic);
    expect([symbols, feed, adjustment]).toEqual(['BTC/USD', undefined, undefined]);
    await world.end();
  });
});

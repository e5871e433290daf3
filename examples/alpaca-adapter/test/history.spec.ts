import { describe, expect, it } from '@jest/globals';
import type { Bar, MarketDataEvent, Quote, Trade } from '@bourseworks/domain';
import { describeWithData } from '@bourseworks/testkit';
import { RECORDED, recordedById } from './recorded.js';
import { instrumentOf, read, setUp } from './setup.js';
import { KEY_ID, pages, SECRET_KEY } from './stand-in.js';

const trade = (i: number, t: string, more: object = {}): object => ({
  t,
  x: 'V',
  p: 10.5,
  s: 1,
  c: ['@'],
  i,
  z: 'C',
  ...more,
});
const page = (resource: string, symbol: string, items: readonly object[], next: string | null = null): string =>
  JSON.stringify({ [resource]: { [symbol]: items }, next_page_token: next });

describeWithData('history of recorded pages', [RECORDED], () => {
  it('follows the page tokens to the end', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages([recordedById('alpaca-0005'), recordedById('alpaca-0006')]);
    const { events } = await read(adapter, { symbol: 'IBM', kind: 'quote' });
    const quotes = events as Quote[];
    expect(quotes).toHaveLength(12);
    expect(quotes.map(({ us, ns }) => us * 1_000 + ns)).toEqual(
      quotes.map(({ us, ns }) => us * 1_000 + ns).toSorted((a, b) => a - b),
    );
    expect(quotes[0]).toMatchObject({ us: 1_633_370_414_012_577, ns: 217, bidPrice: 1_436_800, askPrice: 1_437_100 });
    expect(quotes[11]).toMatchObject({ us: 1_633_370_414_210_488, ns: 488, askQuantity: 100 * 100_000 });
    const first = Object.fromEntries(standIn.requests[0].searchParams);
    expect(first).toEqual({
      symbols: 'IBM',
      start: '2016-01-01T00:00:00.000000Z',
      end: '2025-12-31T23:59:59.999999999Z',
      limit: '10000',
      sort: 'asc',
      feed: 'iex',
    });
    expect(standIn.requests[0].pathname).toBe('/v2/stocks/quotes');
    expect(standIn.requests[1].searchParams.get('page_token')).toMatch(/^SUJN/);
  });

  it('of bars asks for the length, unadjusted', async () => {
    const { standIn, adapter } = await setUp();
    const last = JSON.stringify({ bars: {}, next_page_token: null });
    standIn.rest = pages([recordedById('alpaca-0009'), recordedById('alpaca-0010'), last]);
    const { events } = await read(adapter, { symbol: 'META', kind: 'bar-1d' });
    const bars = events as Bar[];
    expect(bars.map(({ open, close }) => [open, close])).toEqual([
      [1_946_700, 1_966_400],
      [1_942_800, 1_840_000],
      [1_830_400, 1_755_700],
      [1_705_900, 1_642_600],
    ]);
    expect(bars[0]).toMatchObject({ volume: 22_211_813 * 100_000, trades: 246_906 });
    expect(bars[0].endUs - bars[0].startUs).toBe(86_400_000_000);
    const { searchParams } = standIn.requests[0];
    expect([searchParams.get('timeframe'), searchParams.get('adjustment')]).toEqual(['1Day', 'raw']);
  });

  it('leaves out trades that were taken back', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages([recordedById('alpaca-0004')]);
    await expect(read(adapter, { symbol: 'A', kind: 'trade' })).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
  });
});

describe('history', () => {
  it('comes in parts of bounded size, at the pace of the reader', async () => {
    const { standIn, adapter } = await setUp();
    const items = Array.from({ length: 2_500 }, (_, i) =>
      trade(i, `2024-01-02T15:00:00.${String(i).padStart(6, '0')}Z`),
    );
    standIn.rest = pages([
      page('trades', 'AAPL', items, 'more'),
      page('trades', 'AAPL', [trade(2_500, '2024-01-02T15:01:00Z')]),
    ]);
    let requestsAtFirstPart = 0;
    let seen = 0;
    const query = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    const sizes: number[] = [];
    const part = async (events: readonly MarketDataEvent[]): Promise<void> => {
      requestsAtFirstPart ||= standIn.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 10));
      // Nothing was asked for while this reader slept.
      expect(standIn.requests.length).toBe(seen < 2_500 ? 1 : 2);
      seen += events.length;
      sizes.push(events.length);
    };
    await adapter.history(query, part, new AbortController().signal);
    expect([sizes, requestsAtFirstPart]).toEqual([[1_000, 1_000, 500, 1], 1]);
  });

  it('holds trades of [from, to) and bars that start and end within', async () => {
    const { standIn, adapter } = await setUp();
    const at = ['14:59:59.999999999', '15:00:00', '15:00:59.999999999', '15:01:00'];
    standIn.rest = pages([
      page(
        'trades',
        'AAPL',
        at.map((time, i) => trade(i, `2024-01-02T${time}Z`)),
      ),
    ]);
    const range = { symbol: 'AAPL', from: '2024-01-02T15:00:00Z', to: '2024-01-02T15:01:00Z' };
    const { events } = await read(adapter, { ...range, kind: 'trade' });
    expect((events as Trade[]).map(({ tradeId }) => tradeId)).toEqual(['V-1', 'V-2']);
    const bar = (t: string): object => ({ t: `2024-01-02T${t}:00Z`, o: 1, h: 1, l: 1, c: 1, v: 1, n: 1 });
    standIn.rest = pages([page('bars', 'AAPL', ['14:59', '15:00', '15:01'].map(bar))]);
    const { events: bars } = await read(adapter, { ...range, kind: 'bar-1m' });
    expect((bars as Bar[]).map(({ startUs }) => new Date(startUs / 1_000).toISOString())).toEqual([
      '2024-01-02T15:00:00.000Z',
    ]);
    expect(standIn.requests.at(-1)?.searchParams.get('end')).toBe('2024-01-02T15:00:00.000000Z');
  });

  it('hands out no bar that is still open', async () => {
    const { standIn, adapter } = await setUp();
    const nowMs = Date.now();
    const iso = (ms: number): string => new Date(ms).toISOString();
    const bars = [nowMs - 7_200_000, nowMs - 1_800_000].map((ms) => ({ t: iso(ms), o: 1, h: 1, l: 1, c: 1, v: 1 }));
    standIn.rest = pages([page('bars', 'AAPL', bars)]);
    const { events } = await read(adapter, { symbol: 'AAPL', kind: 'bar-1h', to: '2100-01-01' });
    expect(events).toHaveLength(1);
    expect(Date.parse(standIn.requests[0].searchParams.get('end') as string)).toBeLessThan(nowMs - 3_500_000);
  });

  it('without an end asks for none', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages([page('trades', 'AAPL', [trade(1, '2024-01-02T15:00:00Z')])]);
    const instrument = await instrumentOf(adapter, 'AAPL');
    const query = { instrument, kind: 'trade', fromUs: 0, toUs: Number.MAX_SAFE_INTEGER } as const;
    await adapter.history(query, () => Promise.resolve(), new AbortController().signal);
    expect(standIn.requests[0].searchParams.has('end')).toBe(false);
  });

  it('stops with its reader, without another request', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages([
      page('trades', 'AAPL', [trade(1, '2024-01-02T15:00:00Z')], 'more'),
      page('trades', 'AAPL', []),
    ]);
    const abort = new AbortController();
    const part = (): Promise<void> => Promise.resolve(abort.abort());
    const query = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    await adapter.history(query, part, abort.signal);
    expect(standIn.requests).toHaveLength(1);
  });

  it('hands out nothing more of a page after its reader gave up', async () => {
    const { standIn, adapter } = await setUp();
    const items = Array.from({ length: 2_500 }, (_, i) => trade(i, '2024-01-02T15:00:00Z'));
    standIn.rest = pages([page('trades', 'AAPL', items)]);
    const abort = new AbortController();
    let parts = 0;
    const part = (): Promise<void> => {
      parts++;
      abort.abort();
      return Promise.resolve();
    };
    const query = { instrument: await instrumentOf(adapter, 'AAPL'), kind: 'trade', fromUs: 0, toUs: 2e15 } as const;
    await adapter.history(query, part, abort.signal);
    expect(parts).toBe(1);
  });

  it('of a range that holds no whole bar is empty, without a request', async () => {
    const { standIn, adapter } = await setUp();
    const range = { symbol: 'AAPL', kind: 'bar-1h', from: '2024-01-02T15:00:00Z', to: '2024-01-02T15:59:00Z' } as const;
    await expect(read(adapter, range)).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    expect(standIn.requests).toEqual([]);
  });

  it('sends the keys in headers, never in the address', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages([page('trades', 'AAPL', [trade(1, '2024-01-02T15:00:00Z')])]);
    await read(adapter, { symbol: 'AAPL', kind: 'trade' });
    expect(standIn.requestHeaders[0]).toMatchObject({ 'apca-api-key-id': KEY_ID, 'apca-api-secret-key': SECRET_KEY });
    expect(standIn.requests[0].href).not.toMatch(new RegExp(`${KEY_ID}|${SECRET_KEY}`));
  });

  it('refuses what it cannot give, by code', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = pages(['{"trades":null,"next_page_token":null}']);
    await expect(read(adapter, { symbol: 'AAPL', kind: 'trade' })).rejects.toMatchObject({ code: 'HISTORY_NOT_FOUND' });
    await expect(read(adapter, { symbol: 'AAPL', kind: 'book' })).rejects.toMatchObject({ code: 'KIND_UNSUPPORTED' });
    const reversed = { symbol: 'AAPL', kind: 'trade', from: '2024-01-02', to: '2024-01-02' } as const;
    await expect(read(adapter, reversed)).rejects.toMatchObject({ code: 'HISTORY_RANGE_INVALID' });
    const foreign = { ...(await instrumentOf(adapter, 'AAPL')), symbol: 'MSFT' };
    const query = { instrument: foreign, kind: 'trade', fromUs: 0, toUs: 1 } as const;
    const asked = adapter.history(query, () => Promise.resolve(), new AbortController().signal);
    await expect(asked).rejects.toMatchObject({ code: 'INSTRUMENT_UNKNOWN' });
  });

  it.each([
    ['no JSON', '<html>'],
    ['a list for an object', '[]'],
    ['a trade without a price', page('trades', 'AAPL', [{ t: '2024-01-02T15:00:00Z', s: 1 }])],
    ['a time that is none', page('trades', 'AAPL', [trade(1, 'yesterday')])],
  ])('that cannot be read (%s) is DATA_FORMAT', async (_, body) => {
    const { standIn, adapter } = await setUp();
    standIn.rest = () => ({ body });
    await expect(read(adapter, { symbol: 'AAPL', kind: 'trade' })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('whose token leads back to the same page ends', async () => {
    const { standIn, adapter } = await setUp();
    standIn.rest = () => ({ body: page('trades', 'AAPL', [trade(1, '2024-01-02T15:00:00Z')], 'again') });
    await expect(read(adapter, { symbol: 'AAPL', kind: 'trade' })).rejects.toMatchObject({ code: 'DATA_FORMAT' });
    expect(standIn.requests).toHaveLength(2);
  });
});

import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Adjustment, MarketDataEvent, StreamKind } from '@bourseworks/domain';
import { alpacaMessages, describeWithData } from '@bourseworks/testkit';
import { DataWorld } from '../../../test/data.js';
import { RECORDED } from '../../../test/recorded.js';
import type { Raw } from '../../parse/fields.js';
import { actionsOfPage } from '../../parse/market/corporate-actions.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;

/** Of a split 4 for 1, a dividend of one dollar before it, and what is of another stock or time. */
const ACTIONS = {
  corporate_actions: {
    forward_splits: [
      { symbol: 'AAPL', ex_date: '2024-03-06', new_rate: 4, old_rate: 1 },
      { symbol: 'MSFT', ex_date: '2024-03-05', new_rate: 2, old_rate: 1 },
      { symbol: 'AAPL', ex_date: '2024-03-08', new_rate: 7, old_rate: 1 },
    ],
    cash_dividends: [{ symbol: 'AAPL', ex_date: '2024-03-05', rate: 1, special: false }],
    name_changes: [{ old_symbol: 'A', new_symbol: 'B' }],
  },
  next_page_token: null,
};
/** Closes at 100 dollars, then at 99 without the dividend, then at a fourth of it. */
const DAYS: readonly (readonly [day: number, price: number, volume: number])[] = [
  [4, 100, 8],
  [5, 99, 8],
  [6, 25, 32],
];
const bar = ([day, p, v]: (typeof DAYS)[number]): object => ({
  t: `2024-03-0${day}T05:00:00Z`,
  o: p,
  h: p,
  l: p,
  c: p,
  v,
  n: 1,
});
const bars = (days: readonly (typeof DAYS)[number][]): string =>
  JSON.stringify({ bars: { AAPL: days.map(bar) }, next_page_token: null });

describe('adjusted history', () => {
  let world: DataWorld;
  beforeEach(async () => {
    world = await DataWorld.start();
  });
  afterEach(() => world.end());

  async function history(kind: StreamKind, adjustment: Adjustment, ...bodies: string[]): Promise<MarketDataEvent[]> {
    for (const body of bodies) world.venue.control({ kind: 'answer', count: 1, change: () => body });
    const query = {
      instrument: world.instrument(),
      kind,
      adjustment,
      fromUs: us('2024-03-04T00:00:00Z'),
      toUs: us('2024-03-07T12:00:00Z'),
    };
    const events: MarketDataEvent[] = [];
    const part = (some: readonly MarketDataEvent[]): Promise<void> => Promise.resolve(void events.push(...some));
    await world.adapter.history(query, part, new AbortController().signal);
    return events;
  }
  const closes = (events: readonly MarketDataEvent[]): unknown =>
    events.map((event) => event.kind === 'bar' && [event.close / 1e4, event.volume / 1e5]);

  it('is offered for stocks', () => {
    expect(world.adapter.adjustments(world.instrument())).toEqual(['raw', 'split', 'all']);
    expect(world.adapter.adjustments({ ...world.instrument(), assetClass: 'crypto' })).toEqual(['raw']);
  });

  it('for splits leaves the last price as it was traded', async () => {
    const events = await history('bar-1d', 'split', JSON.stringify(ACTIONS), bars(DAYS));
    expect(closes(events)).toEqual([
      [25, 32],
      [24.75, 32],
      [25, 32],
    ]);
    const asked = Object.fromEntries(world.venue.traffic.requests.at(-2)?.query ?? []);
    expect(asked).toMatchObject({ symbols: 'AAPL', start: '2024-03-03', end: '2024-03-07' });
  });

  it('for dividends too takes what they paid off, measured by the close before', async () => {
    // The closes that the dividend is measured by are asked for apart.
    const events = await history('bar-1d', 'all', JSON.stringify(ACTIONS), bars([DAYS[0]]), bars(DAYS));
    expect(closes(events)).toEqual([
      [24.75, 32],
      [24.75, 32],
      [25, 32],
    ]);
  });

  it('of trades is adjusted all the same', async () => {
    const trade = { t: '2024-03-05T15:00:00Z', x: 'V', p: 99, s: 8, i: 1 };
    const page = JSON.stringify({ trades: { AAPL: [trade] }, next_page_token: null });
    expect(await history('trade', 'split', JSON.stringify(ACTIONS), page)).toMatchObject([
      { price: 247_500, quantity: 3_200_000 },
    ]);
  });

  it('without a close that a dividend could be measured by is refused, not made up', async () => {
    const asked = history('bar-1d', 'all', JSON.stringify(ACTIONS), bars([]));
    await expect(asked).rejects.toMatchObject({ code: 'DATA_FORMAT' });
  });

  it('that nothing happened in is raw', async () => {
    const none = '{"corporate_actions":{},"next_page_token":null}';
    expect(closes(await history('bar-1d', 'all', none, bars(DAYS)))).toEqual(
      DAYS.map(([, price, volume]) => [price, volume]),
    );
  });
});

describeWithData('recorded corporate actions', [RECORDED], () => {
  it('are splits and dividends, digit for digit', () => {
    const pages = alpacaMessages('rest:other')
      .map(({ raw }) => JSON.parse(raw) as Raw)
      .filter((page) => typeof page === 'object' && 'corporate_actions' in page);
    expect(pages).toHaveLength(3);
    const of = (symbol: string): unknown => pages.flatMap((page) => actionsOfPage(page, symbol));
    expect(of('NVDL')).toEqual([{ kind: 'split', date: '2024-03-13', n: 6e9, m: 1e9 }]);
    expect(of('MNTS')).toEqual([{ kind: 'split', date: '2023-08-24', n: 1e9, m: 50e9 }]);
    expect(of('MSBC')).toEqual([{ kind: 'split', date: '2023-05-19', n: 1_050_000_000, m: 1e9 }]);
    expect(of('FCF')).toEqual([{ kind: 'dividend', date: '2023-05-04', amount: 125_000_000 }]);
    expect(of('ZMTBY')).toEqual([{ kind: 'dividend', date: '2024-08-07', amount: 86_928_000 }]);
    expect(of('ZEO')).toEqual([]);
  });
});

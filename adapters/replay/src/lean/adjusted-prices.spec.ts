import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Adjustment, type Bar, type Quote, type StreamKind } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { ReplayMarketData } from '../market-data/replay-market-data.js';
import { leanFolder } from '../test/lean-folder.js';
import { ask } from '../test/recorded.js';

const us = (iso: string): number => Date.parse(iso) * 1_000;
const dateOf = (bar: Bar): string => new Date(bar.startUs / 1_000).toISOString().slice(0, 10);

async function read(key: string, kind: StreamKind, adjustment: Adjustment, from: string, to: string): Promise<Bar[]> {
  const { events, error } = await ask({ dataRoot: data(), key, kind, adjustment, fromUs: us(from), toUs: us(to) });
  expect(error).toBeUndefined();
  return events as Bar[];
}

describeWithData('prices of Apple over its split of 7 for 1 on 2014-06-09', ['lean-data'], () => {
  it('days: what was before is divided by 7, volumes are multiplied; what is after is as it was traded', async () => {
    const raw = await read('usa/AAPL', 'bar-1d', 'raw', '2014-06-05', '2014-06-12');
    const split = await read('usa/AAPL', 'bar-1d', 'split', '2014-06-05', '2014-06-12');
    expect(raw.map((bar) => [dateOf(bar), bar.open, bar.close])).toEqual([
      ['2014-06-05', expect.any(Number), expect.any(Number)],
      ['2014-06-06', expect.any(Number), 6_455_700],
      ['2014-06-09', 926_900, expect.any(Number)],
      ['2014-06-10', expect.any(Number), expect.any(Number)],
      ['2014-06-11', expect.any(Number), expect.any(Number)],
    ]);
    const seventh = (value: number): number => Math.round(value / 7);
    expect(split).toEqual(
      raw.map((bar) =>
        dateOf(bar) > '2014-06-06'
          ? bar
          : {
              ...bar,
              open: seventh(bar.open),
              high: seventh(bar.high),
              low: seventh(bar.low),
              close: seventh(bar.close),
              volume: bar.volume * 7,
            },
      ),
    );
    // 645.57 / 7 = 92.22, and 92.69 on the next day.
    expect([split[1].close, split[2].open]).toEqual([922_243, 926_900]);
  });

  it('minutes and quotes too; the first bar of the new price mixes both, and stays', async () => {
    const raw = await read('usa/AAPL', 'bar-1m', 'raw', '2014-06-05', '2014-06-10');
    const split = await read('usa/AAPL', 'bar-1m', 'split', '2014-06-05', '2014-06-10');
    const first = raw.findIndex((bar) => bar.startUs >= us('2014-06-09T04:00Z'));
    expect(raw[first]).toMatchObject({ startUs: us('2014-06-09T08:00Z'), open: 6_455_700, close: 924_200 });
    expect(split.slice(first)).toEqual(raw.slice(first));
    for (const [at, bar] of split.slice(0, first).entries())
      expect([bar.close, bar.volume]).toEqual([Math.round(raw[at].close / 7), raw[at].volume * 7]);
    const quotes = async (adjustment: Adjustment) =>
      (await ask({ dataRoot: data(), key: 'usa/AAPL', kind: 'quote', adjustment, toUs: us('2014-06-10') }))
        .events as Quote[];
    const [before, after] = [(await quotes('raw'))[0], (await quotes('split'))[0]];
    expect([after.bidPrice, after.bidQuantity]).toEqual([Math.round(before.bidPrice / 7), before.bidQuantity * 7]);
  });

  it('a range that ends before the split has the prices of its time', async () => {
    const raw = await read('usa/AAPL', 'bar-1d', 'raw', '2014-05-20', '2014-06-07');
    expect(await read('usa/AAPL', 'bar-1d', 'split', '2014-05-20', '2014-06-07')).toEqual(raw);
  });

  it('all: dividends too, by the factors of the file', async () => {
    const factors = new Map(
      readFileSync(data('lean-data/equity/usa/factor_files/aapl.csv'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => line.split(','))
        .map(([date, price, split]) => [date, Number(price) * Number(split)]),
    );
    const [base, now] = [factors.get('20140806'), [...factors].find(([date]) => date > '20140806')?.[1]];
    if (base === undefined || now === undefined) throw new Error('the factors of August are missing');
    const raw = await read('usa/AAPL', 'bar-1d', 'raw', '2014-07-01', '2014-08-09');
    const all = await read('usa/AAPL', 'bar-1d', 'all', '2014-07-01', '2014-08-09');
    expect(await read('usa/AAPL', 'bar-1d', 'split', '2014-07-01', '2014-08-09')).toEqual(raw);
    for (const [at, bar] of all.entries()) {
      const factor = dateOf(bar) <= '2014-08-06' ? base / now : 1;
      expect(factor === 1 ? 1 : factor).toBeGreaterThan(0.99);
      expect(Math.abs(bar.close - raw[at].close * factor)).toBeLessThan(1);
      expect(bar.volume).toBe(raw[at].volume);
    }
  });

  it('23 years have no step at any of the splits', async () => {
    const steps = async (adjustment: Adjustment): Promise<string[]> => {
      const bars = await read('usa/AAPL', 'bar-1d', adjustment, '1998-01-01', '2021-04-01');
      return bars.filter((bar, at) => at > 0 && bar.open / bars[at - 1].close < 0.52).map(dateOf);
    };
    expect(await steps('raw')).toEqual(['2000-06-21', '2005-02-28', '2014-06-09', '2020-08-31']);
    expect(await steps('split')).toEqual([]);
  });
});

describeWithData('a share whose ticker changed', ['lean-data'], () => {
  it('GOOGL has the days of GOOG until 2014-04-02, and a split on the way', async () => {
    const raw = await read('usa/GOOGL', 'bar-1d', 'raw', '2014-04-01', '2014-04-05');
    // 20140402 of goog.zip, then 20140403 of googl.zip.
    expect(raw.map((bar) => [dateOf(bar), bar.close])).toEqual([
      ['2014-04-01', 11_348_900],
      ['2014-04-02', 11_351_000],
      ['2014-04-03', 5_715_000],
      ['2014-04-04', 5_452_500],
    ]);
    const split = await read('usa/GOOGL', 'bar-1d', 'split', '2014-04-01', '2014-04-05');
    expect(split.map(({ close }) => close)).toEqual([5_674_450, 5_675_500, 5_715_000, 5_452_500]);
    const goog = await read('usa/GOOG', 'bar-1d', 'raw', '2004-01-01', '2014-04-05');
    expect(goog.map((bar) => [dateOf(bar), bar.close])).toEqual([
      ['2014-04-03', 5_697_400],
      ['2014-04-04', 5_431_400],
    ]);
  });
});

describe('the tables beside the prices', () => {
  const DAILY = 'equity/usa/daily/abc.zip';
  const day = '20200102 00:00,10000,10000,10000,10000,5';
  const load = (files: Record<string, string>): Promise<ReplayMarketData> =>
    ReplayMarketData.load({ dataRoot: leanFolder({ [DAILY]: day, ...files }), venues: ['usa'] });

  it('without factors prices are raw only', async () => {
    const plain = await load({});
    const [instrument] = await plain.instruments();
    expect(plain.adjustments(instrument)).toEqual(['raw']);
    const factors = await load({ 'equity/usa/factor_files/abc.csv': '20200101,1,0.5,1\n20501231,1,1,0\n' });
    expect(factors.adjustments(instrument)).toEqual(['raw', 'split', 'all']);
  });

  it('without hours a day is the whole day of New York, with them its regular session', async () => {
    const times = async (files: Record<string, string>): Promise<unknown> => {
      const dataRoot = leanFolder({ [DAILY]: day, ...files });
      const [bar] = (await ask({ dataRoot, key: 'usa/ABC', kind: 'bar-1d' })).events as Bar[];
      return [bar.startUs, bar.endUs];
    };
    expect(await times({})).toEqual([us('2020-01-02T05:00Z'), us('2020-01-03T05:00Z')]);
    const thursday = [{ start: '09:30:00', end: '16:00:00', state: 'market' }];
    const entry = { dataTimeZone: 'America/New_York', exchangeTimeZone: 'America/New_York', thursday };
    const hours = (more: object) => ({
      'market-hours/all.json': JSON.stringify({ entries: { 'Equity-usa-[*]': { ...entry, ...more } } }),
    });
    expect(await times(hours({}))).toEqual([us('2020-01-02T14:30Z'), us('2020-01-02T21:00Z')]);
    const early = hours({ earlyCloses: { '1/2/2020': '13:00:00' } });
    expect(await times(early)).toEqual([us('2020-01-02T14:30Z'), us('2020-01-02T18:00Z')]);
  });

  const HOURS = 'market-hours/x.json';
  const FACTORS = 'equity/usa/factor_files/abc.csv';
  const MAP = 'equity/usa/map_files/abc.csv';
  it.each([
    ['hours that are no JSON', HOURS, '{', 0],
    ['hours without entries', HOURS, '{}', 0],
    [
      'a zone that does not exist',
      HOURS,
      '{"entries":{"Equity-usa-[*]":{"dataTimeZone":"X","exchangeTimeZone":"X"}}}',
      0,
    ],
    ['a factor that is none', FACTORS, '20200101,1,1,1\n20200102,x,1,1', 2],
    ['factors that are not in order', FACTORS, '20200103,1,1,1\n20200102,1,1,1', 2],
    ['a date that is none', FACTORS, '20201301,1,1,1', 1],
    ['tickers that are not in order', MAP, '20200101,abc,Q\n\n20190101,abc,Q', 3],
    ['a ticker that is a path', MAP, '20200101,../abc,Q', 1],
  ])('keep the adapter from starting, by file and line: %s', async (_, file, content, line) => {
    await expect(load({ [file]: content })).rejects.toMatchObject({ code: 'DATA_FORMAT', details: { file, line } });
  });

  it('days and hours are refused with a time that is none', async () => {
    const error = async (file: string, kind: StreamKind, content: string): Promise<unknown> =>
      (await ask({ dataRoot: leanFolder({ [file]: content }), key: 'usa/ABC', kind })).error;
    const HOUR = 'equity/usa/hour/abc.zip';
    for (const [file, kind, time] of [
      [HOUR, 'bar-1h', '20200102 24:00'],
      [HOUR, 'bar-1h', '20200230 09:00'],
      [DAILY, 'bar-1d', '20200102'],
      [DAILY, 'bar-1d', '20200102 09:00'],
    ] as const)
      expect(await error(file, kind, `${time},1,1,1,1,1`)).toMatchObject({
        code: 'DATA_FORMAT',
        details: { file, line: 1 },
      });
  });
});

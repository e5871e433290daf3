import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { expect, it } from '@jest/globals';
import { data, describeWithData } from '@bourseworks/testkit';
import type { Bar } from '../market-data.js';
import { expectOk } from '../result.js';
import { adjusted } from './adjust.js';
import { FactorTable, type FactorRow } from './factor-table.js';

const FOLDER = 'lean-data/equity/usa';
const SYMBOLS = ['aapl', 'goog', 'googl', 'ibm', 'qqq', 'spy'];
const DAILY = `${FOLDER}/daily/aapl.zip`;
const factorFile = (symbol: string): string => `${FOLDER}/factor_files/${symbol}.csv`;
const ZONE = 'America/New_York';

const iso = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`;
/** Noon of a date in New York, more or less. */
const noon = (date: string): number => Date.parse(`${date}T17:00:00Z`) * 1_000;

function rowsOf(symbol: string): FactorRow[] {
  const lines = readFileSync(data(factorFile(symbol)))
    .toString()
    .trim()
    .split('\n');
  return lines.map((line) => {
    const [date, dividends, splits] = line.trim().split(',');
    return { date: iso(date), dividends, splits };
  });
}

const tableOf = (symbol: string): FactorTable => expectOk(FactorTable.of(rowsOf(symbol), ZONE));

/** Bars of days, prices in 1/10 000 of a dollar, by date. */
function daily(): Map<string, Bar> {
  const [file] = Object.values(unzipSync(readFileSync(data(DAILY))));
  const bars = new Map<string, Bar>();
  for (const line of new TextDecoder().decode(file).trim().split('\n')) {
    const [time, open, high, low, close, volume] = line.trim().split(',');
    const startUs = noon(iso(time));
    const prices = { open: Number(open), high: Number(high), low: Number(low), close: Number(close) };
    bars.set(iso(time), { kind: 'bar', startUs, endUs: startUs + 1, ...prices, volume: Number(volume), trades: -1 });
  }
  return bars;
}

describeWithData('factors of real shares', [DAILY, ...SYMBOLS.map(factorFile)], () => {
  it('are read as the splits that they are rounded from', () => {
    for (const symbol of SYMBOLS) {
      const table = tableOf(symbol);
      for (const { date, splits } of rowsOf(symbol)) {
        const { n, d } = table.at(noon(date)).splits;
        expect((Number(n) / Number(d)).toFixed(7)).toBe(Number(splits).toFixed(7));
      }
    }
    const aapl = tableOf('aapl');
    const ratios = ['1999-01-04', '2001-01-02', '2014-06-06', '2014-06-09', '2020-08-28', '2020-08-31'].map((date) => {
      const { n, d } = aapl.at(noon(date)).splits;
      return `${n}/${d}`;
    });
    expect(ratios).toEqual(['1/112', '1/56', '1/28', '1/4', '1/4', '1/1']);
  });

  it('join the prices of Apple over its split of 7 for 1', () => {
    const bars = daily();
    const table = tableOf('aapl').asOf(noon('2014-06-09'));
    const before = bars.get('2014-06-06');
    const after = bars.get('2014-06-09');
    if (before === undefined || after === undefined) throw new Error('the days of the split are missing');
    const split = adjusted(before, table, 'split');
    expect([split.close, split.volume]).toEqual([Math.round(before.close / 7), before.volume * 7]);
    expect(adjusted(after, table, 'split')).toBe(after);
    const gap = (a: Bar, b: Bar): number => Math.abs(b.open / a.close - 1);
    expect(gap(before, after)).toBeGreaterThan(0.8);
    expect(gap(split, after)).toBeLessThan(0.01);
  });

  it('leave no step in 23 years of Apple, where the raw prices have one at each of the four splits', () => {
    const table = tableOf('aapl');
    const bars = [...daily().values()];
    const halved = (adjustment: 'raw' | 'split'): string[] => {
      const days = bars.map((bar) => adjusted(bar, table, adjustment));
      const fell = days.filter((bar, at) => at > 0 && bar.open / days[at - 1].close < 0.52);
      return fell.map(({ startUs }) => new Date(startUs / 1_000).toISOString().slice(0, 10));
    };
    const splits = ['2000-06-21', '2005-02-28', '2014-06-09', '2020-08-31'];
    expect(halved('raw')).toEqual(splits);
    expect(halved('split')).toEqual([]);
  });

  it('make of every day of 23 years the raw prices times both factors of the first row that is not before it', () => {
    const rows = rowsOf('aapl');
    const table = tableOf('aapl');
    const wrong: string[] = [];
    for (const [date, raw] of daily()) {
      const row = rows.find((one) => one.date >= date);
      const [dividends, splits] = [Number(row?.dividends), Number(row?.splits)];
      const all = adjusted(raw, table, 'all');
      // Factors of splits are rounded to seven decimals in the file, and exact ratios here.
      const isNear = (value: number, wanted: number): boolean => Math.abs(value - wanted) <= 1 + wanted * 1e-5;
      const fields = ['open', 'high', 'low', 'close'] as const;
      const arePrices = fields.every((field) => isNear(all[field], raw[field] * dividends * splits));
      if (!arePrices || !isNear(all.volume, raw.volume / splits)) wrong.push(date);
    }
    expect([daily().size, wrong]).toEqual([5_849, []]);
  });

  it('agree with those worked out from the dividends and the split themselves', () => {
    const bars = daily();
    const close = (date: string): number => bars.get(date)?.close ?? NaN;
    const actions = [
      { kind: 'dividend', date: '2014-05-08', amount: 32_900, close: close('2014-05-07') },
      { kind: 'split', date: '2014-06-09', n: 7, m: 1 },
      { kind: 'dividend', date: '2014-08-07', amount: 4_700, close: close('2014-08-06') },
    ] as const;
    const end = noon('2014-08-08');
    const own = expectOk(FactorTable.ofActions(actions, ZONE)).asOf(end);
    const given = tableOf('aapl').asOf(end);
    // On the weekend between, when nothing trades, the table of the file is a step ahead.
    const days = [...bars.keys()].filter((date) => date >= '2014-04-01' && date <= '2014-08-08');
    expect(days.length).toBeGreaterThan(80);
    for (const date of days) {
      const [a, b] = [own.at(noon(date)), given.at(noon(date))];
      expect(a.splits).toEqual(b.splits);
      expect(Number(a.all.n) / Number(a.all.d)).toBeCloseTo(Number(b.all.n) / Number(b.all.d), 6);
    }
  });
});

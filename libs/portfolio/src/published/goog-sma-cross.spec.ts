import { readFileSync } from 'node:fs';
import { beforeAll, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, parseDecimal, US_PER_DAY, type Instrument } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { Portfolio } from '../book/portfolio.js';
import { EquityCurve } from '../equity/equity-curve.js';
import { Activity } from '../statistics/activity.js';
import { BenchmarkStatistics } from '../statistics/benchmark-statistics.js';
import { Drawdowns } from '../statistics/drawdowns.js';
import { ReturnStatistics, type AnnualTerms } from '../statistics/return-statistics.js';
import { tripReturn } from '../statistics/round-trip.js';
import { RoundTrips } from '../statistics/round-trips.js';
import { TradeStatistics } from '../statistics/trade-statistics.js';

const FILES = ['backtestingpy/GOOG.csv', 'backtest-expectations/goog-sma-cross-statistics.json'];
const MONEY = 10n ** 18n;
const CENT = MONEY / 100n;
const WARM_UP = 29;

interface Bar {
  readonly us: number;
  /** Cents. */
  readonly open: number;
  readonly close: number;
}

function readBars(instrument: Instrument): Bar[] {
  const [, ...lines] = readFileSync(data('backtestingpy/GOOG.csv'), 'utf8').trim().split('\n');
  const cents = (text: string): number => expectOk(parseDecimal(text, instrument.priceScale));
  return lines.map((line) => {
    const [date = '', open = '', , , close = ''] = line.split(',');
    return { us: Date.parse(`${date}T00:00:00Z`) * 1_000, open: cents(open), close: cents(close) };
  });
}

/** +1 when the mean of 10 closes crosses that of 30 from below on bar i, -1 from above; sums of cents, so exact. */
function crossing(bars: readonly Bar[], i: number): number {
  const difference = (end: number): number => {
    const sum = (n: number): number => bars.slice(end - n + 1, end + 1).reduce((total, bar) => total + bar.close, 0);
    return 3 * sum(10) - sum(30);
  };
  if (i <= WARM_UP) return 0;
  const before = difference(i - 1);
  const now = difference(i);
  return before < 0 && now > 0 ? 1 : before > 0 && now < 0 ? -1 : 0;
}

/** Days as text of the published shape. */
const days = (us: number): string => `${Math.ceil(us / US_PER_DAY)} days 00:00:00`;

function backtest(): Record<string, number | string> {
  const goog = expectOk(
    defineInstrument({
      venue: 'v',
      symbol: 'GOOG',
      assetClass: 'equity',
      currency: 'USD',
      tickSize: '0.01',
      lotSize: '1',
    }),
  );
  const bars = readBars(goog);
  const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 10_000n * MONEY }]);
  const curve = new EquityCurve();
  const returns = new ReturnStatistics();
  const drawdowns = new Drawdowns();
  const benchmark = new BenchmarkStatistics();
  const activity = new Activity();
  const trades = new TradeStatistics();
  const trips = new RoundTrips(goog, {
    method: 'flat',
    onTrip: (trip) => trades.add(Number(trip.profit / CENT) / 100, tripReturn(trip), trip.exitUs - trip.entryUs),
  });
  const fill = (bar: Bar, quantity: number): void => {
    portfolio.fill('A', 's', goog, quantity, bar.open, 0n, '', bar.us);
    trips.fill(bar.us, quantity, bar.open);
  };
  let signal = 0;
  for (const [i, bar] of bars.entries()) {
    const held = portfolio.accountQuantity('A', goog.key);
    const last = i === bars.length - 1;
    if ((signal !== 0 || last) && held !== 0) fill(bar, -held);
    if (signal !== 0 && !last) fill(bar, signal * Number(portfolio.cash('A') / (BigInt(bar.open) * goog.moneyFactor)));
    portfolio.mark(goog, bar.close, bar.us);
    const equity = portfolio.snapshot('A')?.equity ?? 0n;
    curve.add(bar.us, equity);
    const dollars = Number(equity / CENT) / 100;
    returns.add(dollars, bar.us);
    drawdowns.add(bar.us, dollars);
    benchmark.add(dollars, bar.close);
    activity.bar(held !== 0 || portfolio.accountQuantity('A', goog.key) !== 0);
    signal = crossing(bars, i);
  }
  const terms: AnnualTerms = { periods: 252 };
  const [first, last] = [curve.points()[0], curve.last];
  if (first === undefined || last === undefined) throw new Error('no bars');
  const day = (us: number): string => new Date(us / 1_000).toISOString().replace('T', ' ').slice(0, 19);
  const hold = (bars.at(-1)?.close ?? NaN) / (bars[WARM_UP]?.close ?? NaN) - 1;
  return {
    '# Trades': trades.count,
    'Avg. Drawdown Duration': days(drawdowns.averageDurationUs),
    'Avg. Drawdown [%]': -100 * drawdowns.average,
    'Avg. Trade Duration': days(trades.averageDurationUs),
    'Avg. Trade [%]': 100 * trades.geometricMeanRatio,
    'Best Trade [%]': 100 * trades.best,
    'Buy & Hold Return [%]': 100 * hold,
    'Calmar Ratio': returns.calmar(terms, drawdowns.max),
    Duration: days(last.us - first.us),
    End: day(last.us),
    'Equity Final [$]': Number(last.equity / CENT) / 100,
    'Equity Peak [$]': Number((curve.highWaterMark?.equity ?? 0n) / CENT) / 100,
    'Expectancy [%]': 100 * trades.ratioExpectancy,
    'Exposure Time [%]': 100 * activity.exposureBars,
    'Max. Drawdown Duration': days(drawdowns.maxDurationUs),
    'Max. Drawdown [%]': -100 * drawdowns.max,
    'Max. Trade Duration': days(trades.maxDurationUs),
    'Profit Factor': trades.ratioProfitFactor,
    'Return (Ann.) [%]': 100 * returns.annualisedReturn(terms),
    'Return [%]': 100 * returns.totalReturn,
    'Volatility (Ann.) [%]': 100 * returns.compoundDeviation(terms),
    'CAGR [%]': 100 * returns.cagr,
    SQN: trades.sqn,
    'Kelly Criterion': trades.kelly,
    'Sharpe Ratio': returns.geometricSharpe(terms),
    'Sortino Ratio': returns.sortino(terms),
    Start: day(first.us),
    'Win Rate [%]': 100 * trades.hitRatio,
    'Worst Trade [%]': 100 * trades.worst,
    'Alpha [%]': 100 * benchmark.alpha(returns.totalReturn, hold),
    Beta: benchmark.beta,
  };
}

describeWithData('a crossing of two averages on GOOG, from its fills', FILES, () => {
  let ours: Record<string, number | string>;
  let published: Record<string, number | string>;

  beforeAll(() => {
    ours = backtest();
    const file = JSON.parse(readFileSync(data(FILES[1] ?? ''), 'utf8')) as { statistics: typeof published };
    published = file.statistics;
  });

  it('gives all 31 published statistics to 1e-8', () => {
    expect(Object.keys(published)).toHaveLength(31);
    expect(Object.keys(ours).toSorted()).toEqual(Object.keys(published).toSorted());
    for (const [name, value] of Object.entries(published)) {
      const own = ours[name];
      if (typeof value === 'string' || typeof own !== 'number') expect([name, own]).toEqual([name, value]);
      else expect([name, Math.abs(own / value - 1) < 1e-8, own]).toEqual([name, true, own]);
    }
  });
});

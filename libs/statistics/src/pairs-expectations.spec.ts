import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { accuracySection, data, describeWithData, errorBound } from '@bourseworks/testkit';
import { leastSquares } from './regression/least-squares.js';
import { closes, texts } from './testing/pairs.js';

const HEDGE = 1.5766259695851286;

interface Expectation {
  readonly expected: Readonly<Record<string, unknown>>;
}

/** The last value in sample deviations from the mean of all, itself included. */
function zScore(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return (values[values.length - 1] - mean) / Math.sqrt(squares / (values.length - 1));
}

/** Enters beyond 2.5 deviations of a window of 10 and leaves when three of them are regained, as the expectations say. */
function trade(spread: readonly number[], dates: readonly string[]) {
  let open: { readonly side: 1 | -1; readonly exit: number }[] = [];
  const entries: string[] = [];
  let closed = 0;
  for (let i = 9; i < spread.length - 1; i++) {
    const z = zScore(spread.slice(i - 9, i + 1));
    const kept = open.filter(({ side, exit }) => side * z < side * exit);
    closed += open.length - kept.length;
    open = kept;
    if (Math.abs(z) < 2.5) continue;
    const side = z < 0 ? 1 : -1;
    open.push({ side, exit: z + side * 3 });
    entries.push(dates[i]);
  }
  return { open_at_end: open.length, closed, entry_dates: entries };
}

describeWithData('the published pair of EEM and EWG', ['pairs/stock_prices.csv', 'pairs/expectations.json'], () => {
  const expectations = () => JSON.parse(readFileSync(data('pairs', 'expectations.json'), 'utf8')) as Expectation[];
  const eem = () => closes('stock_prices.csv', 'EEM');
  const ewg = () => closes('stock_prices.csv', 'EWG');
  const residuals = () => leastSquares(eem(), [ewg()], { constant: false }).residuals;

  it('has the published hedge ratio: least squares without a constant', () => {
    expect(leastSquares(eem(), [ewg()], { constant: false }).coefficients[0]).toBeCloseTo(HEDGE, 12);
  });

  it('trades its spread on the published days', () => {
    expect(trade(Array.from(residuals()), texts('stock_prices.csv', 'Date'))).toEqual(expectations()[0].expected);
  });

  it('has the published z-score', () => {
    expect(zScore(Array.from(residuals().slice(0, 5)))).toBeCloseTo(expectations()[1].expected['z'] as number, 5);
  });

  it('docs/reference/accuracy.md says what it comes to', () => {
    const { coefficients } = leastSquares(eem(), [ewg()], { constant: false });
    const z = expectations()[1].expected['z'] as number;
    const off = (ours: number, published: number): string => errorBound(Math.abs(ours - published));
    const entries = trade(Array.from(residuals()), texts('stock_prices.csv', 'Date')).entry_dates;
    const section = [
      'Written by `libs/statistics/src/pairs-expectations.spec.ts`: what was published of the pair EEM and EWG in',
      'pairs/expectations.json, with the largest difference.',
      '',
      '| quantity | values | worst difference | deviation |',
      '|---|---|---|---|',
      `| hedge ratio | 1 | ${off(coefficients[0], HEDGE)} |  |`,
      `| z-score of a spread | 1 | ${off(zScore(Array.from(residuals().slice(0, 5))), z)} | printed with five decimals |`,
      `| days of entry, and trades closed | ${entries.length} | 0 |  |`,
      '',
    ].join('\n');
    expect(accuracySection('Pairs', section, process.env['UPDATE_ACCURACY'] === '1')).toBe(section);
  });

  it('is all that is expected of these files', () => {
    expect(expectations()).toHaveLength(2);
  });
});

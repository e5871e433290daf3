import { describe, expect, it } from '@jest/globals';
import type { PerformanceShape, ReportRowShape } from '@bourseworks/dto/shapes';
import { Output } from '../../output/output.js';
import { reportText } from './report-text.js';

const zero = { long: '0.00', short: '0.00', gross: '0.00', net: '0.00' };
const figures = {
  initialCash: '1000.00',
  transfers: '0.00',
  cash: '1000.00',
  marketValue: '0.00',
  equity: '1000.00',
  realizedPnl: '0.00',
  unrealizedPnl: '0.00',
  fees: '0.00',
  income: '0.00',
};
const row = (change: Partial<ReportRowShape>): ReportRowShape => ({
  level: 'account',
  account: 'SIM',
  strategy: '',
  figures,
  exposure: { ...zero, bySymbol: [], byAssetClass: [], largest: 0, concentration: 0 },
  byKind: {},
  ...change,
});
const performance = (risk: PerformanceShape['risk']): PerformanceShape => ({
  since: '0',
  days: 1,
  highWaterMark: '1200.00',
  drawdown: '60.00',
  drawdownRatio: 0.05,
  trades: 3,
  risk,
});
const text = (...rows: ReportRowShape[]): string =>
  reportText(new Output(false), { currency: 'USD', sequence: 1, time: '0', rows, more: false });

describe('the text of a report', () => {
  it('shows what is known, and a dash or a reason for what is not', () => {
    const risk = { level: 0.95, days: 3, reason: '3 of the 20 daily returns that it takes' };
    const shown = text(
      row({ level: 'firm', account: '', byKind: { trade: '-5.00', dividend: '3.00' } }),
      row({ performance: performance(risk) }),
      row({ level: 'strategy', strategy: 'pts' }),
    );
    expect(shown).toMatch(/^account +strategy +long/);
    expect(shown).toMatch(/account +strategy +dividend\n[^]*firm +all +3\.00/);
    expect(shown).toMatch(/SIM +all +- +1200\.00 +5\.00% +- +- +- +- +3 +-/);
    expect(shown).toContain('SIM: not known, 3 of the 20 daily returns that it takes');
    expect(shown).toContain('SIM pts: not measured yet');
  });

  it('shows value at risk with the shortfall beyond it', () => {
    const tail = { valueAtRisk: 0.021, expectedShortfall: 0.035 };
    const shown = text(row({ performance: performance({ level: 0.95, days: 40, historical: tail }) }));
    expect(shown).toContain('at 95 %:\nSIM: historical 2.10% (3.50%), of 40 days');
  });

  it('says when there is nothing', () => {
    expect(text()).toBe('Nothing to report.');
  });
});

import { RiskBuilder } from '@bourseworks/risk';
import { buy, sell, other } from './orders.js';
import type { RiskCase } from './risk-desk.js';

export const AMOUNT_CASES: readonly RiskCase[] = [
  {
    name: 'cash that pays for buys',
    code: 'RISK_BUYING_POWER',
    rules: RiskBuilder.for('account', 'B').buyingPower({ model: 'CASH' }).build(),
    attempt: (desk, step) => desk.code({ account: 'B', ...buy('10', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step]) }),
    together: (desk) =>
      [buy('6'), other(buy('5')), other(buy('4')), sell('50')].map((one) => desk.code({ account: 'B', ...one })),
    expected: ['OK', 'RISK_BUYING_POWER', 'OK', 'OK'],
  },
  {
    name: 'cash, credit and fees',
    code: 'RISK_BUYING_POWER',
    // 500 and 5 of credit pay for 10 x 50.00 and 1 % of fees.
    rules: RiskBuilder.for('account', 'B').buyingPower({ model: 'CASH', credit: '5', feeBps: 100 }).build(),
    attempt: (desk, step) => desk.code({ account: 'B', ...buy('10', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step]) }),
    together: (desk) => [buy('10'), other(buy('1', '0.01'))].map((one) => desk.code({ account: 'B', ...one })),
    expected: ['OK', 'RISK_BUYING_POWER'],
  },
  {
    name: 'initial margin within equity',
    code: 'RISK_BUYING_POWER',
    rules: RiskBuilder.for('account', 'B').buyingPower({ model: 'MARGIN', initialMarginBps: 5_000 }).build(),
    attempt: (desk, step) => desk.code({ account: 'B', ...buy('20', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step]) }),
    together: (desk) =>
      [buy('10'), other(sell('10', '50.10')), other(sell('9', '50.10'))].map((one) =>
        desk.code({ account: 'B', ...one }),
      ),
    expected: ['OK', 'RISK_BUYING_POWER', 'OK'],
  },
  {
    name: 'gross notional',
    code: 'RISK_GROSS_NOTIONAL',
    // 46.00 of it rest.
    rules: RiskBuilder.for('account', 'A').maxGrossNotional('5046').build(),
    attempt: (desk, step) => desk.code(buy('100', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step])),
    together: (desk) => [desk.code(buy('50')), desk.code(other(sell('50', '50.10'))), desk.code(other(buy('50')))],
    expected: ['OK', 'RISK_GROSS_NOTIONAL', 'OK'],
  },
  {
    name: 'net notional',
    code: 'RISK_NET_NOTIONAL',
    rules: RiskBuilder.for('strategy', 's').maxNetNotional('5000').build(),
    attempt: (desk, step) => desk.code(buy('100', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step])),
    together: (desk) => [
      desk.code(buy('60')),
      desk.code(sell('90', '50.10')),
      desk.code(buy('41')),
      desk.code(buy('40')),
    ],
    expected: ['OK', 'OK', 'RISK_NET_NOTIONAL', 'OK'],
  },
  {
    name: 'one instrument as a share of the equity',
    code: 'RISK_CONCENTRATION',
    rules: RiskBuilder.for('account', 'B').maxConcentrationBps(2_000).build(),
    attempt: (desk, step) => desk.code({ account: 'B', ...buy('2', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step]) }),
    together: (desk) => [buy('1'), buy('2'), other(buy('1'))].map((one) => desk.code({ account: 'B', ...one })),
    expected: ['OK', 'RISK_CONCENTRATION', 'OK'],
  },
];

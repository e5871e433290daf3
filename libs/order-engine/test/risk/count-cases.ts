import { RiskBuilder } from '@bourseworks/risk';
import { quantities, buy, sell, other, firm, SECOND } from './orders.js';
import type { RiskCase } from './risk-desk.js';

export const COUNT_CASES: readonly RiskCase[] = [
  {
    name: 'long position with open orders',
    code: 'RISK_POSITION',
    rules: RiskBuilder.for('strategy', 's').maxLong('100').build(),
    attempt: (desk, step) => desk.code(buy(quantities[step])),
    together: (desk) => [desk.code(buy('60')), desk.code(buy('41')), desk.code(buy('40')), desk.code(sell('500'))],
    expected: ['OK', 'RISK_POSITION', 'OK', 'OK'],
  },
  {
    name: 'short position with open orders',
    code: 'RISK_POSITION',
    rules: RiskBuilder.for('strategy', 's').maxShort('100').build(),
    attempt: (desk, step) => desk.code(sell(quantities[step])),
    together: (desk) => [desk.code(sell('60')), desk.code(sell('41')), desk.code(sell('40')), desk.code(buy('500'))],
    expected: ['OK', 'RISK_POSITION', 'OK', 'OK'],
  },
  {
    name: 'position either way, of an account over its strategies',
    code: 'RISK_POSITION',
    // The resting order counts with 1.
    rules: RiskBuilder.for('account', 'A').maxPosition('101').build(),
    attempt: (desk, step) => desk.code(buy(quantities[step])),
    together: (desk) => [desk.code(buy('50')), desk.code(other(buy('51'))), desk.code(other(buy('50')))],
    expected: ['OK', 'RISK_POSITION', 'OK'],
  },
  {
    name: 'open orders',
    code: 'RISK_OPEN_ORDERS',
    rules: firm().maxOpenOrders(4).build(),
    attempt: (desk, step) => {
      for (let open = 1; open < 3 + step; open++) desk.submit(buy('1'));
      return desk.code(buy('1'));
    },
    together: (desk) => [1, 2, 3, 4].map((n) => desk.code({ ...buy('1'), strategy: `s${n}` })),
    expected: ['OK', 'OK', 'OK', 'RISK_OPEN_ORDERS'],
  },
  {
    name: 'rate of new orders',
    code: 'RISK_RATE',
    rules: RiskBuilder.for('strategy', 's').orderRate({ count: 3, windowUs: SECOND }).build(),
    attempt: (desk, step) => {
      for (let sent = 1; sent < 3 + step; sent++) desk.submit(buy('1'));
      return desk.code(buy('1'));
    },
    together: (desk) => {
      const codes = [1, 2, 3, 4].map(() => desk.code(buy('1')));
      desk.now += SECOND - 1;
      codes.push(desk.code(buy('1')));
      desk.now += 1;
      return [...codes, desk.code(buy('1'))];
    },
    expected: ['OK', 'OK', 'OK', 'RISK_RATE', 'RISK_RATE', 'OK'],
  },
  {
    name: 'rate of replaces',
    code: 'RISK_RATE',
    rules: RiskBuilder.for('strategy', 's').replaceRate({ count: 3, windowUs: SECOND }).build(),
    arrange: (desk) => {
      desk.changing = [1, 2, 3, 4].map(() => desk.working(buy('1')));
    },
    attempt: (desk, step) => {
      const codes = desk.changing.slice(0, 3 + step).map((id) => desk.replace(id, { quantity: '2' }).code ?? 'OK');
      return codes.at(-1) ?? 'none';
    },
    together: (desk) => [
      desk.code(buy('1')),
      ...desk.changing.map((id) => desk.replace(id, { quantity: '2' }).code ?? 'OK'),
    ],
    expected: ['OK', 'OK', 'OK', 'OK', 'RISK_RATE'],
  },
  {
    name: 'rate of all messages: cancels count and pass',
    code: 'RISK_RATE',
    rules: RiskBuilder.for('strategy', 's').messageRate({ count: 3, windowUs: SECOND }).build(),
    attempt: (desk, step) => {
      for (let sent = 1; sent < 3 + step; sent++) desk.submit(buy('1'));
      return desk.code(buy('1'));
    },
    together: (desk) => {
      const [first, second] = [desk.working(buy('1')), desk.working(buy('1'))];
      const cancels = [first, second].map((id) => desk.cancel(id).code ?? 'OK');
      return [...cancels, desk.code(buy('1'))];
    },
    expected: ['OK', 'OK', 'RISK_RATE'],
  },
  {
    name: 'the same order again',
    code: 'RISK_DUPLICATE',
    rules: firm().duplicate(SECOND).build(),
    arrange: (desk) => void desk.working(buy('7')),
    attempt: (desk, step) => {
      desk.now += SECOND - step;
      return desk.code(buy('7'));
    },
    together: (desk) => [
      desk.code(buy('7')),
      desk.code(other(buy('7'))),
      desk.code(buy('8')),
      desk.code(sell('7')),
      desk.code(buy('7', '50.01')),
    ],
    expected: ['RISK_DUPLICATE', 'OK', 'OK', 'OK', 'OK'],
  },
];

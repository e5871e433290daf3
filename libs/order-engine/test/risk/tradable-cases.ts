import { RiskBuilder } from '@bourseworks/risk';
import { quantities, buy, sell, other, firm, DAYS, SECOND } from './orders.js';
import type { RiskCase } from './risk-desk.js';

export const TRADABLE_CASES: readonly RiskCase[] = [
  {
    name: 'a halt of the venue',
    code: 'RISK_HALTED',
    rules: firm().build(),
    attempt: (desk, step) => {
      desk.mark({ halted: step === 1 });
      return desk.code();
    },
    together: (desk) => {
      desk.mark({ halted: true });
      return [desk.code(), desk.code(other({ symbol: 'BTC-USD', price: '50.00', quantity: '1' }))];
    },
    expected: ['RISK_HALTED', 'OK'],
  },
  {
    name: 'the close of the session',
    code: 'RISK_CLOSED',
    rules: firm().hours({ timeZone: 'America/New_York', open: '09:30', close: '16:00', days: DAYS }).build(),
    attempt: (desk, step) => {
      desk.now += 6 * 3_600 * SECOND - 1 + step;
      desk.market();
      return desk.code();
    },
    together: (desk) => {
      desk.now += 6 * 3_600 * SECOND;
      return [desk.code(), desk.code(other(sell('1')))];
    },
    expected: ['RISK_CLOSED', 'RISK_CLOSED'],
  },
  {
    name: 'the restricted list',
    code: 'RISK_RESTRICTED',
    rules: RiskBuilder.for('account', 'A')
      .only('sim/IBM')
      .restricted('SELL')
      .for('account', 'B')
      .restricted('BOTH')
      .build(),
    attempt: (desk, step) => desk.code(step === 1 ? sell('1') : buy('1')),
    together: (desk) => [desk.code(sell('1')), desk.code(buy('1')), desk.code({ account: 'B' })],
    expected: ['RISK_RESTRICTED', 'OK', 'RISK_RESTRICTED'],
  },
  {
    name: 'sales beyond the long position',
    code: 'RISK_SHORT_SALE',
    rules: firm().shortSale('DENIED').build(),
    arrange: (desk) => desk.trade('BUY', 100, '50.00'),
    attempt: (desk, step) => desk.code(sell(quantities[step])),
    together: (desk) => [desk.code(sell('60')), desk.code(sell('40')), desk.code(other(sell('1')))],
    expected: ['OK', 'OK', 'RISK_SHORT_SALE'],
  },
  {
    name: 'sales beyond the locate',
    code: 'RISK_LOCATE',
    rules: firm().shortSale('LOCATE').build(),
    arrange: (desk) => {
      const person = { commandId: 'locate-1', actor: 'ann', reason: 'desk 4' };
      const what = { account: 'A', venue: 'sim', symbol: 'IBM', quantity: 100, expireUs: desk.now + SECOND };
      desk.take(desk.engine.setLocate({ ...person, ...what }, desk.now));
    },
    attempt: (desk, step) => desk.code(sell(quantities[step])),
    together: (desk) => {
      const codes = [desk.code(sell('60')), desk.code(other(sell('41'))), desk.code(other(sell('40')))];
      desk.now += SECOND;
      return [...codes, desk.code(sell('1'))];
    },
    expected: ['OK', 'RISK_LOCATE', 'OK', 'RISK_LOCATE'],
  },
];

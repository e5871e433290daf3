import { RiskBuilder } from '@bourseworks/risk';
import { buy, sell, other, firm, SECOND } from './orders.js';
import type { RiskCase, RiskDesk } from './risk-desk.js';

/** Bought 100 at 50.00 and marked so that `loss` cents a share are lost, 100 shares: the cents are the amount. */
function lose(desk: RiskDesk, cents: number): void {
  desk.trade('BUY', 100, '50.00');
  desk.market({ bid: 5_000 - cents - 1, ask: 5_000 - cents + 1 });
}

export const STATE_CASES: readonly RiskCase[] = [
  {
    name: 'loss of the day that halts',
    code: 'RISK_HALTED',
    refusedAtLimit: true,
    rules: RiskBuilder.for('strategy', 's').dailyLoss({ haltAt: '100' }).build(),
    attempt: (desk, step) => {
      lose(desk, 100 + step);
      return desk.code(sell('1', '48.00'));
    },
    together: (desk) => {
      lose(desk, 100);
      desk.market();
      return [desk.code(buy('1')), desk.code(sell('1')), desk.code(other(buy('1')))];
    },
    expected: ['RISK_HALTED', 'RISK_HALTED', 'OK'],
  },
  {
    name: 'loss of the day that lets only reduce',
    code: 'RISK_REDUCING',
    refusedAtLimit: true,
    rules: RiskBuilder.for('account', 'A').dailyLoss({ reduceAt: '100', haltAt: '1000' }).build(),
    attempt: (desk, step) => {
      lose(desk, 100 + step);
      return desk.code(buy('1', '48.00'));
    },
    together: (desk) => {
      lose(desk, 100);
      return [desk.code(sell('60')), desk.code(other(sell('41'))), desk.code(other(sell('40'))), desk.code(buy('1'))];
    },
    expected: ['OK', 'RISK_REDUCING', 'OK', 'RISK_REDUCING'],
  },
  {
    name: 'drawdown that halts',
    code: 'RISK_HALTED',
    refusedAtLimit: true,
    rules: firm().drawdown({ haltAt: '100' }).build(),
    attempt: (desk, step) => {
      desk.trade('BUY', 100, '50.00');
      desk.market({ bid: 5_199, ask: 5_201 });
      desk.market({ bid: 5_199 - 100 - step, ask: 5_201 - 100 - step });
      return desk.code(buy('1', '50.00'));
    },
    together: (desk) => {
      lose(desk, 100);
      return [desk.code(buy('1')), desk.code(other(sell('1')))];
    },
    expected: ['RISK_HALTED', 'RISK_HALTED'],
  },
  {
    name: 'executions that repeat',
    code: 'RISK_HALTED',
    rules: RiskBuilder.for('strategy', 's').repeatedExecution({ count: 3, windowUs: SECOND }).build(),
    attempt: (desk, step) => {
      const clOrdId = desk.working(buy('10'));
      for (let fills = 0; fills < 3 + step; fills++) desk.fill(clOrdId, 1, 5_000);
      return desk.code(buy('1'));
    },
    together: (desk) => {
      const clOrdId = desk.working(buy('10'));
      for (let fills = 0; fills < 4; fills++) {
        desk.fill(clOrdId, 1, 5_000);
        desk.now += 333_334;
      }
      return [desk.code(buy('1')), desk.code(other(buy('1')))];
    },
    expected: ['OK', 'OK'],
  },
  {
    name: 'messages for each execution',
    code: 'RISK_HALTED',
    rules: RiskBuilder.for('strategy', 's').messageTradeRatio({ ratio: 3, minMessages: 2 }).build(),
    attempt: (desk, step) => {
      for (let sent = 0; sent < 3 + step; sent++) desk.submit(buy('1'));
      return desk.engine.tradingStates().length > 0 ? desk.code(buy('1')) : 'OK';
    },
    together: (desk) => {
      desk.trade('BUY', 1, '50.00');
      const codes = [1, 2].map(() => desk.code(buy('1')));
      const third = desk.code(buy('1'));
      return [...codes, third, desk.code(buy('1'))];
    },
    expected: ['OK', 'OK', 'OK', 'RISK_HALTED'],
  },
  {
    name: 'an account that a person halted',
    code: 'RISK_HALTED',
    rules: firm().build(),
    attempt: (desk, step) => {
      if (step === 1) desk.put('account', 'A', 'HALTED');
      return desk.code();
    },
    together: (desk) => {
      desk.put('account', 'A', 'HALTED');
      return [desk.code(), desk.code({ account: 'B', quantity: '1' })];
    },
    expected: ['RISK_HALTED', 'OK'],
  },
  {
    name: 'an instrument that a person lets only reduce',
    code: 'RISK_REDUCING',
    rules: firm().build(),
    attempt: (desk, step) => {
      if (step === 1) desk.put('symbol', 'sim/IBM', 'REDUCING');
      return desk.code();
    },
    together: (desk) => {
      desk.trade('BUY', 10, '50.00');
      desk.put('symbol', 'sim/IBM', 'REDUCING');
      return [desk.code(sell('10')), desk.code(sell('1')), desk.code({ symbol: 'BTC-USD', quantity: '1' })];
    },
    expected: ['OK', 'RISK_REDUCING', 'OK'],
  },
  {
    name: 'the kill switch',
    code: 'RISK_KILLED',
    rules: firm().build(),
    attempt: (desk, step) => {
      if (step === 1) desk.control('kill', { scope: 'strategy', id: 's' });
      return desk.code();
    },
    together: (desk) => {
      desk.control('kill', { scope: 'strategy', id: 's' });
      return [desk.code(), desk.code(other({}))];
    },
    expected: ['RISK_KILLED', 'OK'],
  },
];

import { RiskBuilder } from '@bourseworks/risk';
import { quantities, buy, sell, other, firm } from './orders.js';
import type { RiskCase } from './risk-desk.js';

export const ORDER_CASES: readonly RiskCase[] = [
  {
    name: 'quantity of one order',
    code: 'RISK_ORDER_QUANTITY',
    rules: firm().maxOrderQuantity('100').build(),
    attempt: (desk, step) => desk.code(buy(quantities[step])),
    together: (desk) => [desk.code(buy('100')), desk.code(other(buy('101'))), desk.code(other(buy('100')))],
    expected: ['OK', 'RISK_ORDER_QUANTITY', 'OK'],
  },
  {
    name: 'quantity of one order in one instrument of an account',
    code: 'RISK_ORDER_QUANTITY',
    rules: RiskBuilder.for('account', 'A').only('sim/IBM').maxOrderQuantity('100').build(),
    attempt: (desk, step) => desk.code(buy(quantities[step])),
    together: (desk) => [desk.code(buy('101')), desk.code(buy('101')), desk.code(buy('100'))],
    expected: ['RISK_ORDER_QUANTITY', 'RISK_ORDER_QUANTITY', 'OK'],
  },
  {
    name: 'notional of one order',
    code: 'RISK_ORDER_NOTIONAL',
    rules: firm().maxOrderNotional('5000').build(),
    attempt: (desk, step) => desk.code(buy('100', { [-1]: '49.99', 0: '50.00', 1: '50.01' }[step])),
    together: (desk) => [desk.code(buy('100')), desk.code(other(buy('100', '50.01'))), desk.code(other(buy('100')))],
    expected: ['OK', 'RISK_ORDER_NOTIONAL', 'OK'],
  },
  {
    name: 'notional of a market order, at the edge of the collar',
    code: 'RISK_ORDER_NOTIONAL',
    // 50.10 and 10 %: 55.11 a share.
    rules: firm().priceCollar({ bps: 1_000 }).maxOrderNotional('551.10').build(),
    attempt: (desk, step) => desk.code({ type: 'MARKET', price: undefined, quantity: String(10 + step) }),
    together: (desk) => [desk.code({ type: 'MARKET', price: undefined, quantity: '11' }), desk.code(buy('10'))],
    expected: ['RISK_ORDER_NOTIONAL', 'OK'],
  },
  {
    name: 'share of the daily volume',
    code: 'RISK_VOLUME_SHARE',
    rules: firm().maxVolumeShareBps(100).build(),
    attempt: (desk, step) => desk.code(buy(quantities[step])),
    together: (desk) => [desk.code(buy('100')), desk.code(other(buy('101')))],
    expected: ['OK', 'RISK_VOLUME_SHARE'],
  },
  {
    name: 'a daily volume that is not known',
    code: 'RISK_NO_VOLUME',
    rules: firm().only('sim/IBM').maxVolumeShareBps(10_000).build(),
    attempt: (desk, step) => {
      desk.mark({ dailyVolume: 1 - step });
      return desk.code(buy('1'));
    },
    together: (desk) => {
      desk.mark({ dailyVolume: 0 });
      return [desk.code(buy('1')), desk.code(other(sell('1')))];
    },
    expected: ['RISK_NO_VOLUME', 'RISK_NO_VOLUME'],
  },
  {
    name: 'share of a daily volume that the limits state',
    code: 'RISK_VOLUME_SHARE',
    rules: firm().maxVolumeShareBps(100).dailyVolumes({ 'sim/IBM': '10000' }).build(),
    arrange: (desk) => desk.mark({ dailyVolume: 0 }),
    attempt: (desk, step) => {
      desk.mark({ dailyVolume: 0 });
      return desk.code(buy(quantities[step]));
    },
    together: (desk) => [desk.code(buy('100')), desk.code(other(buy('101')))],
    expected: ['OK', 'RISK_VOLUME_SHARE'],
  },
];

import { describe, expect, it } from '@jest/globals';
import type { OrderEventShape, OrderListLegShape, OrderListShape } from '@bourseworks/dto/shapes';
import { Output } from '../../../output/output.js';
import { listTable, listText } from './list-text.js';

const leg = (role: OrderListLegShape['role'], change: Partial<OrderListLegShape>): OrderListLegShape => ({
  role,
  clOrdId: `id-${role}`,
  venue: 'sim',
  symbol: 'BTCUSD',
  quantity: '1.0',
  cumQty: '0.0',
  leavesQty: '0.0',
  heldQty: '0.0',
  waiting: false,
  uncovered: '0.0',
  ...change,
});
const list = (...legs: OrderListLegShape[]): OrderListShape => ({
  listId: 'dev-manual-1-1',
  kind: 'BRACKET',
  account: 'SIM',
  strategy: 'manual',
  commandId: 'mine',
  time: '1700000000000000000',
  release: 'PROPORTIONAL',
  onLegCancel: 'KEEP',
  closeOvershoot: false,
  state: 'WORKING',
  cancelled: false,
  overshoot: '0.0',
  legs,
});
const output = new Output(false);

describe('the text of lists of orders', () => {
  it('says of each order what becomes of it', () => {
    const orders = [
      leg('ENTRY', { cumQty: '1.0' }),
      leg('CHILD', { leavesQty: '1.0' }),
      leg('TAKE_PROFIT', { waiting: true }),
      leg('STOP_LOSS', { leavesQty: '1.0', heldQty: '1.0' }),
      leg('LEG', { ended: 'venue' }),
      leg('LEG', { cumQty: '0.5' }),
    ];
    const words =
      'ENTRY filled, CHILD open, TAKE_PROFIT waits, STOP_LOSS held until its trigger, LEG ended by the venue';
    const row = listTable(output, [list(...orders)]).split('\n')[1];
    expect(row).toMatch(/^dev-manual-1-1 +BRACKET +SIM +manual +sim\/BTCUSD +WORKING +ENTRY/);
    expect(row).toContain(`${words}, LEG ended `);
    expect(row).toMatch(/2023-11-14T22:13:20\.000Z$/);
  });

  it('alarms about what is denied, not covered or too much, and about nothing else', () => {
    const denied = leg('STOP_LOSS', { waiting: true, uncovered: '0.4', denied: 'RISK_ORDER_NOTIONAL' });
    const told = { ...list(leg('ENTRY', { cumQty: '1.0' }), denied), overshoot: '0.2' };
    const alarm = '0.2 beyond the entry, STOP_LOSS lacks 0.4, STOP_LOSS denied: RISK_ORDER_NOTIONAL';
    expect(listTable(output, [told])).toContain(alarm);
    expect(listText(output, told, []).split('\n')[2]).toBe(alarm);
    expect(listText(output, list(leg('ENTRY', {})), []).split('\n')[2]).toMatch(/^role/);
  });

  it('shows the terms of the orders that are known', () => {
    const legs = [leg('ENTRY', { leavesQty: '1.0' }), leg('STOP_LOSS', { waiting: true })];
    const stop = { clOrdId: 'id-STOP_LOSS', venue: 'sim', symbol: 'BTCUSD', side: 'SELL', quantity: '1.0' };
    const known = { ...stop, type: 'STOP', timeInForce: 'GTC', stopPrice: '9.5' } as OrderEventShape;
    const shown = listText(output, { ...list(...legs), closeOvershoot: true }, [known]).split('\n');
    expect(shown.slice(0, 2)).toEqual([
      'dev-manual-1-1  BRACKET of manual in SIM  WORKING',
      'commandId mine, 2023-11-14T22:13:20.000Z, release PROPORTIONAL, onLegCancel KEEP, closeOvershoot',
    ]);
    expect(shown[3]).toMatch(/^ENTRY +id-ENTRY +0\.0 +1\.0 +open$/);
    expect(shown[4]).toMatch(/^STOP_LOSS +id-STOP_LOSS +SELL 1\.0 sim\/BTCUSD STOP GTC, stop 9\.5 +0\.0 +0\.0 +waits$/);
  });
});

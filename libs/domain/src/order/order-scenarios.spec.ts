import { describe, expect, it } from '@jest/globals';
import { averagePriceOf } from './average-price.js';
import type { ExecType, ExecutionReport, TimeInForce } from './order.js';
import { applyExecution, applyRequest, ExecutionEffect } from './order-machine.js';
import { leavesOf, OrderState, ordStatusOf } from './order-state.js';

/** FIX 4.4 volume 4, appendix D. Orders of 10 000; every row is status, cum, leaves, average price. */
class Scenario {
  readonly state: OrderState;
  readonly effect = new ExecutionEffect();
  private fills = 0;

  constructor(timeInForce: TimeInForce = 'DAY') {
    this.state = new OrderState('X', { side: 'BUY', type: 'LIMIT', timeInForce, quantity: 10_000, price: 1_000 });
    this.state.local = 'Sent';
  }

  report(execType: ExecType, row: string, fields: Partial<ExecutionReport> = {}): this {
    applyExecution(this.state, { clOrdId: 'X', execId: '', execType, us: 0, ns: 0, ...fields }, undefined, this.effect);
    expect(this.effect.verdict).toBe('Applied');
    return this.is(row);
  }

  fill(lastQty: number, lastPx: number, row: string): this {
    return this.report('Trade', row, { execId: String(++this.fills), lastQty, lastPx });
  }

  ask(
    kind: 'Cancel' | 'Replace',
    id: string,
    row: string,
    quantity = this.state.quantity,
    price = this.state.price,
  ): this {
    applyRequest(this.state, { kind, id, quantity, price });
    return this.is(row);
  }

  is(row: string): this {
    const average = averagePriceOf(this.state.notional, this.state.cumQty, 2) ?? '0';
    expect(`${ordStatusOf(this.state)} ${this.state.cumQty} ${leavesOf(this.state)} ${average}`).toBe(row);
    return this;
  }
}

describe('order state change matrices', () => {
  it('A.1.a filled order', () => {
    new Scenario()
      .report('PendingNew', 'PendingNew 0 10000 0')
      .report('New', 'New 0 10000 0')
      .fill(2_000, 1_000, 'PartiallyFilled 2000 8000 10.00')
      .fill(1_000, 990, 'PartiallyFilled 3000 7000 9.966667')
      .fill(7_000, 1_000, 'Filled 10000 0 9.99');
  });

  it('A.1.b part-filled day order, done for day', () => {
    new Scenario()
      .report('New', 'New 0 10000 0')
      .fill(2_000, 1_000, 'PartiallyFilled 2000 8000 10.00')
      .fill(1_000, 1_000, 'PartiallyFilled 3000 7000 10.00')
      .report('DoneForDay', 'DoneForDay 3000 0 10.00');
  });

  it('B.1.a cancel of a zero-filled order', () => {
    new Scenario()
      .report('New', 'New 0 10000 0')
      .ask('Cancel', 'Y', 'PendingCancel 0 10000 0')
      .report('Canceled', 'Canceled 0 0 0', { clOrdId: 'Y', origClOrdId: 'X' });
  });

  it('B.1.b cancel of a part-filled order, with fills while the cancel is pending', () => {
    new Scenario()
      .report('New', 'New 0 10000 0')
      .fill(2_000, 1_000, 'PartiallyFilled 2000 8000 10.00')
      .ask('Cancel', 'Y', 'PendingCancel 2000 8000 10.00')
      .fill(3_000, 1_000, 'PendingCancel 5000 5000 10.00')
      .report('Canceled', 'Canceled 5000 0 10.00', { clOrdId: 'Y', origClOrdId: 'X' });
  });

  it('B.1.c filled before the cancel is accepted: the reject shows Filled', () => {
    new Scenario()
      .report('New', 'New 0 10000 0')
      .fill(2_000, 1_000, 'PartiallyFilled 2000 8000 10.00')
      .ask('Cancel', 'Y', 'PendingCancel 2000 8000 10.00')
      .fill(8_000, 1_000, 'PendingCancel 10000 0 10.00')
      .report('CancelRejected', 'Filled 10000 0 10.00', { clOrdId: 'Y', origClOrdId: 'X' });
  });

  it('B.1.d cancel of an order that is not acknowledged', () => {
    new Scenario()
      .ask('Cancel', 'Y', 'PendingCancel 0 10000 0')
      .report('PendingCancel', 'PendingCancel 0 10000 0', { clOrdId: 'Y', origClOrdId: 'X' })
      .report('Canceled', 'Canceled 0 0 0', { clOrdId: 'Y', origClOrdId: 'X' });
  });

  it('B.1.e the cancel and the acknowledgement cross', () => {
    new Scenario()
      .ask('Cancel', 'Y', 'PendingCancel 0 10000 0')
      .report('New', 'PendingCancel 0 10000 0')
      .report('Canceled', 'Canceled 0 0 0', { clOrdId: 'Y', origClOrdId: 'X' });
  });

  it('B.1.f cancel of an order that the broker does not know: back to what was, and still not acknowledged', () => {
    const scenario = new Scenario()
      .ask('Cancel', 'Y', 'PendingCancel 0 10000 0')
      .report('CancelRejected', 'PendingNew 0 10000 0', { clOrdId: 'Y', origClOrdId: 'X' });
    expect(scenario.state.local).toBe('Sent');
  });

  it('C.2.a price replace races a full fill: rejected, too late', () => {
    const scenario = new Scenario()
      .report('New', 'New 0 10000 0')
      .ask('Replace', 'Y', 'PendingReplace 0 10000 0', 10_000, 1_010)
      .fill(10_000, 1_000, 'PendingReplace 10000 0 10.00')
      .report('ReplaceRejected', 'Filled 10000 0 10.00', { clOrdId: 'Y', origClOrdId: 'X' });
    expect(scenario.state.price).toBe(1_000);
  });

  it('E.1.b unsolicited cancel by the broker', () => {
    new Scenario()
      .report('New', 'New 0 10000 0')
      .fill(2_000, 1_000, 'PartiallyFilled 2000 8000 10.00')
      .report('Canceled', 'Canceled 2000 0 10.00', { reason: 'by the broker' });
  });

  it('I.1.a fill or kill, not filled', () => {
    new Scenario('FOK').report('New', 'New 0 10000 0').report('Canceled', 'Canceled 0 0 0');
    new Scenario('FOK').report('Expired', 'Expired 0 0 0');
  });

  it('I.1.b immediate or cancel, part hit', () => {
    new Scenario('IOC')
      .report('New', 'New 0 10000 0')
      .fill(1_000, 1_000, 'PartiallyFilled 1000 9000 10.00')
      .report('Expired', 'Expired 1000 0 10.00');
    new Scenario('IOC')
      .fill(1_000, 1_000, 'PartiallyFilled 1000 9000 10.00')
      .report('Canceled', 'Canceled 1000 0 10.00');
  });
});

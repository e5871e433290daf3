import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Desk } from '../test/desk.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

function hold(quantity: number, strategy = 's', side: 'BUY' | 'SELL' = 'BUY'): void {
  const clOrdId = desk.working({ strategy, side, quantity: String(quantity) });
  desk.fill(clOrdId, quantity, 5_000);
}

const reduce = (quantity: string, change: object = {}) =>
  desk.submit({ side: 'SELL', quantity, reduceOnly: true, ...change });

describe('a reduce-only order', () => {
  it('is denied without a position, and on the side of the position', () => {
    expect(reduce('1').code).toBe('RISK_REDUCE_ONLY');
    hold(100);
    expect(reduce('1', { side: 'BUY' }).code).toBe('RISK_REDUCE_ONLY');
    expect(reduce('100').code).toBeUndefined();
  });

  it('counts all open reducers of its side, and none that is closed', () => {
    hold(100);
    const first = reduce('60');
    const denied = reduce('41');
    expect(denied).toMatchObject({ code: 'RISK_REDUCE_ONLY', reason: expect.stringContaining('101') });
    expect(desk.effects.findLast(({ kind }) => kind === 'risk')).toMatchObject({
      event: { code: 'RISK_REDUCE_ONLY', limit: '100', observed: '101', scope: 'strategy', id: 's' },
    });
    expect(reduce('40').code).toBeUndefined();
    desk.release();
    desk.report('New', first.clOrdId);
    desk.fill(first.clOrdId, 20, 5_000);
    expect(reduce('1').code).toBe('RISK_REDUCE_ONLY');
    desk.cancel(first.clOrdId);
    desk.report('Canceled', first.clOrdId);
    expect(reduce('40').code).toBeUndefined();
    expect(reduce('1').code).toBe('RISK_REDUCE_ONLY');
  });

  it('is told to a venue that follows it, and to no other: that would refuse the order', () => {
    const told = (): unknown => {
      hold(100);
      reduce('60');
      const sent = desk.effects.findLast(({ kind }) => kind === 'send');
      return sent?.kind === 'send' ? sent.order.terms.instructions?.reduceOnly : 'not sent';
    };
    expect(told()).toBeUndefined();
    desk.replayed();
    desk = new Desk({ capabilities: { instructions: ['REDUCE_ONLY'] } });
    expect(told()).toBe(true);
  });

  it('buys back what is short', () => {
    hold(50, 's', 'SELL');
    expect(reduce('50', { side: 'BUY' }).code).toBeUndefined();
    expect(reduce('1', { side: 'BUY' }).code).toBe('RISK_REDUCE_ONLY');
  });

  it('of a strategy reduces its own position, of a person that of the account', () => {
    hold(30, 't');
    expect(reduce('10').code).toBe('RISK_REDUCE_ONLY');
    const manual = { strategy: 'manual', commandId: 'ann-1' };
    expect(reduce('30', manual).code).toBeUndefined();
    expect(reduce('1', { ...manual, commandId: 'ann-2' })).toMatchObject({ code: 'RISK_REDUCE_ONLY' });
  });

  it('is not replaced to more than is held; a smaller quantity passes', () => {
    hold(100);
    const clOrdId = desk.working({ side: 'SELL', quantity: '80', reduceOnly: true });
    expect(desk.replace(clOrdId, { quantity: '101' }).code).toBe('RISK_REDUCE_ONLY');
    expect(desk.replace(clOrdId, { quantity: '100' }).code).toBeUndefined();
    expect(reduce('1').code).toBe('RISK_REDUCE_ONLY');
    desk.report('Replaced', clOrdId, { orderQty: 100 });
    desk.fill(desk.working({ side: 'SELL', quantity: '50' }), 50, 5_000);
    expect(desk.replace(clOrdId, { quantity: '90' }).code).toBe('RISK_REDUCE_ONLY');
    expect(desk.replace(clOrdId, { quantity: '50' }).code).toBeUndefined();
  });

  it('is another command than the same without the flag', () => {
    hold(100);
    const command = { side: 'SELL', quantity: '10', commandId: 's-9-1' } as const;
    expect(desk.submit({ ...command, reduceOnly: true }).code).toBeUndefined();
    expect(desk.submit({ ...command, reduceOnly: true }).duplicate).toBe(true);
    expect(desk.submit(command).code).toBe('COMMAND_CONFLICT');
  });

  it('still holds after a restart', () => {
    hold(100);
    desk.working({ side: 'SELL', quantity: '70', reduceOnly: true });
    desk.restart();
    desk.engine.setIntake('A', 'OPEN');
    expect(reduce('31').code).toBe('RISK_REDUCE_ONLY');
    expect(reduce('30').code).toBeUndefined();
  });

  it('never opens the other side, however many are sent and filled', () => {
    const step = fc.record({
      quantity: fc.integer({ min: 1, max: 60 }),
      fill: fc.integer({ min: 0, max: 60 }),
      cancel: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), fc.array(step, { maxLength: 12 }), (held, steps) => {
        desk = new Desk();
        hold(held);
        const open: string[] = [];
        for (const { quantity, fill, cancel } of steps) {
          const reply = reduce(String(quantity));
          if (reply.code === undefined) open.push(reply.clOrdId);
          desk.release();
          const [oldest] = open;
          const leaves = desk.engine.openOrders().find(({ clOrdId }) => clOrdId === oldest)?.leavesQty ?? 0;
          if (leaves === 0) open.shift();
          else if (fill > 0) desk.fill(oldest, Math.min(fill, leaves), 5_000);
          if (cancel && oldest !== undefined) desk.report('Canceled', oldest);
          expect(desk.engine.portfolio.position('A', 's', 'sim/IBM')?.quantity).toBeGreaterThanOrEqual(0);
        }
        for (const { clOrdId, leavesQty } of desk.engine.openOrders()) desk.fill(clOrdId, leavesQty, 5_000);
        expect(desk.engine.portfolio.position('A', 's', 'sim/IBM')?.quantity).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 40 },
    );
  });
});

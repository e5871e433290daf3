import { describe, expect, it } from '@jest/globals';
import { OrderState } from '@bourseworks/domain';
import { Desk, MONEY } from '../../test/desk.js';
import { EVENT_FIELDS, ORDER_FIELDS, STATE_FIELDS } from './fields.js';

function busy(options = {}): Desk {
  const desk = new Desk(options);
  desk.fill(desk.working(), 10, 5_000);
  return desk;
}

const codeOf = (desk: Desk, bytes: Uint8Array): string => {
  const restored = desk.engine.restore(bytes);
  return restored.ok ? 'OK' : restored.refusal.code;
};

const fresh = (options = {}): Desk => new Desk({ ...options, fresh: true });

describe('a snapshot', () => {
  it('is refused as damaged whatever byte of it is another, or missing', () => {
    const bytes = busy().engine.snapshot();
    for (let at = 0; at < bytes.length; at += 7) {
      const damaged = Uint8Array.from(bytes);
      damaged[at] ^= 0x10;
      expect(codeOf(fresh(), damaged)).toBe(at >= 4 && at < 8 ? 'JOURNAL_VERSION' : 'JOURNAL_CORRUPT');
      expect(codeOf(fresh(), bytes.subarray(0, at))).toBe('JOURNAL_CORRUPT');
    }
    expect(codeOf(fresh(), bytes)).toBe('OK');
  });

  it('of other accounts, bounds, limits or another environment is refused: their replay gives another state', () => {
    const bytes = busy().engine.snapshot();
    const accounts = [{ id: 'A', currency: 'USD', cash: 7n * MONEY }];
    const risk = { version: 1, rules: [{ scope: 'firm', id: 'all', maxOpenOrders: 3 }] } as const;
    for (const options of [{ accounts }, { maxClosedOrders: 5 }, { environment: 'prod' }, { risk }])
      expect(codeOf(fresh(options), bytes)).toBe('JOURNAL_VERSION');
  });

  it('is for a new engine only', () => {
    const { engine } = busy();
    expect(() => engine.restore(engine.snapshot())).toThrow('before any record');
  });

  it('keeps every field that an order, its state and its event have', () => {
    const desk = busy();
    const [order] = desk.engine.openOrders();
    if (order.lastEvent === undefined) throw new Error('no event');
    expect(Object.keys(EVENT_FIELDS).sort()).toEqual(Object.keys(order.lastEvent).sort());
    const terms = { side: 'BUY', type: 'LIMIT', timeInForce: 'DAY', quantity: 1, price: 1 } as const;
    const state = new OrderState('x', terms);
    for (const name of Object.keys(state)) expect(STATE_FIELDS).toHaveProperty(name);
    expect(Object.values(ORDER_FIELDS)).not.toContain(undefined);
  });
});

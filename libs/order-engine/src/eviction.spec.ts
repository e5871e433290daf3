import { describe, expect, it } from '@jest/globals';
import { Desk } from '../test/desk.js';

describe('closed orders', () => {
  it('leave memory oldest first; open ones stay; a late fill of one that left is booked and alarmed', () => {
    const desk = new Desk({ maxClosedOrders: 3 });
    const open = desk.working();
    const first = desk.working();
    desk.cancel(first);
    desk.report('Canceled', first);
    const denied = desk.submit({ symbol: 'XXX' }).clOrdId;
    for (let i = 0; i < 2; i++) desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(first)).toBe('unknown');
    expect(desk.state(denied)).toBe('Rejected/Denied 0+0');
    desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(denied)).toBe('unknown');
    expect(desk.state(open)).toBe('New/Acknowledged 0+100');
    expect(desk.engine.orders({}, 100)).toHaveLength(4);
    expect(desk.engine.orders({ open: true }, 100)).toHaveLength(1);
    desk.fill(first, 1, 5_000);
    desk.report('Expired', first);
    expect(desk.alarms()).toEqual(['ORDER_FILL_LATE', 'ORDER_UNKNOWN']);
    desk.replayed();
  });

  it('that are reopened by a bust stay', () => {
    const desk = new Desk({ maxClosedOrders: 1 });
    const reopened = desk.working();
    desk.fill(reopened, 100, 5_000, { execId: 'f' });
    desk.report('TradeCancel', reopened, { execRefId: 'f' });
    for (let i = 0; i < 3; i++) desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(reopened)).toBe('New/Acknowledged 0+100');
    desk.fill(reopened, 100, 5_000);
    expect(desk.state(reopened)).toBe('Filled/Acknowledged 100+0');
    desk.fill(desk.working(), 100, 5_000);
    expect(desk.state(reopened)).toBe('unknown');
    desk.replayed();
  });
});

import { afterEach, describe, expect, it } from '@jest/globals';
import { Desk } from '../../test/desk.js';
import { MAX_LEASES, type Lease } from './held-leases.js';

let desk = new Desk();
afterEach(() => {
  desk.replayed();
  desk = new Desk();
});

const lease: Lease = { holder: 'strategy', account: 'A', id: 's', ttlUs: 10_000_000 };
const hold = (of = lease) => desk.take(desk.engine.leases.hold(of, desk.now)).records.length;

describe('a lease', () => {
  it('is journaled when it begins, not with every heartbeat, and lasts over a restart', () => {
    expect([hold(), hold(), hold({ ...lease, ttlUs: 5_000_000 })]).toEqual([1, 0, 1]);
    desk.restart();
    expect(desk.engine.leases.list()).toEqual([{ ...lease, ttlUs: 5_000_000 }]);
  });

  it('that expires cancels what is open of its strategy, once, and latches nothing', () => {
    const mine = desk.working();
    const leaving = desk.working();
    desk.cancel(leaving);
    const other = desk.working({ strategy: 't' });
    hold();
    const { records } = desk.take(desk.engine.leases.expire(lease, desk.now));
    expect(records).toMatchObject([
      { type: 'CancelRequested', clOrdId: mine, cause: 'disconnect', commandId: '' },
      { type: 'Lease', held: false, expired: true },
    ]);
    expect(desk.lastEvent()).toMatchObject({ clOrdId: mine, execType: 'PendingCancel', code: 'RISK_LEASE_EXPIRED' });
    expect(desk.alarms()).toEqual(['RISK_LEASE_EXPIRED']);
    expect(desk.state(mine)).toBe('PendingCancel/Acknowledged 0+100');
    expect(desk.engine.openOrders({ strategy: 't' })).toMatchObject([{ clOrdId: other, ordStatus: 'New' }]);
    expect(desk.take(desk.engine.leases.expire(lease, desk.now)).records).toEqual([]);
    expect(desk.submit().code).toBeUndefined();
  });

  it('of a session cancels the orders of that session alone', () => {
    const manual = { strategy: 'manual', session: 'x' };
    const mine = desk.working({ ...manual, commandId: 'a' });
    desk.working({ ...manual, session: 'y', commandId: 'b' });
    const session = { holder: 'session', account: '', id: 'x', ttlUs: 1 } as const;
    hold(session);
    const { records } = desk.take(desk.engine.leases.expire(session, desk.now));
    expect(records).toMatchObject([{ clOrdId: mine }, { type: 'Lease', holder: 'session' }]);
  });

  it('that is released cancels nothing', () => {
    desk.working();
    hold();
    expect(desk.take(desk.engine.leases.release(lease, desk.now)).records).toMatchObject([
      { type: 'Lease', held: false, expired: false },
    ]);
    expect(desk.take(desk.engine.leases.expire(lease, desk.now)).records).toEqual([]);
    expect(desk.alarms()).toEqual([]);
  });

  it('does not stop a kill switch from closing positions', () => {
    desk.fill(desk.working(), 100, 5_000);
    desk.control('kill', { flatten: true });
    const [kill] = desk.engine.kills.list();
    for (const phase of ['VERIFIED', 'FLATTENING'] as const)
      desk.take(desk.engine.kills.step(kill, phase, '', desk.now));
    desk.take(desk.engine.kills.flatten(kill, desk.now));
    hold();
    expect(desk.take(desk.engine.leases.expire(lease, desk.now)).records).toMatchObject([{ type: 'Lease' }]);
  });

  it('is one of a bounded number', () => {
    for (let n = 0; n < MAX_LEASES; n++) hold({ ...lease, id: `s${n}` });
    expect(hold({ ...lease, id: 'one.more' })).toBe(0);
    expect(desk.engine.leases.list()).toHaveLength(MAX_LEASES);
  });
});

import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { VirtualClock } from '@bourseworks/testkit';
import { LANES, RateLimiter, type Lane, type RateLimiterOptions } from './rate-limiter.js';

const SECOND = 1_000_000;

function limiter(options: Partial<RateLimiterOptions> = {}): { clock: VirtualClock; limiter: RateLimiter } {
  const clock = new VirtualClock();
  const windows = [{ name: 'weight', limit: 10, windowUs: 60 * SECOND, cancelReserve: 0.2 }];
  return { clock, limiter: new RateLimiter({ windows, clock, slackUs: 0, ...options }) };
}

describe('RateLimiter', () => {
  it('grants at once while there is room, keeps the reserve for cancels, and goes on when the window moves', () => {
    const { clock, limiter: rates } = limiter();
    const granted: string[] = [];
    const ask = (lane: Lane, name: string) =>
      rates.request(lane, { weight: 1 }, ({ kind }) => granted.push(`${name} ${kind}`));
    for (let n = 0; n < 9; n++) ask('new', `new-${n}`);
    expect(granted).toHaveLength(8);
    ask('cancel', 'c-0');
    ask('cancel', 'c-1');
    ask('cancel', 'c-2');
    expect(granted.slice(8)).toEqual(['c-0 granted', 'c-1 granted']);
    clock.advance(60 * SECOND);
    expect(granted.slice(10)).toEqual(['c-2 granted', 'new-8 granted']);
    rates.close();
    expect(clock.pendingTimers).toBe(0);
  });

  it('lets higher lanes go first, and lower ones pass only by what those leave', () => {
    const windows = [
      { name: 'weight', limit: 4, windowUs: 60 * SECOND },
      { name: 'orders', limit: 1, windowUs: 10 * SECOND },
    ];
    const { clock, limiter: rates } = limiter({ windows });
    const order: string[] = [];
    const ask = (lane: Lane, cost: Record<string, number>, name: string) =>
      rates.request(lane, cost, () => order.push(name));
    ask('new', { weight: 1, orders: 1 }, 'new-1');
    ask('query', { weight: 1 }, 'query-1');
    ask('new', { weight: 1, orders: 1 }, 'new-2');
    ask('query', { weight: 1 }, 'query-2');
    ask('query', { weight: 1 }, 'query-3');
    // One unit of weight is set aside for new-2, which waits for the other window.
    expect(order).toEqual(['new-1', 'query-1', 'query-2']);
    clock.advance(10 * SECOND);
    expect(order).toEqual(['new-1', 'query-1', 'query-2', 'new-2']);
    ask('cancel', { weight: 1 }, 'cancel');
    clock.advance(50 * SECOND);
    expect(order.slice(4)).toEqual(['cancel', 'query-3']);
  });

  it('exceeds no window, whatever is asked when, and forgets nobody', () => {
    const rng = new SeededRng(11);
    const windows = [
      { name: 'weight', limit: 50, windowUs: 6 * SECOND, cancelReserve: 0.1 },
      { name: 'orders', limit: 7, windowUs: SECOND },
    ];
    const { clock, limiter: rates } = limiter({ windows });
    const sent: { at: number; weight: number; orders: number }[] = [];
    let asked = 0;
    let answered = 0;
    for (let n = 0; n < 3_000; n++) {
      const cost = { weight: rng.integer(5), orders: rng.integer(2) };
      asked++;
      rates.request(LANES[rng.integer(4)], cost, ({ kind }) => {
        answered++;
        if (kind === 'granted') sent.push({ at: clock.monotonicUs(), ...cost });
      });
      clock.advance(rng.integer(300_000));
    }
    clock.advance(120 * SECOND);
    expect(answered).toBe(asked);
    expect(sent.length).toBeGreaterThan(1_000);
    for (const { name, limit, windowUs } of windows) {
      let first = 0;
      let sum = 0;
      for (const last of sent) {
        sum += last[name as 'weight' | 'orders'];
        while (sent[first].at <= last.at - windowUs) sum -= sent[first++][name as 'weight' | 'orders'];
        expect(sum).toBeLessThanOrEqual(limit);
      }
    }
    expect(clock.pendingTimers).toBe(0);
  });

  it('keeps up a steady flow at the limit', () => {
    const { clock, limiter: rates } = limiter({ windows: [{ name: 'weight', limit: 200, windowUs: 60 * SECOND }] });
    let granted = 0;
    for (let n = 0; n < 3_000; n++) {
      rates.request('new', { weight: 1 }, ({ kind }) => (granted += kind === 'granted' ? 1 : 0));
      clock.advance(300_000);
    }
    expect(granted).toBeGreaterThan(2_900);
  });

  it('learns what others used, another limit and a ban', () => {
    const { clock, limiter: rates } = limiter({ maxWaitUs: 200 * SECOND });
    const granted: string[] = [];
    const ask = (lane: Lane, name: string) => rates.request(lane, { weight: 1 }, () => granted.push(name));
    rates.learn('weight', 8);
    rates.learn('weight', 3);
    expect(rates.used('weight')).toBe(8);
    ask('new', 'new');
    expect(granted).toEqual([]);
    rates.setLimit('weight', 100);
    expect(granted).toEqual(['new']);
    rates.ban(90 * SECOND);
    ask('cancel', 'cancel');
    clock.advance(89 * SECOND);
    expect(granted).toEqual(['new']);
    clock.advance(SECOND);
    expect(granted).toEqual(['new', 'cancel']);
  });

  it('refuses by value: a full queue, what would never fit, what waited too long, and all once closed', () => {
    const { clock, limiter: rates } = limiter({ maxQueue: 2 });
    const codes: string[] = [];
    const ask = (weight: number, maxWaitUs?: number) =>
      rates.request('new', { weight }, (grant) => codes.push(grant.kind === 'granted' ? 'ok' : grant.code), maxWaitUs);
    ask(9);
    ask(8);
    ask(1, SECOND);
    ask(1);
    ask(1);
    expect(codes).toEqual(['TOO_COSTLY', 'ok', 'QUEUE_FULL']);
    clock.advance(SECOND);
    expect(codes.slice(3)).toEqual(['TOO_LATE']);
    rates.close();
    ask(1);
    expect(codes.slice(4)).toEqual(['CLOSED', 'CLOSED']);
    expect(clock.pendingTimers).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bourseworks/testkit';
import { RequestLimiter } from './request-limiter.js';

describe('RequestLimiter', () => {
  it('counts all addresses of one IPv6 customer as one', () => {
    const limiter = new RequestLimiter(new VirtualClock(), 60);
    const waits = Array.from({ length: 11 }, (_, host) => limiter.take(`2001:db8:1:2::${host.toString(16)}`));
    expect(waits.map((waitS) => waitS > 0)).toEqual([...Array.from({ length: 10 }, () => false), true]);
    expect(limiter.take('2001:db8:1:3::1')).toBe(0);
    expect(limiter.take('192.0.2.1')).toBe(0);
  });
});

import { describe, expect, it } from '@jest/globals';
import { VirtualClock } from '@bourseworks/testkit';
import { SignInThrottle } from './sign-in-throttle.js';

const minute = 60_000_000;

function guess(throttle: SignInThrottle, name: string, ip: string, times: number): void {
  for (let count = 0; count < times; count++) throttle.begin(name, ip);
}

describe('SignInThrottle', () => {
  it('takes the addresses of one IPv6 customer for one', () => {
    const throttle = new SignInThrottle(new VirtualClock());
    guess(throttle, 'ada', '2001:db8::1', 5);
    for (const ip of ['2001:db8::2', '2001:db8:0:0:ffff::1', '2001:db8:0:0:1:2:3:4'])
      expect(throttle.waitS('ada', ip)).toBe(1);
    for (const ip of ['2001:db8:0:1::1', '2001:db9::1', '192.0.2.1', '::1']) expect(throttle.waitS('ada', ip)).toBe(0);
  });

  it('takes an attempt back without giving up the wait that stood before it', () => {
    const throttle = new SignInThrottle(new VirtualClock());
    guess(throttle, 'ada', '192.0.2.1', 100);
    expect(throttle.strangerWaitS('ada')).toBe(5);
    throttle.begin('ada', '198.51.100.1');
    throttle.succeed('ada', '198.51.100.1');
    expect(throttle.strangerWaitS('ada')).toBe(5);
    expect(throttle.waitS('ada', '192.0.2.1')).toBe(300);
  });

  it('forgets after the last attempt', () => {
    const clock = new VirtualClock();
    const throttle = new SignInThrottle(clock);
    guess(throttle, 'ada', '192.0.2.1', 20);
    clock.advance(61 * minute);
    throttle.begin('ada', '192.0.2.1');
    expect(throttle.waitS('ada', '192.0.2.1')).toBe(0);
  });

  it('never makes anybody wait for more than five minutes at an address of their own', () => {
    const throttle = new SignInThrottle(new VirtualClock());
    guess(throttle, 'ada', '192.0.2.1', 5_000);
    expect(throttle.waitS('ada', '192.0.2.1')).toBe(300);
    expect(throttle.strangerWaitS('ada')).toBe(900);
  });

  it('remembers a bounded number of guessers', () => {
    const throttle = new SignInThrottle(new VirtualClock());
    guess(throttle, 'ada', '192.0.2.1', 6);
    for (let index = 0; index < 20_000; index++) throttle.begin(`name-${index}`, '198.51.100.1');
    expect(throttle.waitS('ada', '192.0.2.1')).toBe(0);
  });
});

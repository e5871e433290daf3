import { describe, expect, it } from '@jest/globals';
import { ReplayClock } from './replay-clock.js';

describe('ReplayClock', () => {
  it('leaves what is due at the target to an inclusive advance', () => {
    const clock = new ReplayClock(100);
    const fired: number[] = [];
    clock.setTimer(10, () => fired.push(clock.nowUs()));
    clock.setTimer(5, () => fired.push(clock.nowUs()));
    clock.advance(110, false);
    expect(fired).toEqual([105]);
    clock.advance(110, true);
    expect(fired).toEqual([105, 110]);
  });

  it('fires timers set by timers on the way', () => {
    const clock = new ReplayClock();
    const fired: number[] = [];
    const again = (): void => {
      fired.push(clock.nowUs());
      if (fired.length < 4) clock.setTimer(3, again);
    };
    clock.setTimer(3, again);
    clock.advance(100, true);
    expect(fired).toEqual([3, 6, 9, 12]);
    expect(clock.nowUs()).toBe(100);
  });

  it('never moves back, and bounds its timers', () => {
    const clock = new ReplayClock(50);
    clock.advance(20, true);
    expect(clock.nowUs()).toBe(50);
    expect(() => {
      for (let i = 0; i <= 65_536; i++) clock.setTimer(1, () => {});
    }).toThrow('more than 65536 timers');
  });
});

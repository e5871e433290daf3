import { describe, expect, it } from '@jest/globals';
import { delay } from '@bourseworks/ports';
import { VirtualClock } from '@bourseworks/testkit';

describe('VirtualClock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock(1_000);
    expect([clock.nowUs(), clock.monotonicUs()]).toEqual([1_000, 0]);
    clock.advance(250);
    expect([clock.nowUs(), clock.monotonicUs()]).toEqual([1_250, 250]);
  });

  it('runs timers by time, then by order of setting, each at its own time', () => {
    const clock = new VirtualClock(0);
    const seen: string[] = [];
    clock.setTimer(20, () => seen.push(`b${clock.nowUs()}`));
    clock.setTimer(10, () => seen.push(`a${clock.nowUs()}`));
    clock.setTimer(20, () => seen.push(`c${clock.nowUs()}`));
    clock.advance(30);
    expect(seen).toEqual(['a10', 'b20', 'c20']);
    expect(clock.nowUs()).toBe(30);
  });

  it('runs timers that a timer sets within the step, and leaves later and cancelled ones', () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const tick = (): void => {
      seen.push(clock.nowUs());
      clock.setTimer(10, tick);
    };
    clock.setTimer(10, tick);
    clock.setTimer(5, () => seen.push(-1)).cancel();
    clock.advance(35);
    expect(seen).toEqual([10, 20, 30]);
    expect(clock.pendingTimers).toBe(1);
  });

  it('lets promises settle between timers in advanceAsync', async () => {
    const clock = new VirtualClock(0);
    const seen: number[] = [];
    const work = async (): Promise<void> => {
      for (let round = 0; round < 3; round++) {
        await delay(clock, 10);
        seen.push(clock.nowUs());
      }
    };
    const done = work();
    await clock.advanceAsync(30);
    await done;
    expect(seen).toEqual([10, 20, 30]);
  });

  it('refuses to run backwards and to spin for ever', () => {
    const clock = new VirtualClock(0);
    expect(() => clock.advance(-1)).toThrow('time does not run backwards');
    const spin = (): void => void clock.setTimer(0, spin);
    spin();
    expect(() => clock.advance(1)).toThrow('one sets itself again');
  });
});

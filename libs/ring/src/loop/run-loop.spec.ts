import { MessageChannel } from 'node:worker_threads';
import { afterEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@bourseworks/testkit';
import { createDoorbell, DoorbellRinger, DoorbellSleeper } from '../doorbell/doorbell.js';
import type { ConsumerLoop, LoopOptions } from './run-loop.js';
import { runLoop } from './run-loop.js';

const channel = new MessageChannel();
const loops: ConsumerLoop[] = [];
afterEach(() => loops.splice(0).forEach((loop) => loop.stop()));

/** A loop over a plain counter of waiting records. */
function start(options: Partial<LoopOptions> = {}, waiting = 0) {
  const bell = createDoorbell();
  const state = { waiting, drained: 0, drains: 0, idles: 0 };
  const loop = runLoop({
    sleeper: new DoorbellSleeper(bell),
    port: channel.port2,
    drain: () => {
      const count = Math.min(256, state.waiting);
      state.waiting -= count;
      state.drained += count;
      state.drains += 1;
      return count;
    },
    onIdle: () => (state.idles += 1),
    ...options,
  });
  loops.push(loop);
  return { loop, state, ringer: new DoorbellRinger(bell, channel.port1) };
}

const parked = (loop: ConsumerLoop) => eventually(() => loop.isParked, { what: 'the loop to park' });

describe('runLoop', () => {
  it('drains until nothing is left, then parks', async () => {
    const { loop, state } = start({}, 1_000);
    await parked(loop);
    expect([state.drained, state.drains, state.idles]).toEqual([1_000, 6, 1]);
  });

  it('lets timers and promises run between two drains', async () => {
    let between = 0;
    let drains = 0;
    const { loop } = start({
      drain: () => {
        drains += 1;
        void Promise.resolve().then(() => (between += 1));
        return drains < 5 ? 256 : 0;
      },
    });
    await parked(loop);
    expect(between).toBe(drains);
  });

  it('is woken by the doorbell', async () => {
    const { loop, state, ringer } = start();
    await parked(loop);
    state.waiting = 3;
    expect(ringer.ring()).toBe(true);
    await eventually(() => state.drained === 3);
    await parked(loop);
    expect([loop.wakeUps, state.idles, ringer.rung]).toEqual([1, 2, 1]);
  });

  it('sees what was written between its last look and its flag', async () => {
    const state = { waiting: 0, drained: 0 };
    const bell = createDoorbell();
    const sleeper = new DoorbellSleeper(bell);
    // The host writes just before the flag is set, and so does not ring.
    const late = {
      sleep: () => {
        state.waiting += state.drained === 0 ? 1 : 0;
        sleeper.sleep();
      },
      wake: () => sleeper.wake(),
    };
    const { loop } = start({
      sleeper: late as DoorbellSleeper,
      drain: () => {
        const count = state.waiting;
        state.waiting = 0;
        state.drained += count;
        return count;
      },
    });
    await parked(loop);
    expect(state.drained).toBe(1);
  });

  it('does nothing after stop, and lets go of the port', async () => {
    const { loop, state, ringer } = start();
    await parked(loop);
    loop.stop();
    const listeners = channel.port2.listenerCount('message');
    state.waiting = 5;
    expect(ringer.ring()).toBe(false);
    loop.wake();
    await new Promise((resolve) => setImmediate(resolve));
    expect([state.drained, listeners]).toEqual([0, 0]);
  });

  it('can be stopped from inside a drain', async () => {
    let drains = 0;
    const { loop } = start({
      drain: () => {
        drains += 1;
        loops[0].stop();
        return 1;
      },
    });
    await eventually(() => drains === 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect([drains, loop.isParked]).toEqual([1, false]);
  });

  it('finds a record while it spins, without parking', async () => {
    let looks = 0;
    const idlesWhenFound: number[] = [];
    const { loop, state } = start({
      spin: { micros: 10_000, park: true },
      drain: () => {
        looks += 1;
        if (looks !== 20) return 0;
        idlesWhenFound.push(state.idles);
        return 1;
      },
    });
    await parked(loop);
    expect([idlesWhenFound, state.idles]).toEqual([[0], 1]);
  });

  it.each([0, 10_001, Number.NaN])('refuses to spin for %p microseconds', (micros) => {
    expect(() => start({ spin: { micros, park: true } })).toThrow(RangeError);
  });
});

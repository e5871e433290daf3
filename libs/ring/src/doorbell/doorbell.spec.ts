import { describe, expect, it } from '@jest/globals';
import { createDoorbell, DoorbellRinger, DoorbellSleeper } from './doorbell.js';

describe('Doorbell', () => {
  it('rings only a sleeper, and only once', () => {
    const bell = createDoorbell();
    const posted: unknown[] = [];
    const port = { postMessage: (value: unknown) => void posted.push(value) };
    const ringers = [new DoorbellRinger(bell, port), new DoorbellRinger(bell, port)];
    const sleeper = new DoorbellSleeper(bell);

    expect(ringers[0].ring()).toBe(false);
    sleeper.sleep();
    expect(ringers.map((ringer) => ringer.ring())).toEqual([true, false]);
    sleeper.sleep();
    sleeper.wake();
    expect(ringers[1].ring()).toBe(false);
    expect([posted.length, ringers[0].rung, ringers[1].rung]).toEqual([1, 1, 0]);
  });
});

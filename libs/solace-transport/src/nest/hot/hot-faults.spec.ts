import { describe, expect, it, jest } from '@jest/globals';
import { HotFaults } from './hot-faults.js';

describe('failures of hot routes', () => {
  it('are told at most once a second, with how many there were', () => {
    const told: string[] = [];
    const clock = jest.spyOn(performance, 'now');
    const faults = new HotFaults({ error: (text: unknown) => told.push(String(text)) });
    for (const now of [0, 10, 999, 1_000, 1_001]) {
      clock.mockReturnValue(now);
      faults.report('BAD_REQUEST', 'Ticks.tick', `at/${now}`, '"price" is not as its class says');
    }
    clock.mockRestore();
    expect(told).toEqual([
      '1 failure(s) of hot routes, last on at/0 (Ticks.tick), BAD_REQUEST: "price" is not as its class says',
      '3 failure(s) of hot routes, last on at/1000 (Ticks.tick), BAD_REQUEST: "price" is not as its class says',
    ]);
  });
});

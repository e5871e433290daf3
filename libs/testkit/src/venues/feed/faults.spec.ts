import { describe, expect, it } from '@jest/globals';
import { FaultPlan, type FeedFault } from './faults.js';

type Planned = Parameters<FaultPlan['add']>[0];

/** What arrives, in order, when `a`, `b`, … are published one after the other. */
function arriving(messages: string, ...faults: Planned[]): string[] {
  const plan = new FaultPlan();
  for (const fault of faults) plan.add(fault);
  return messages.split('').flatMap((message) => plan.arrivals(message).map(({ text }) => text));
}

describe('faults of messages', () => {
  it.each<[string, Planned, string]>([
    ['drop', { kind: 'drop', count: 2 }, 'cd'],
    ['duplicate', { kind: 'duplicate', count: 1 }, 'aabcd'],
    ['swap', { kind: 'swap', count: 2 }, 'badc'],
    ['change', { kind: 'change', count: 1, change: (text) => text.toUpperCase() }, 'Abcd'],
  ])('%s', (_, fault, expected) => {
    expect(arriving('abcd', fault).join('')).toBe(expected);
  });

  it('happen one after the other, those of a kind in their order', () => {
    const faults: Planned[] = [
      { kind: 'drop', count: 1 },
      { kind: 'duplicate', count: 1 },
      { kind: 'drop', count: 1 },
    ];
    expect(arriving('abcde', ...faults).join('')).toBe('ccde');
  });

  it('a delayed message tells how long', () => {
    const plan = new FaultPlan();
    plan.add({ kind: 'delay', count: 1, ms: 70 });
    expect([plan.arrivals('a'), plan.arrivals('b')].flat().map(({ afterMs }) => afterMs)).toEqual([70, 0]);
  });

  it('are forgotten when they are cleared, a message that was held back too', () => {
    const plan = new FaultPlan();
    plan.add({ kind: 'swap', count: 1 });
    plan.add({ kind: 'drop', count: 9 });
    plan.arrivals('a');
    plan.clear();
    expect(plan.arrivals('b')).toEqual([{ text: 'b', afterMs: 0 }]);
  });

  it('of requests and logins happen as often as was asked', () => {
    const plan = new FaultPlan();
    const fault: FeedFault = { kind: 'status', count: 2, status: 429 };
    plan.add(fault);
    expect([plan.take('login'), plan.take('status'), plan.take('status'), plan.take('status')]).toEqual([
      undefined,
      fault,
      fault,
      undefined,
    ]);
  });
});

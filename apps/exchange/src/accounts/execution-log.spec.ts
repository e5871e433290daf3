import { describe, expect, it } from '@jest/globals';
import type { ExecutionWire } from '../wire/execution-wire.js';
import { ExecutionLog } from './execution-log.js';

const report = (sequence: number, execType = 'Trade') =>
  ({ sequence, execType, time: sequence * 10 }) as unknown as ExecutionWire;

describe('ExecutionLog', () => {
  it('gives what follows a sequence, as far as it is held', () => {
    const log = new ExecutionLog(4);
    for (let n = 1; n <= 6; n++) log.add(report(n, n === 5 ? 'New' : 'Trade'));
    expect([log.firstSequence, log.lastSequence]).toEqual([3, 6]);
    expect(log.since(4, 10).map((one) => one.sequence)).toEqual([5, 6]);
    expect(log.since(0, 2).map((one) => one.sequence)).toEqual([3, 4]);
    expect(log.since(6, 10)).toEqual([]);
    expect(log.fillsSince(40, 0, 10).map((one) => one.sequence)).toEqual([4, 6]);
    expect(log.fillsSince(0, 4, 10).map((one) => one.sequence)).toEqual([6]);
  });

  it('takes reports in their order only', () => {
    const log = new ExecutionLog(4);
    expect(() => log.add(report(2))).toThrow('execution 2 after 0');
  });
});

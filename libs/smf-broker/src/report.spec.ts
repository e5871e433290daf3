import { describe, expect, it, jest } from '@jest/globals';
import type { GuaranteedEvent } from './guaranteed/guaranteed-messaging.js';
import { guaranteedLog } from './report.js';

describe('a spool that fails, in the log', () => {
  it('is told once in ten seconds, and anew after it was well', () => {
    const lines: string[] = [];
    const report = guaranteedLog({ log: (_level, event) => lines.push(event) });
    const failed: GuaranteedEvent = { kind: 'spoolFailed', error: new Error('full') };
    for (let n = 0; n < 40; n++) report(failed);
    report({ kind: 'spoolRecovered' });
    report(failed);
    expect(lines).toEqual(['spool.failed', 'spool.recovered', 'spool.failed']);
  });
});

describe('dead messages in the log', () => {
  it('are told one by one when they are few, and counted a second at a time when they are many', () => {
    jest.useFakeTimers();
    try {
      const lines: unknown[] = [];
      const report = guaranteedLog({
        log: (_level, _event, _text, fields = {}) => lines.push([fields['queue'], fields['reason'], fields['count']]),
      });
      const die = (queue: string, reason: string): void =>
        report({ kind: 'messageDead', queue, reason, moved: false } as GuaranteedEvent);
      for (let n = 0; n < 1_000; n++) die('q/a', 'expired');
      die('q/b', 'expired');
      die('q/a', 'rejected');
      expect(lines.splice(0)).toEqual([
        ['q/a', 'expired', 1],
        ['q/b', 'expired', 1],
        ['q/a', 'rejected', 1],
      ]);
      jest.advanceTimersByTime(1_000);
      expect(lines.splice(0)).toEqual([['q/a', 'expired', 999]]);
      jest.advanceTimersByTime(1_000);
      expect(jest.getTimerCount()).toBe(0);
      die('q/a', 'expired');
      expect(lines).toEqual([['q/a', 'expired', 1]]);
    } finally {
      jest.useRealTimers();
    }
  });
});

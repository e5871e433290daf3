import { describe, expect, it } from '@jest/globals';
import { parseLogLine, renderLogLine } from './log-line.js';

describe('log lines', () => {
  it('shows time, service, level, event, fields and message on one line', () => {
    const line = parseLogLine(
      JSON.stringify({
        level: 'warn',
        time: '2026-01-02T03:04:05.678Z',
        service: 'oms',
        pid: 1,
        event: 'order.denied',
        code: 'RISK_RATE',
        reason: 'too many',
        msg: 'no',
      }),
    );
    expect(renderLogLine('oms', 3, line, false)).toBe(
      '03:04:05.678 oms           WARN  order.denied code=RISK_RATE reason="too many" · no',
    );
  });

  it('shows what is not JSON as it is', () => {
    const line = parseLogLine('Segmentation fault');
    expect(line.fields).toBeUndefined();
    expect(renderLogLine('oms', 0, line, false)).toMatch(/^\d\d:\d\d:\d\d\.\d{3} oms {11}Segmentation fault$/);
    expect(parseLogLine('{broken').fields).toBeUndefined();
  });

  it('shows what an error says, not its stack', () => {
    const err = { type: 'Error', message: 'boom', stack: 'Error: boom\n    at x.js:1' };
    const line = parseLogLine(JSON.stringify({ level: 'fatal', time: 0, event: 'process.crashed', err, msg: 'boom' }));
    expect(renderLogLine('oms', 0, line, false)).toMatch(/FATAL process\.crashed · boom$/);
    const other = parseLogLine(JSON.stringify({ level: 'fatal', time: 0, event: 'service.start_failed', err }));
    expect(renderLogLine('oms', 0, other, false)).toMatch(/service\.start_failed err=boom$/);
  });

  it('colours only when asked', () => {
    const line = parseLogLine(JSON.stringify({ level: 'error', time: 0, event: 'x' }));
    expect(renderLogLine('oms', 0, line, false)).not.toContain('\u001b');
    expect(renderLogLine('oms', 0, line, true)).toContain('\u001b[31mERROR');
  });
});

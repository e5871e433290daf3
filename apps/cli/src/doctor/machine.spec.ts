import { describe, expect, it } from '@jest/globals';
import { fromGigabytes, warn, fail } from './check.js';
import { checkClock, checkCores, checkMemory, checkNode, checkOpenFiles, checkPlatform } from './machine.js';

describe('the machine', () => {
  it('needs a Node that is new enough', () => {
    expect(checkNode('24.7.0').state).toBe('ok');
    expect(checkNode('26.0.1').state).toBe('ok');
    expect(checkNode('24.6.9').state).toBe('fail');
    expect(checkNode('20.20.2')).toMatchObject({ state: 'fail', remedy: expect.stringContaining('24.7') });
  });

  it('below the minimum is a warning, and a failure in production', () => {
    expect(checkCores(8, fail).state).toBe('ok');
    expect([checkCores(7, warn).state, checkCores(7, fail).state]).toEqual(['warn', 'fail']);
    expect(checkMemory(fromGigabytes(15.4), fail).state).toBe('ok');
    expect([checkMemory(fromGigabytes(8), warn).state, checkMemory(fromGigabytes(8), fail).state]).toEqual([
      'warn',
      'fail',
    ]);
    expect(checkMemory(fromGigabytes(8), warn).found).toBe('8.0 GB (minimum 16 GB, production 32 GB)');
  });

  it('needs files to open', () => {
    expect([256, 1_024, 4_096, 'unlimited' as const, undefined].map((limit) => checkOpenFiles(limit).state)).toEqual([
      'fail',
      'warn',
      'ok',
      'ok',
      'ok',
    ]);
  });

  it('needs a clock that is right and does not jump', () => {
    expect(checkClock(1_000, 500, 1).state).toBe('ok');
    expect(checkClock(400, 500, 0).state).toBe('fail');
    expect(checkClock(1_000, 500, -80).state).toBe('warn');
  });

  it('may be one that nobody tried', () => {
    expect(checkPlatform('linux', 'x64').state).toBe('ok');
    expect(checkPlatform('sunos', 'sparc').state).toBe('warn');
  });
});

import { describe, expect, it } from '@jest/globals';
import { cpuUsOfStat } from './cpu.js';

describe('cpuUsOfStat', () => {
  it('adds user and system time, whatever the name of the program', () => {
    const rest = 'S 1 7 7 0 -1 4194304 500 0 0 0 123 45 9 9 20 0 11 0';
    expect(cpuUsOfStat(`7 (node) ${rest}`)).toBe(1_680_000);
    expect(cpuUsOfStat(`7 (a) b (c)) ${rest}`)).toBe(1_680_000);
  });
});

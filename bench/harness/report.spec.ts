import { describe, expect, it } from '@jest/globals';
import { defineBench } from './bench.js';
import { readable, reportOf } from './report.js';

const bench = defineBench({
  name: 'sample',
  goals: [
    { name: 'ratio', op: '>=', goal: 2 },
    { name: 'p99Us', op: '<=', goal: 5 },
  ],
  measure: () => Promise.reject(new Error('not run here')),
});

describe('reportOf', () => {
  it('judges each goal by its operator', () => {
    const report = reportOf(bench, { values: { ratio: 2, p99Us: 6 }, figures: { n: 3 }, peers: { peer: '1.2.3' } });
    expect(report.goals).toEqual([
      { name: 'ratio', value: 2, op: '>=', goal: 2, pass: true },
      { name: 'p99Us', value: 6, op: '<=', goal: 5, pass: false },
    ]);
    expect(readable(report)).toMatch(/peer 1\.2\.3[^]*ratio +2 +>= 2 +reached[^]*p99Us +6 +<= 5 +missed/);
  });

  it('refuses a goal that was not measured', () => {
    expect(() => reportOf(bench, { values: { ratio: 2 }, figures: {} })).toThrow('sample did not measure p99Us');
  });
});

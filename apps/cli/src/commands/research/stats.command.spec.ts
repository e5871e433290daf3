import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRng } from '@bourseworks/ports';
import * as statistics from '@bourseworks/statistics';
import { tempDir } from '@bourseworks/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '../../exit-codes.js';
import { runCli } from '../../testing/run-cli.js';

describe('bourse stats', () => {
  let file: string;
  const walk: number[] = [];
  beforeAll(() => {
    const rng = new SeededRng(7);
    let level = 100;
    let spread = 0;
    const rows = Array.from({ length: 300 }, (_, day) => {
      level += rng.next() - 0.5;
      spread = 0.7 * spread + rng.next() - 0.5;
      walk.push(level);
      return `2024-01-01T00:${String(day).padStart(3, '0')},${level},${2 * level + 5 + spread},${day === 9 ? '' : spread}`;
    });
    file = join(tempDir('stats'), 'pair.csv');
    writeFileSync(file, ['time,a,b,spread', ...rows, ''].join('\n'));
  });
  const run = (...args: string[]) => runCli(['stats', ...args]);
  const jsonOf = async (...args: string[]) => {
    const { stdout, stderr } = await run(...args, '--input', file, '--json');
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Readonly<Record<string, unknown>>;
  };

  it('tests a series for a unit root', async () => {
    const found = await jsonOf('adf', '--columns', 'a', '--lags', '2', '--trend', 'trend');
    expect(found).toEqual(
      JSON.parse(JSON.stringify(statistics.augmentedDickeyFuller(walk, { lags: 2, trend: 'trend' }))),
    );
    const plain = await jsonOf('adf', '--columns', 'a', '--lags', '0');
    expect(plain).toMatchObject({ lags: 0, statistic: statistics.augmentedDickeyFuller(walk, { lags: 0 }).statistic });
    const kpss = await jsonOf('kpss', '--columns', 'a');
    expect(kpss).toEqual(JSON.parse(JSON.stringify(statistics.kpss(walk))));
    const back = await jsonOf('half-life', '--columns', 'spread', '--gaps', 'skip');
    // The spread keeps 0.7 of itself from one row to the next.
    expect(back['halfLife']).toBeGreaterThan(1);
    expect(back['halfLife']).toBeLessThan(4);
  });

  it('tests a pair, and finds its hedge ratio', async () => {
    const pair = ['--columns', 'b,a'];
    const coint = await jsonOf('coint', ...pair);
    expect(coint).toMatchObject({ hedge: { a: expect.closeTo(2, 1) } });
    expect(coint['pValue']).toBeLessThan(0.01);
    const hedge = await jsonOf('hedge', ...pair);
    expect(hedge).toMatchObject({ hedge: { a: expect.closeTo(2, 1) }, orthogonal: { a: expect.closeTo(2, 0) } });
    const johansen = await jsonOf('johansen', ...pair);
    expect(johansen['trace']).toHaveLength(2);
  });

  it.each<[string, string[], string]>([
    ['a column that there is not', ['adf', '--columns', 'x'], 'there is no column x'],
    ['two series for a test of one', ['adf', '--columns', 'a,b'], 'adf takes 1 series'],
    ['one series for a test of several', ['coint', '--columns', 'a'], 'coint takes 2 to 6 series'],
    ['a row with nothing in it', ['adf', '--columns', 'spread'], "line 11: spread is no number: ''"],
    ['a trend that it does not know', ['kpss', '--columns', 'a', '--trend', 'quadratic'], 'constant, trend'],
    ['more lags than rows', ['adf', '--columns', 'a', '--lags', '400'], 'STATISTICS_'],
  ])('refuses %s', async (_, args, told) => {
    const { code, stdout, stderr } = await run(...args, '--input', file);
    expect([code, stdout]).toEqual([EXIT.usage, '']);
    expect(stderr).toContain(told);
  });
});

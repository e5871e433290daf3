import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entry, tempDir } from '@bourseworks/testkit';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { EXIT } from '../../exit-codes.js';
import { runCli } from '../../testing/run-cli.js';

const CSV = `Date,Open,High,Low,Close,Adj Close
2024-01-02,10,12,9,11,5.5
2024-01-03,11,13,10,12,6
2024-01-04,12,14,11,13,6.5
2024-01-05,13,15,12,,
2024-01-08,14,16,13,15,7.5
`;

describe('bourse indicator', () => {
  let file: string;
  beforeAll(() => {
    file = join(tempDir('indicator'), 'bars.csv');
    writeFileSync(file, CSV);
  });
  const run = (...args: string[]) => runCli(['indicator', ...args]);

  it('writes CSV or JSON beside the times of the rows', async () => {
    const csv = await run('sma', '--period', '2', '--input', file, '--gaps', 'skip', '--csv');
    expect(csv.stdout).toBe('Date,value\n2024-01-02,\n2024-01-03,11.5\n2024-01-04,12.5\n2024-01-08,14\n');
    const columns = ['--columns', 'value=Adj Close', '--gaps', 'skip', '--json'];
    const json = await run('compute', 'ema', '--length=2', '--seeding', 'first', '--input', file, ...columns);
    expect([json.code, json.stderr]).toEqual([EXIT.ok, '']);
    const values = json.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { value: number }).value);
    const average = (before: number, next: number): number => before + (2 / 3) * (next - before);
    const first = average(5.5, 6);
    expect(values).toEqual([5.5, first, average(first, 6.5), average(average(first, 6.5), 7.5)]);
  });

  it('takes the columns of all series in their order, and writes cells with commas as one', async () => {
    const named = join(tempDir('indicator'), 'named.csv');
    writeFileSync(named, 'Date,H,L\n"Jan 2, 2024",12,9\n"Jan 3, 2024",14,10\n');
    const csv = await run('midprice', '--length', '2', '--input', named, '--columns', 'H,L', '--csv');
    expect(csv.stdout).toBe('Date,value\n"Jan 2, 2024",\n"Jan 3, 2024",11.5\n');
  });

  it('writes a row for each row where it has one column alone', async () => {
    const plain = join(tempDir('indicator'), 'plain.csv');
    writeFileSync(plain, '1\n2\n3\n');
    const csv = await run('sma', '--length', '2', '--input', plain, '--csv');
    expect(csv.stdout).toBe('value\n""\n1.5\n2.5\n');
    writeFileSync(plain, csv.stdout);
    const again = await run('sma', '--length', '2', '--input', plain);
    expect([again.code, again.stderr]).toEqual([EXIT.usage, expect.stringContaining("line 2: value is no number: ''")]);
  });

  it('shows the last rows, and what there is', async () => {
    const table = await run('bollinger-bands', '--length', '2', '--input', file, '--gaps', 'skip', '--last', '1');
    expect(
      table.stdout
        .trimEnd()
        .split('\n')
        .map((line) => line.trim().split(/ {2,}/)),
    ).toEqual([
      ['Date', 'middle', 'upper', 'lower', 'percentB', 'width'],
      ['2024-01-08', '14', '16', '12', '0.75', String(4 / 14)],
    ]);
    const shown = await run('show', 'ema');
    expect(shown.stdout).toMatch(/^ema: Exponential moving average \(overlap\)\n.*\n.*\nknown after 20 rows/);
    const listed = await run('list', '--group', 'overlap', '--json');
    const names = listed.stdout
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { name: string }).name);
    expect(names).toEqual(expect.arrayContaining(['bollinger-bands', 'ema', 'sma']));
  });

  it.each<[string, string[], string]>([
    ['an indicator that there is not', ['smaa'], 'INDICATOR_UNKNOWN'],
    ['a parameter out of its range', ['sma', '--length', '0'], 'INDICATOR_PARAMETER'],
    ['a parameter that it does not have', ['sma', '--speed', '3'], 'INDICATOR_PARAMETER'],
    ['a row with something that is no number', ['sma', '--length', '2'], 'line 5: Close is no number'],
    ['a column that there is not', ['sma', '--columns', 'value=Last'], 'there is no column Last'],
    ['a series that it does not take', ['sma', '--columns', 'high=High'], '--columns: high=High'],
    ['fewer columns than series', ['atr', '--columns', 'High,Low'], '--columns: High'],
    ['a parameter that is given twice', ['sma', '--period', '2', '--length', '3'], 'length is given twice: 2 and 3'],
    ['too few rows', ['sma', '--gaps', 'skip', '--length', '5'], 'INPUT_TOO_SHORT'],
  ])('refuses %s', async (_, args, told) => {
    const { code, stdout, stderr } = await run(...args, '--input', file);
    expect([code, stdout]).toEqual([EXIT.usage, '']);
    expect(stderr).toContain(told);
  });

  it('ends quietly when nobody reads on', async () => {
    const long = join(tempDir('indicator'), 'long.csv');
    writeFileSync(long, Array.from({ length: 60_000 }, (_, i) => `${i}\n`).join(''));
    const args = ['indicator', 'sma', '--length', '2', '--input', long, '--csv'];
    const child = spawn(process.execPath, [entry('apps/cli/src/main.js'), ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const [code] = (await once(child, 'close')) as [number | null];
    expect([code, stderr]).toEqual([EXIT.ok, '']);
  });

  it('says that it cannot read a file', async () => {
    const { code, stderr } = await run('sma', '--input', `${file}x`);
    expect([code, stderr]).toEqual([EXIT.usage, expect.stringMatching(/^cannot read .*bars\.csvx: ENOENT/)]);
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['no CSV', 'a,"b\nc'],
  ])('refuses a file with %s', async (_, text) => {
    const bad = join(tempDir('indicator'), 'bad.csv');
    writeFileSync(bad, text);
    const { code, stderr } = await run('sma', '--input', bad);
    expect([code, stderr]).toEqual([EXIT.usage, expect.stringMatching(/^INPUT_FORMAT: .*bad\.csv is/)]);
  });
});

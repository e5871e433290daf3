import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bsmPrice, CALL, PUT } from '@bourseworks/pricing';
import { tempDir } from '@bourseworks/testkit';
import { describe, expect, it } from '@jest/globals';
import { EXIT } from '../../exit-codes.js';
import { runCli } from '../../testing/run-cli.js';

const run = (...args: string[]) => runCli(['price', 'option', ...args]);
const jsonOf = async (...args: string[]) => {
  const { stdout, stderr } = await run(...args, '--json');
  expect(stderr).toBe('');
  return JSON.parse(stdout) as Readonly<Record<string, number>>;
};

describe('bourse price option', () => {
  it('prices a European option with its Greeks, and finds the volatility of a price', async () => {
    // Haug (2007), page 4: a stock option, and page 5: an index option with a yield of 5 %.
    const stock = ['--spot', '60', '--strike', '65', '--years', '0.25', '--rate', '0.08'];
    const call = await jsonOf(...stock, '--volatility', '0.3');
    expect(call['price']).toBeCloseTo(2.1334, 4);
    const index = [
      '--kind',
      'put',
      '--spot',
      '100',
      '--strike',
      '95',
      '--years',
      '0.5',
      '--rate',
      '0.1',
      '--yield',
      '0.05',
    ];
    const put = await jsonOf(...index, '--volatility', '0.2');
    expect(put['price']).toBeCloseTo(2.4648, 4);
    expect(put['delta']).toBeLessThan(0);
    const implied = await jsonOf(...index, '--price', String(put['price']));
    expect(implied['volatility']).toBeCloseTo(0.2, 12);
  });

  it('prices an American option by the model that is named', async () => {
    const terms = [
      '--kind',
      'put',
      '--spot',
      '100',
      '--strike',
      '110',
      '--years',
      '1',
      '--rate',
      '0.05',
      '--volatility',
      '0.2',
    ];
    const european = bsmPrice(PUT, 100, 110, 1, 0.05, 0.05, 0.2);
    for (const model of ['bjerksund-stensland', 'binomial']) {
      const { price } = await jsonOf(...terms, '--model', model, '--steps', '101');
      expect(price).toBeGreaterThan(european + 0.5);
      expect(price).toBeLessThan(european + 2);
    }
  });

  it('adds what it finds to each row of a file', async () => {
    const file = join(tempDir('price'), 'options.csv');
    writeFileSync(file, 'id,kind,strike,volatility\na,call,95,0.2\nb,P,105,\n');
    const rest = ['--spot', '100', '--years', '0.5', '--rate', '0.02', '--volatility', '0.3', '--csv'];
    const { stdout } = await run('--input', file, ...rest);
    const [header, ...rows] = stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(header.slice(0, 6)).toEqual(['id', 'kind', 'strike', 'volatility', 'price', 'delta']);
    // What the options stand for is told.
    expect(rows.map((row) => row.slice(0, 4).join())).toEqual(['a,call,95,0.2', 'b,P,105,0.3']);
    expect(rows.map((row) => Number(row[4]))).toEqual([
      bsmPrice(CALL, 100, 95, 0.5, 0.02, 0.02, 0.2),
      bsmPrice(PUT, 100, 105, 0.5, 0.02, 0.02, 0.3),
    ]);
  });

  it('finds the price of some rows and the volatility of others', async () => {
    const file = join(tempDir('price'), 'mixed.csv');
    writeFileSync(file, 'note,price,volatility\n"a, b",,0.2\nc,8,\n');
    const rest = ['--spot', '100', '--strike', '100', '--years', '1', '--volatility', '0.3', '--csv'];
    const { stdout, stderr } = await run('--input', file, ...rest);
    expect(stderr).toBe('');
    const [header, first, second] = stdout.split('\n');
    expect(header).toMatch(/^note,price,volatility,delta,/);
    expect(first).toContain(`"a, b",${bsmPrice(CALL, 100, 100, 1, 0, 0, 0.2)},0.2,`);
    const [, price, volatility] = second.split(',').map(Number);
    expect(price).toBe(8);
    expect(bsmPrice(CALL, 100, 100, 1, 0, 0, volatility)).toBeCloseTo(8, 12);
  });

  it.each<[string, string, string]>([
    ['a kind that there is not', 'kind,volatility\ncall,0.2\ncat,0.2\n', 'line 3: kind is call or put: cat'],
    ['nothing to find the price by', 'volatility,id\n0.2,a\n,b\n', 'line 3: there is no volatility'],
    ['an input out of its range', 'volatility\n0.2\n-1\n', 'PRICING_INPUT: line 3: volatility must be'],
    ['both a volatility and a price', 'volatility,price\n0.2,8\n', 'line 2: there is both a volatility and a price'],
    ['no rows', 'volatility\n', 'INPUT_TOO_SHORT'],
  ])('refuses a file with %s, by its line', async (_, text, told) => {
    const file = join(tempDir('price'), 'wrong.csv');
    writeFileSync(file, text);
    const { code, stderr } = await run('--input', file, '--spot', '100', '--strike', '100', '--years', '1');
    expect(code).toBe(EXIT.usage);
    expect(stderr).toContain(told);
  });

  it.each<[string, string[], string]>([
    [
      'both a carry and a yield',
      ['--spot', '9', '--strike', '9', '--years', '1', '--volatility', '1', '--carry', '0', '--yield', '0'],
      'there is both a carry and a yield',
    ],
    ['no strike', ['--spot', '100', '--years', '1'], 'there is no strike'],
    ['no volatility', ['--spot', '100', '--strike', '90', '--years', '1'], 'there is no volatility'],
    [
      'a price that no volatility gives',
      ['--spot', '100', '--strike', '90', '--years', '1', '--price', '5'],
      'PRICE_BELOW_BOUND',
    ],
    ['what is no number', ['--spot', 'x'], 'Give a number'],
    ['negative years', ['--spot', '1', '--strike', '1', '--years', '-1', '--volatility', '1'], 'PRICING_INPUT'],
  ])('refuses %s', async (_, args, told) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([EXIT.usage, '']);
    expect(stderr).toContain(told);
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempDir } from '@bourseworks/testkit';
import { describe, expect, it } from '@jest/globals';
import { numberOf, numbersOf, readColumns, readTable } from './input-table.js';

function fileOf(text: string): string {
  const file = join(tempDir('table'), 'table.csv');
  writeFileSync(file, text);
  return file;
}

const read = (text: string) => readTable(fileOf(text));
const refusal = (message: string): object =>
  expect.objectContaining({ code: 'INPUT_FORMAT', message: expect.stringContaining(message) });

describe('readTable', () => {
  it('knows the line of each row, blank lines and a quoted line break before it', async () => {
    expect(await read('a,b\n\n1,2\n\n"3\n",4\n5,6\n\n')).toEqual({
      names: ['a', 'b'],
      rows: [
        ['1', '2'],
        ['3\n', '4'],
        ['5', '6'],
      ],
      lines: [3, 6, 7],
    });
  });

  it('takes a byte order mark, carriage returns, and numbers without a header', async () => {
    expect(await read('\uFEFFa,b\r\n1,2\r\n')).toMatchObject({ names: ['a', 'b'], rows: [['1', '2']] });
    expect(await read('1,2\n3,4\n')).toEqual({
      names: ['1', '2'],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
      lines: [1, 2],
    });
  });

  it('takes a blank line in a file of one column for a value that is missing, but not at its end', async () => {
    const table = await read('value\n\n1\n""\n2\n\n\n');
    expect(table).toEqual({ names: ['value'], rows: [[''], ['1'], [''], ['2']], lines: [2, 3, 4, 5] });
    expect(() => numbersOf(table, [0], 'refuse')).toThrow(refusal("line 2: value is no number: ''"));
    expect([...numbersOf(table, [0], 'skip').series[0]]).toEqual([1, 2]);
  });

  it.each([
    ['semicolons', 'date;close\n2024-01-01;1,5\n', 'has semicolons between its columns'],
    ['tabs', 'date\tclose\n2024-01-01\t1.5\n', 'has tabs between its columns'],
    ['decimal commas that make one cell more', 'date,close\n2024-01-01,1,5\n', 'line 2 has 3 cells, the first line 2'],
    ['nothing but blank lines', '\n\n', 'is empty'],
    ['a quote that does not end', 'a,"b\nc', 'is no CSV file'],
  ])('refuses %s', async (_, text, message) => {
    await expect(read(text)).rejects.toEqual(refusal(message));
  });

  it('bears an empty cell more at the end of a line', async () => {
    expect((await read('a,b\n1,2,\n')).rows).toEqual([['1', '2', '']]);
  });

  it.each(['no-such-file.csv', '.'])('says that it cannot read %s', async (name) => {
    const file = join(tempDir('table'), name);
    await expect(readTable(file)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^cannot read/),
    });
  });
});

describe('numbersOf', () => {
  it('tells people who write decimals with a comma what is wanted', async () => {
    const table = await read('close\n"1,5"\n');
    expect(() => numbersOf(table, [0], 'refuse')).toThrow(refusal('numbers have a point for their decimals'));
  });
});

it('reads decimal numbers alone', () => {
  expect(['1', '-2.5', '1e3', '.5', '007'].map(numberOf)).toEqual([1, -2.5, 1_000, 0.5, 7]);
  for (const text of ['', '0x10', '0b1', '1,5', '1_000', 'one']) expect(numberOf(text)).toBeNaN();
});

describe('readColumns', () => {
  it('reads columns by series, or all of them in order', () => {
    expect([...readColumns('low=L,high=Adj High', ['high', 'low'])]).toEqual([
      ['low', 'L'],
      ['high', 'Adj High'],
    ]);
    expect([...readColumns('Adj High, L', ['high', 'low'])]).toEqual([
      ['high', 'Adj High'],
      ['low', 'L'],
    ]);
    expect(readColumns(undefined, ['high']).size).toBe(0);
  });

  it.each(['Close', 'close=', 'volume=V', 'A,B,C', 'high=H,L'])('refuses %s', (text) => {
    expect(() => readColumns(text, ['high', 'low'])).toThrow(expect.objectContaining({ exitCode: 2 }));
  });
});

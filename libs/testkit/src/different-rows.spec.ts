import { describe, expect, it } from '@jest/globals';
import { differentRows } from '@bourseworks/testkit';

const rows = [
  { price: 1, id: 'a' },
  { price: 2, id: 'b' },
];

describe('differentRows', () => {
  it('finds none in equal lists, whatever the order of the fields', () => {
    expect(differentRows([], [])).toEqual([]);
    expect(
      differentRows(
        rows.map(({ price, id }) => ({ id, price })),
        rows,
      ),
    ).toEqual([]);
  });

  it.each([
    ['another value', { price: 3, id: 'b' }],
    ['a value of another type', { price: '2', id: 'b' }],
    ['a field less', { price: 2 }],
    ['another field instead', { price: 2, name: 'b' }],
    ['a field more', { price: 2, id: 'b', more: 1 }],
    ['a field more that is undefined', { price: 2, id: 'b', more: undefined }],
  ])('finds %s', (_, row) => {
    expect(differentRows([rows[0], row], rows)).toEqual([{ index: 1, actual: row, expected: rows[1] }]);
    expect(differentRows(rows, [rows[0], row])).toEqual([{ index: 1, actual: rows[1], expected: row }]);
  });

  it('finds what one list has more, at most ten rows of it', () => {
    expect(differentRows(rows.slice(0, 1), rows)).toEqual([{ index: 1, actual: undefined, expected: rows[1] }]);
    expect(differentRows(rows, rows.slice(0, 1))).toEqual([{ index: 1, actual: rows[1], expected: undefined }]);
    expect(differentRows(Array<object>(20).fill(rows[0]), [])).toHaveLength(10);
  });

  it('finds an undefined field in place of another one', () => {
    expect(differentRows([{ a: undefined }], [{ b: undefined }])).toHaveLength(1);
  });
});

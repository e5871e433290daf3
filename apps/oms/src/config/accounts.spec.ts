import { describe, expect, it } from '@jest/globals';
import { parseAccounts } from './accounts.js';

describe('parseAccounts', () => {
  it('reads ids, currencies and exact cash', () => {
    expect(parseAccounts('[{"id":"A","currency":"USD","cash":"1000000.25"}]')).toEqual([
      { id: 'A', currency: 'USD', cash: 1_000_000_250_000_000_000_000_000n },
    ]);
  });

  it.each([
    ['nonsense', 'is not JSON'],
    ['{}', 'is not a list'],
    ['[]', 'is not a list'],
    ['[7]', 'no object'],
    ['[{"id":"a b","currency":"USD","cash":"1"}]', 'an id'],
    ['[{"id":"A","currency":"usd","cash":"1"}]', 'currency of A'],
    ['[{"id":"A","currency":"USD","cash":1}]', 'cash of A'],
    ['[{"id":"A","currency":"USD","cash":"-1"}]', 'cash of A'],
    ['[{"id":"A","currency":"USD","cash":"1"},{"id":"A","currency":"USD","cash":"2"}]', 'A twice'],
  ])('refuses %s', (text, why) => {
    expect(() => parseAccounts(text)).toThrow(why);
    expect(() => parseAccounts(text)).toThrow('ACCOUNTS');
  });
});

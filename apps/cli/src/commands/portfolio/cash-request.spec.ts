import { describe, expect, it } from '@jest/globals';
import { cashBody, type CashTerms, type TypedKind } from './cash-request.js';

const body = (line: string, terms: Partial<CashTerms> = {}) => {
  const [kind, ...words] = line.split(' ');
  return cashBody(kind as TypedKind, words, { venue: 'sim', ...terms });
};
const of = { venue: 'sim', symbol: 'X' };

describe('the words of portfolio cash', () => {
  it.each<[string, Partial<CashTerms>, object]>([
    ['deposit 10.5', {}, { kind: 'deposit', amount: '10.5' }],
    ['withdraw 1', { currency: 'EUR' }, { kind: 'withdrawal', amount: '1', currency: 'EUR' }],
    ['dividend X 0.62', {}, { kind: 'dividend', ...of, amount: '0.62' }],
    ['funding X', { rate: '-0.0001', price: '5' }, { kind: 'funding', ...of, rate: '-0.0001', price: '5' }],
    ['borrow X', { rate: '0.1', price: '5', days: 3 }, { kind: 'borrow', ...of, rate: '0.1', price: '5', days: 3 }],
    ['split X 3:2', { price: '5' }, { kind: 'split', ...of, n: 3, m: 2, price: '5' }],
    ['fee X 2', { strategy: 's' }, { kind: 'fee', ...of, strategy: 's', amount: '2' }],
    ['rebate X 2', { strategy: 's' }, { kind: 'rebate', ...of, strategy: 's', amount: '2' }],
  ])('%s', (line, terms, expected) => {
    expect(body(line, terms)).toEqual(expected);
  });

  it.each<[string, Partial<CashTerms>, string]>([
    ['deposit', {}, 'the amount is missing'],
    ['deposit -5', {}, 'no decimal'],
    ['deposit X 5', {}, 'an amount alone'],
    ['dividend', {}, 'one of a symbol'],
    ['dividend X', {}, 'the amount of one unit'],
    ['dividend X 1 2', {}, '2 is too much'],
    ['funding X', { price: '5' }, 'the rate is missing'],
    ['funding X', { rate: '0.1' }, 'the mark (--price) is missing'],
    ['borrow X', { rate: '0.1', price: '5' }, 'a loan has days'],
    ['split X 3', { price: '5' }, 'n new for m old'],
    ['split X 3:1', {}, 'the price after the split'],
    ['fee X 2', {}, 'whose is the fee?'],
  ])('%s %j is no event', (line, terms, message) => {
    expect(() => body(line, terms)).toThrow(message);
  });
});

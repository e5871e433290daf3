import { describe, expect, it } from '@jest/globals';
import { Command } from 'commander';
import { addChangeOptions, addTermsOptions, priceFields, termsOf, type TermsOptions } from './terms-options.js';

const command = (add: (command: Command) => Command): Command =>
  add(new Command())
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
const terms = (...words: string[]) => {
  const parsed = command(addTermsOptions).parse(words, { from: 'user' });
  return termsOf(parsed.opts<TermsOptions>());
};
const change = (...words: string[]) =>
  priceFields(command(addChangeOptions).parse(words, { from: 'user' }).opts<TermsOptions>());

describe('terms of an order on the command line', () => {
  it.each([
    ['', { type: 'MARKET' }],
    ['--limit 10', { type: 'LIMIT', price: '10' }],
    ['--stop 10', { type: 'STOP', stopPrice: '10' }],
    ['--stop 10 --limit 9.5', { type: 'STOP_LIMIT', stopPrice: '10', price: '9.5' }],
    ['--trail 0.25', { type: 'TRAILING_STOP', trailBy: '0.25' }],
    ['--trail 0.25 --stop 12', { type: 'TRAILING_STOP', trailBy: '0.25', stopPrice: '12' }],
    ['--type STOP --limit 10', { type: 'STOP', price: '10' }],
    ['--limit 10 --display 2 --post-only', { type: 'LIMIT', price: '10', displayQty: '2', postOnly: true }],
    ['--reduce-only', { type: 'MARKET', reduceOnly: true }],
  ])('%s', (words, expected) => {
    expect(terms(...words.split(' ').filter((word) => word !== ''))).toEqual({ timeInForce: 'DAY', ...expected });
  });

  it('takes the end of a GTD order as a time or as a duration from now', () => {
    const end = '2100-01-31T09:30:00Z';
    expect(terms('--tif', 'GTD', '--good-till', end)).toEqual({
      type: 'MARKET',
      timeInForce: 'GTD',
      goodTillTime: `${Date.parse(end)}000000`,
    });
    const before = Date.now();
    const ahead = Number(terms('--tif', 'GTD', '--good-till', '2h').goodTillTime) / 1_000_000;
    expect(ahead - before).toBeGreaterThanOrEqual(7_199_000);
  });

  it.each([
    ['--good-till', '2001-01-01'],
    ['--good-till', 'soon'],
    ['--stop', '-1'],
    ['--trail', '0'],
    ['--display', '0'],
    ['--tif', 'NOW'],
    ['--type', 'PEGGED'],
  ])('refuses %s %s', (...words) => {
    expect(() => terms(...words)).toThrow(/is invalid/);
  });

  it('takes of a change only what is named, and a display of nothing as all', () => {
    expect(change('--stop', '12', '--display', '0')).toEqual({ stopPrice: '12', displayQty: '0' });
    expect(change()).toEqual({});
  });
});

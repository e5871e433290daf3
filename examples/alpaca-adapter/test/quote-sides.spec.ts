import { expect, it } from '@jest/globals';
import { toInstrument } from '../src/mapper.js';
import { parseQuote } from '../src/parse.js';

const quote = (more: object): ReturnType<typeof parseQuote> =>
  parseQuote({ t: '2026-01-05T15:00:00Z', bp: 1, bs: 3, ap: 2, as: 4, ...more }, toInstrument('AAPL'));

it('a side without a price is empty, whatever size it states', () => {
  expect(quote({ bp: 0, bs: 3 })).toMatchObject({ bidPrice: 0, bidQuantity: 0, askQuantity: 400_000 });
  expect(quote({ ap: 0 })).toMatchObject({ askPrice: 0, askQuantity: 0, bidQuantity: 300_000 });
});

it('sizes count round lots up to November 2, 2025 in New York, and shares from then on', () => {
  expect(quote({ t: '2025-11-03T04:59:59.999999999Z' })).toMatchObject({ bidQuantity: 300 * 100_000 });
  expect(quote({ t: '2025-11-03T05:00:00Z' })).toMatchObject({ bidQuantity: 3 * 100_000 });
});

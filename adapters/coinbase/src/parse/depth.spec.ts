import { expect, it } from '@jest/globals';
import { quoteOf } from './depth.js';

it('a side of a quote without a price is empty, whatever size stands there', () => {
  const time = { us: 1, ns: 0 };
  const scales = { priceScale: 2, qtyScale: 8 };
  const bid = { price: '10.00', quantity: '1' };
  const quote = quoteOf(bid, { price: '0', quantity: '5' }, time, scales, { receivedUs: 2, receivedNs: 0 });
  expect(quote).toMatchObject({ bidPrice: 1_000, bidQuantity: 100_000_000, askPrice: 0, askQuantity: 0 });
});

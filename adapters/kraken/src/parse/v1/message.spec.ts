import { describe, expect, it } from '@jest/globals';
import { parseV1, v1Depth } from './message.js';

const SCALES = { priceScale: 5, qtyScale: 8 };
const RECEIPT = { receivedUs: 1, receivedNs: 0 };
const refused = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;

function depthOf(price: string) {
  const message = parseV1(`[1,{"a":[[${price},"1.00000000","1618678135.766751"]]},"book-10","XBT/USD"]`);
  if (message === undefined) throw new Error('no message');
  return v1Depth(message, SCALES, RECEIPT);
}

describe('a level of version 1', () => {
  it('tells the decimals of its texts', () => {
    expect(depthOf('"5.10000"').written).toEqual({ priceScale: 5, qtyScale: 8 });
  });

  it('whose price is no number, or has endless decimals, is refused', () => {
    for (const wrong of ['{"toString":1,"valueOf":1}', '[[]]', 'null', `"5.1${'0'.repeat(40)}"`])
      expect(() => depthOf(wrong)).toThrow(refused);
  });
});

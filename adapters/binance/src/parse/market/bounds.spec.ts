import { describe, expect, it } from '@jest/globals';
import { MAX_TIME_US } from '@bourseworks/domain';
import { scanBar } from './bar.js';
import { parseDepth, scanDiff } from './depth.js';
import { JsonScanner } from './json-scanner.js';
import { scanQuote } from './quote.js';
import { scanTrade } from './trade.js';

const SCALES = { priceScale: 2, qtyScale: 3 };
const refused = expect.objectContaining({ code: 'DATA_FORMAT' }) as unknown as Error;
const LATE = MAX_TIME_US / 1_000 + 1;

function scanner(message: object): JsonScanner {
  const scan = new JsonScanner();
  scan.begin(Buffer.from(JSON.stringify(message)));
  return scan;
}

const quote = { u: 1, b: '10.00', B: '1', a: '10.01', A: '2' };
const bar = (k: object): JsonScanner =>
  scanner({ k: { t: 0, T: 59_999, o: '1', h: '2', l: '1', c: '2', v: '1', n: 1, x: true, ...k } });

describe('messages of Binance', () => {
  it.each([
    ['a trade', () => scanTrade(scanner({ t: 1, p: '1', q: '1', T: LATE, m: true }), SCALES, 1)],
    ['a quote', () => scanQuote(scanner({ ...quote, T: LATE }), SCALES, 1)],
    ['a change of a book', () => scanDiff(scanner({ U: 1, u: 1, E: LATE, b: [], a: [] }), SCALES, false, 1)],
    ['a book', () => parseDepth({ lastUpdateId: 1, T: LATE, bids: [], asks: [] }, SCALES, 1)],
    ['a bar', () => scanBar(bar({ T: LATE }), SCALES, 1)],
  ])('%s of a time that no integer of microseconds holds is refused', (_what, read) => {
    expect(read).toThrow(refused);
  });

  it('a bar without a price is refused', () => {
    expect(scanBar(bar({}), SCALES, 1)).toMatchObject({ low: 100, endUs: 60_000_000 });
    expect(() => scanBar(bar({ o: '0', l: '0', c: '0' }), SCALES, 1)).toThrow(refused);
  });

  it('a side of a quote without a price is empty, whatever size stands there', () => {
    expect(scanQuote(scanner({ ...quote, a: '0.00' }), SCALES, 1)).toMatchObject({
      bidPrice: 1_000,
      bidQuantity: 1_000,
      askPrice: 0,
      askQuantity: 0,
    });
  });
});

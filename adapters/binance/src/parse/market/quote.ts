import type { Quote } from '@bourseworks/domain';
import { read } from '../fields.js';
import { END, keyOf, type JsonScanner } from './json-scanner.js';
import { usOfMs, type Scales } from './scales.js';

const [ID, TIME, BID, BID_SIZE, ASK, ASK_SIZE] = ['u', 'T', 'b', 'B', 'a', 'A'].map(keyOf);

/**
 * Best bid and ask of the stream `@bookTicker`; an empty side has price and size 0. Spot tells no time: that of receipt
 * stands for it. Throws DATA_FORMAT.
 */
export function scanQuote(scan: JsonScanner, { priceScale, qtyScale }: Scales, receivedUs: number): Quote {
  let venueSequence = -1;
  let ms = -1;
  let bidPrice = -1;
  let bidQuantity = -1;
  let askPrice = -1;
  let askQuantity = -1;
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key === BID) bidPrice = scan.units(priceScale);
    else if (key === BID_SIZE) bidQuantity = scan.units(qtyScale);
    else if (key === ASK) askPrice = scan.units(priceScale);
    else if (key === ASK_SIZE) askQuantity = scan.units(qtyScale);
    else if (key === ID) venueSequence = scan.count();
    else if (key === TIME) ms = scan.count();
    else scan.skip();
  }
  if (venueSequence < 0 || bidPrice < 0 || bidQuantity < 0 || askPrice < 0 || askQuantity < 0)
    throw read.badData('a quote that lacks a field');
  const us = ms < 0 ? receivedUs : usOfMs(ms);
  return {
    kind: 'quote',
    us,
    ns: 0,
    bidPrice,
    // A price of 0 says that the side is empty; whatever size came with it stands for nothing.
    bidQuantity: bidPrice === 0 ? 0 : bidQuantity,
    askPrice,
    askQuantity: askPrice === 0 ? 0 : askQuantity,
    receivedUs,
    receivedNs: 0,
    venueSequence,
  };
}

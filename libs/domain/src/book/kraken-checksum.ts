import { DomainError } from '../result.js';
import type { BookSideView, BookView } from './book-view.js';

/** Levels of each side that the sum covers. */
const DEPTH = 10;

/** Decimals of a price and of a quantity. */
export interface BookDecimals {
  readonly priceScale: number;
  readonly qtyScale: number;
}

/**
 * Checksum of a book by Kraken's rule, both versions of its interface: CRC-32 over the ten best asks, then bids, best first,
 * each level's price and quantity written with all decimals of the venue, without the point and leading zeros
 * (docs.kraken.com, "Book checksum", v1 and v2). An integer from 0 to 2^32 - 1.
 *
 * `kept`: decimals of the book's units. `sent`: those that the venue writes: in version 1 as many as its texts have, in
 * version 2 price_precision and qty_precision of the pair. Throws NUMBER_RANGE for a number of more decimals than are sent.
 */
export function krakenChecksum(book: BookView, kept: BookDecimals, sent: BookDecimals = kept): number {
  const price = sent.priceScale - kept.priceScale;
  const quantity = sent.qtyScale - kept.qtyScale;
  const crc = sideCrc(book.bids, sideCrc(book.asks, -1, price, quantity), price, quantity);
  return ~crc >>> 0;
}

function sideCrc(side: BookSideView, start: number, priceZeros: number, quantityZeros: number): number {
  let crc = start;
  side.walk(DEPTH, (price, quantity) => {
    crc = textCrc(digits(quantity, quantityZeros), textCrc(digits(price, priceZeros), crc));
  });
  return crc;
}

/** Text of units with `zeros` more decimals, or so many less. */
function digits(units: number, zeros: number): string {
  if (zeros === 0) return String(units);
  if (zeros > 0) return units + '0'.repeat(zeros);
  const shorter = units / 10 ** -zeros;
  if (Number.isInteger(shorter)) return String(shorter);
  throw new DomainError({
    code: 'NUMBER_RANGE',
    message: 'a level of the book has more decimals than its venue sends',
    details: { units },
  });
}

/** CRC-32 (reflected polynomial 0xEDB88320) of each byte. */
const TABLE = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  return crc;
});

/** Goes on with `crc` over the characters of an ASCII text. */
function textCrc(text: string, crc: number): number {
  let result = crc;
  for (let i = 0; i < text.length; i++) result = TABLE[(result ^ text.charCodeAt(i)) & 0xff] ^ (result >>> 8);
  return result;
}

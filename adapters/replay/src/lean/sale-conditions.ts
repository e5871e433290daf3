import { FLAG } from '@bourseworks/domain';

/** Conditions of a trade as equity files give them: bits of a 32-bit number, in hexadecimal. */
const AUCTION_PRINTS = 0x40 | 0x80 | 0x100;
/** Values that a market centre states for its open and close: they repeat an auction, or stand for one. */
const OFFICIAL = 0x0100_0000 | 0x0400_0000;
/** Sold last, out of sequence, and prior reference price: of an earlier moment than they are told. */
const LATE = 0x800 | 0x4000 | 0x0200_0000;
const ODD_LOT = 0x8000_0000;
/** No price of the moment: by settlement (cash, next day, seller), by agreement, or by an average. */
const SPECIAL =
  0x2 | // cash
  0x4 | // next day
  0x8 | // seller's option
  0x10 | // yellow flag
  0x200 | // derivatively priced
  0x1000 | // stopped order
  0x8000 | // split between two markets
  0x1_0000 | // acquisition
  0x2_0000 | // bunched
  0x4_0000 | // stock and option
  0x8_0000 | // distribution
  0x10_0000 | // average price
  0x20_0000 | // crossing session
  0x40_0000 | // price variation
  0x80_0000 | // rule 155
  0x0800_0000 | // CAP election
  0x4000_0000; // not described

/** What a row of a tick file says beside its numbers. */
export interface Remarks {
  readonly flags?: number;
  readonly conditions?: readonly string[];
}

/** A tick that the vendor holds for wrong: far from the market, and perhaps taken back later. */
export const SUSPICIOUS = 'suspicious';

const CODE = /^[0-9a-fA-F]{1,8}$/;

/** The bits of a code; undefined where it is none. */
export function conditionBits(code: string): number | undefined {
  return CODE.test(code) ? Number.parseInt(code, 16) : undefined;
}

/** Of a trade: the code as it stands in the file, and what it means here. Regular trades have neither. */
export function tradeRemarks(code: string, bits: number, suspicious: boolean): Remarks {
  let flags = 0;
  const has = (mask: number): boolean => (bits & mask) !== 0;
  if (has(LATE)) flags |= FLAG.LATE;
  if (has(ODD_LOT)) flags |= FLAG.ODD_LOT;
  if (has(AUCTION_PRINTS | OFFICIAL)) flags |= FLAG.AUCTION;
  if (has(SPECIAL | OFFICIAL) || suspicious) flags |= FLAG.CONDITION;
  return remarks(flags, code, bits, suspicious);
}

/** Of a quote: anything but a regular one (0 or 1) is a condition. */
export function quoteRemarks(code: string, bits: number, suspicious: boolean): Remarks {
  return remarks(bits > 1 || suspicious ? FLAG.CONDITION : 0, code, bits, suspicious);
}

function remarks(flags: number, code: string, bits: number, suspicious: boolean): Remarks {
  const conditions = [...(bits > 1 ? [code] : []), ...(suspicious ? [SUSPICIOUS] : [])];
  return { ...(flags !== 0 && { flags }), ...(conditions.length > 0 && { conditions }) };
}

import { FLAG, MAX_CONDITIONS } from '@bourseworks/domain';
import { fields } from '../parse/fields.js';

/**
 * Sale conditions of US stocks, as the two tapes' specifications (CTA, UTP) list them and Alpaca passes them on, one letter each.
 * Late, sold out of sequence, at a prior reference price: of an earlier moment than they are told.
 */
const LATE = 'LPUZ';
const ODD_LOT = 'I';
/** Opening, reopening and closing prints, crosses, and what a market states for its open and close. */
const AUCTION = 'OX56QM';
/** No price of the moment: by settlement, by agreement, by an average, or a statement that repeats an auction. */
const SPECIAL = 'ABCDGHKNQMRSVWY123479';
/** What is a trade like any other. */
const REGULAR: ReadonlySet<string> = new Set(['@', ' ', '']);
/** A regular quote. Anything else is slow, closing, not firm, or the like. */
const FIRM: ReadonlySet<string> = new Set(['R', ' ', '']);

/** What an event says beside its numbers. */
export interface Remarks {
  readonly flags?: number;
  /** Alpaca's codes, without those of what is regular. */
  readonly conditions?: readonly string[];
}

/** Of a trade's `c`: a list of codes, one code, or nothing. Throws DomainError DATA_FORMAT, as these do. */
export function tradeRemarks(value: unknown): Remarks {
  const conditions = codesOf(value).filter((code) => !REGULAR.has(code));
  const has = (codes: string): boolean => conditions.some((code) => codes.includes(code));
  const flags =
    (has(LATE) ? FLAG.LATE : 0) |
    (has(ODD_LOT) ? FLAG.ODD_LOT : 0) |
    (has(AUCTION) ? FLAG.AUCTION : 0) |
    (has(SPECIAL) ? FLAG.CONDITION : 0);
  return remarks(flags, conditions);
}

export function quoteRemarks(value: unknown): Remarks {
  const conditions = codesOf(value).filter((code) => !FIRM.has(code));
  return remarks(conditions.length > 0 ? FLAG.CONDITION : 0, conditions);
}

function codesOf(value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  const codes: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (codes.every((code) => typeof code === 'string')) return codes.slice(0, MAX_CONDITIONS);
  throw fields.badData('conditions that are no texts');
}

function remarks(flags: number, conditions: readonly string[]): Remarks {
  return { ...(flags !== 0 && { flags }), ...(conditions.length > 0 && { conditions }) };
}

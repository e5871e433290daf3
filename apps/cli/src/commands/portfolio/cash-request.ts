import { CASH_KINDS, type CashKind, type CashRequestShape } from '@bourseworks/dto/shapes';
import { given } from '../../arguments/options.js';
import { usage } from '../../failure.js';

/** Kinds as they are typed: the rest is called as on the bus. */
export const TYPED_KINDS = [...CASH_KINDS.filter((kind) => kind !== 'withdrawal'), 'withdraw'] as const;
export type TypedKind = (typeof TYPED_KINDS)[number];

export interface CashTerms {
  readonly venue: string;
  readonly strategy?: string;
  readonly currency?: string;
  readonly rate?: string;
  readonly price?: string;
  readonly days?: number;
  readonly yearDays?: string;
}

export type CashBody = Omit<CashRequestShape, 'commandId' | 'actor' | 'reason' | 'claim'>;

const DECIMAL = /^\d{1,20}(\.\d{1,18})?$/;
const SIGNED = /^-?\d{1,20}(\.\d{1,18})?$/;
const RATIO = /^(\d{1,6}):(\d{1,6})$/;

function decimal(text: string | undefined, what: string): string {
  if (text !== undefined && DECIMAL.test(text)) return text;
  throw usage(`${what} is missing or no decimal`, 'Give a decimal such as 12.50, without sign, exponent or commas.');
}

function rateOf({ rate }: CashTerms): string {
  if (rate !== undefined && SIGNED.test(rate)) return rate;
  throw usage('the rate is missing or no decimal', 'Give --rate, such as 0.0001 for 0.01 %.');
}

function priceOf({ price }: CashTerms, what: string): string {
  return decimal(price, `${what} (--price)`);
}

function splitOf(text: string | undefined): { readonly n: number; readonly m: number } {
  const [, n, m] = RATIO.exec(text ?? '') ?? [];
  if (n === undefined || m === undefined) throw usage('a split is n new for m old units', 'Give it as 3:1.');
  return { n: Number(n), m: Number(m) };
}

/** What of the words and options of `portfolio cash` a kind takes. @throws CliFailure naming what is missing */
export function cashBody(typed: TypedKind, words: readonly string[], terms: CashTerms): CashBody {
  const kind: CashKind = typed === 'withdraw' ? 'withdrawal' : typed;
  const [symbol, second, ...more] = words;
  if (more.length > 0) throw usage(`${more.join(' ')} is too much`, 'See: bourse portfolio cash --help');
  if (kind === 'deposit' || kind === 'withdrawal') {
    if (second !== undefined) throw usage('a transfer is an amount alone', 'Name another currency with --currency.');
    return { kind, amount: decimal(symbol, 'the amount'), ...given('currency', terms.currency) };
  }
  if (symbol === undefined) throw usage(`a ${typed} is one of a symbol`, 'Give the symbol after the kind.');
  const of = { kind, venue: terms.venue, symbol };
  const { days, yearDays, strategy } = terms;
  switch (kind) {
    case 'dividend':
      return { ...of, amount: decimal(second, 'the amount of one unit') };
    case 'funding':
      return { ...of, rate: rateOf(terms), price: priceOf(terms, 'the mark') };
    case 'borrow':
      if (days === undefined) throw usage('a loan has days', 'Give --days.');
      return {
        ...of,
        rate: rateOf(terms),
        price: priceOf(terms, 'the mark'),
        days,
        ...given('yearDays', yearDays === undefined ? undefined : Number(yearDays)),
      };
    case 'split':
      return { ...of, ...splitOf(second), price: priceOf(terms, 'the price after the split') };
    case 'fee':
    case 'rebate':
      if (strategy === undefined) throw usage(`whose is the ${kind}?`, 'Give --strategy.');
      return { ...of, strategy, amount: decimal(second, 'the amount') };
  }
}

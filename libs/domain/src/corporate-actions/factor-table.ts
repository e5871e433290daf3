import { LocalTime, dayOfDate } from '../calendar/index.js';
import { parseDecimalBig } from '../decimal.js';
import type { Adjustment } from '../market-data.js';
import { ok, refuse, type Refused, type Result } from '../result.js';
import { fraction, inverse, ONE, simplestOf, times, type Fraction } from './fraction.js';

/** A line of a table of factors: a price of up to and with `date` times both factors is adjusted for all that came after. */
export interface FactorRow {
  /** `YYYY-MM-DD`, local to the venue. */
  readonly date: string;
  /** What dividends after `date` take off a price, plain decimal above 0, at most 18 decimals. */
  readonly dividends: string;
  /** What splits after `date` make of a price, the same. Read as the simplest ratio that it may be rounded from. */
  readonly splits: string;
}

/** What changes the price of a share without a trade. `date` is the first day of trading after it, `YYYY-MM-DD`, local. */
export type CorporateAction =
  /** n new shares for m old ones, whole numbers above 0. */
  | { readonly kind: 'split'; readonly date: string; readonly n: number; readonly m: number }
  /** Cash for a share, and the close of the day before, both in units of one scale and not yet adjusted; amount < close. */
  | { readonly kind: 'dividend'; readonly date: string; readonly amount: number; readonly close: number };

/** What adjusted prices are multiplied with, exact. Quantities are divided by `splits`. */
export interface Factors {
  readonly splits: Fraction;
  /** Splits and dividends. */
  readonly all: Fraction;
}

interface Span {
  /** Exclusive end, microseconds since the epoch. */
  readonly untilUs: number;
  readonly factors: Factors;
}

/** Rows or actions of a table. */
const MAX_ROWS = 1_000;
const DECIMALS = 18;
const SAME: Factors = { splits: ONE, all: ONE };

/**
 * Factors that make old prices comparable with later ones. Splits give m/n and dividends (close - amount) / close, as CRSP
 * and most vendors define them; factors of a day are the products of all that came after it.
 */
export class FactorTable {
  private constructor(private readonly spans: readonly Span[]) {}

  /** Rows by rising date; after the last one nothing is adjusted. Refuses DATA_FORMAT. */
  static of(rows: readonly FactorRow[], timeZone: string): Result<FactorTable> {
    if (rows.length > MAX_ROWS) return invalid('rows', `more than ${MAX_ROWS}`);
    const local = LocalTime.of(timeZone);
    if (!local.ok) return local;
    const spans: Span[] = [];
    for (const { date, dividends, splits } of rows) {
      const day = dayOfDate(date);
      if (day === undefined) return invalid(date, 'no date YYYY-MM-DD');
      const untilUs = local.value.at(day + 1, 0);
      if (untilUs <= (spans.at(-1)?.untilUs ?? -Infinity)) return invalid(date, 'not after the row before');
      const paid = unitsOf(dividends);
      const split = unitsOf(splits);
      if (paid === undefined || split === undefined) return invalid(date, `no factors: ${dividends}, ${splits}`);
      const ratio = simplestOf(split, DECIMALS);
      const all = times(fraction(paid, 10n ** BigInt(DECIMALS)), ratio);
      spans.push({ untilUs, factors: { splits: ratio, all } });
    }
    return ok(new FactorTable(closed(spans)));
  }

  /** The exact table of some actions, in any order. Refuses DATA_FORMAT. */
  static ofActions(actions: readonly CorporateAction[], timeZone: string): Result<FactorTable> {
    if (actions.length > MAX_ROWS) return invalid('actions', `more than ${MAX_ROWS}`);
    const local = LocalTime.of(timeZone);
    if (!local.ok) return local;
    const spans: Span[] = [];
    let factors = SAME;
    for (const action of actions.toSorted((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))) {
      const day = dayOfDate(action.date);
      const ratio = ratioOf(action);
      if (day === undefined || ratio === undefined) return invalid(action.date, `no ${action.kind} of a share`);
      const splits = action.kind === 'split' ? times(factors.splits, ratio) : factors.splits;
      factors = { splits, all: times(factors.all, ratio) };
      const untilUs = local.value.at(day, 0);
      // Several actions of a day are one step.
      if (spans.at(-1)?.untilUs === untilUs) spans.pop();
      spans.push({ untilUs, factors });
    }
    return ok(new FactorTable(closed(spans.toReversed())));
  }

  /** Factors of a moment, microseconds since the epoch, by its local day. */
  at(us: number): Factors {
    let low = 0;
    let high = this.spans.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (us < this.spans[middle].untilUs) high = middle;
      else low = middle + 1;
    }
    return this.spans[low].factors;
  }

  /** What the prices of a moment are multiplied with. */
  priceFactor(us: number, adjustment: Adjustment): Fraction {
    if (adjustment === 'raw') return ONE;
    return adjustment === 'split' ? this.at(us).splits : this.at(us).all;
  }

  /** The table that leaves the prices of a moment as they were traded: for a history that ends there. */
  asOf(us: number): FactorTable {
    const { splits, all } = this.at(us);
    const base = { splits: inverse(splits), all: inverse(all) };
    return new FactorTable(
      this.spans.map(({ untilUs, factors }) => ({
        untilUs,
        factors: { splits: times(factors.splits, base.splits), all: times(factors.all, base.all) },
      })),
    );
  }
}

/** After the last row nothing is adjusted. */
function closed(spans: readonly Span[]): Span[] {
  return [...spans, { untilUs: Infinity, factors: SAME }];
}

function unitsOf(text: string): bigint | undefined {
  const read = parseDecimalBig(text, DECIMALS);
  return read.ok && read.value > 0n ? read.value : undefined;
}

/** What an action multiplies earlier prices with. */
function ratioOf(action: CorporateAction): Fraction | undefined {
  const [n, d] = action.kind === 'split' ? [action.m, action.n] : [action.close - action.amount, action.close];
  const whole = Number.isSafeInteger(n) && Number.isSafeInteger(d) && n > 0 && d > 0;
  if (!whole || (action.kind === 'dividend' && !(Number.isSafeInteger(action.amount) && action.amount > 0)))
    return undefined;
  return fraction(BigInt(n), BigInt(d));
}

function invalid(where: string, what: string): Refused {
  return refuse('DATA_FORMAT', `table of factors, ${where}: ${what}`, { where });
}

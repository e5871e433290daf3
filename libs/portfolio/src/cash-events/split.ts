import { splitPrice, type Instrument, type SplitShare } from '@bourseworks/domain';
import type { AccountBook } from '../book/account-book.js';
import { Allocation, floorDivide } from '../ledger/allocation.js';

export interface SplitTerms {
  /** New units ... */
  readonly n: number;
  /** ... for so many old ones. */
  readonly m: number;
  /** Price that pays fractions, units of the instrument after the split. */
  readonly price: number;
  readonly us: number;
}

/** What a split did to one account. */
export interface SplitOutcome {
  readonly account: string;
  /** Signed units before and after. */
  readonly before: number;
  readonly after: number;
  /** Fraction of a unit that is paid in cash instead: `fraction / m`, signed. */
  readonly fraction: bigint;
  readonly m: number;
  /** Ledger money for it, the explicit `cash-in-lieu` entries in all; negative = a short pays. */
  readonly cashInLieu: bigint;
}

/** Quotient rounded toward plus infinity: whole units of a short position, rounded toward zero. */
const ceilDivide = (numerator: bigint, denominator: bigint): bigint => -floorDivide(-numerator, denominator);

/** Gives each holding its whole units and its money, so that the account gets trunc(q * n / m) units in all. */
class SplitAllocation {
  private readonly n: bigint;
  private readonly m: bigint;
  private readonly value: bigint;
  private readonly units: Allocation;
  private readonly money: Allocation;

  constructor(total: number, instrument: Instrument, { n, m, price }: SplitTerms) {
    this.n = BigInt(n);
    this.m = BigInt(m);
    this.value = BigInt(price) * instrument.moneyFactor;
    this.units = new Allocation(this.m, total < 0 ? ceilDivide : floorDivide);
    this.money = new Allocation(this.m);
  }

  next(quantity: number): SplitShare {
    const whole = BigInt(quantity) * this.n;
    const units = this.units.next(whole);
    const fraction = whole - units * this.m;
    return { quantity: Number(units), fraction, whole, cash: this.money.next(fraction * this.value) };
  }
}

/** Of holdings that are one position: the sum of the shares of its lots. */
function sumOf(shares: readonly SplitShare[]): SplitShare {
  const sum = { quantity: 0, fraction: 0n, whole: 0n, cash: 0n };
  for (const share of shares) {
    sum.quantity += share.quantity;
    sum.fraction += share.fraction;
    sum.whole += share.whole;
    sum.cash += share.cash;
  }
  return sum;
}

/** Splits every position of an account in the instrument, lots first; undefined when nobody holds it. */
export function applySplit(account: AccountBook, instrument: Instrument, terms: SplitTerms): SplitOutcome | undefined {
  const before = account.quantity(instrument.key);
  const allocation = new SplitAllocation(before, instrument, terms);
  let found = false;
  let fraction = 0n;
  let cashInLieu = 0n;
  for (const [strategy, book, position] of account.holders(instrument.key)) {
    found = true;
    const lots = book.lots.get(instrument.key);
    const shares: SplitShare[] = [];
    if (lots === undefined) shares.push(allocation.next(position.quantity));
    else
      lots.split((quantity) => {
        const share = allocation.next(quantity);
        shares.push(share);
        return share;
      });
    const share = sumOf(shares);
    position.split(share, splitPrice(position.lastPx, terms.n, terms.m));
    book.histories.get(instrument.key)?.restart(position, lots);
    account.pay(strategy, instrument.key, 'cash-in-lieu', instrument.currency, share.cash, terms.us);
    fraction += share.fraction;
    cashInLieu += share.cash;
  }
  if (!found) return undefined;
  const after = account.quantity(instrument.key);
  return { account: account.id, before, after, fraction, m: terms.m, cashInLieu };
}

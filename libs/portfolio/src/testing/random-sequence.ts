import { defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';
import { Portfolio } from '../book/portfolio.js';
import { ConversionRates } from '../conversion/conversion-rates.js';
import type { LedgerEntry } from '../ledger/cash-ledger.js';
import { naiveAverage, naiveCash, naiveLots, naiveQuantity, type NaiveEvent } from './naive-books.js';

const MONEY = 10n ** 18n;

const define = (symbol: string, currency: string, tickSize: string, lotSize: string, multiplier = 1): Instrument =>
  expectOk(defineInstrument({ venue: 'v', symbol, assetClass: 'equity', currency, tickSize, lotSize, multiplier }));

const INSTRUMENTS = [
  define('BTC', 'USD', '0.01', '0.00000001'),
  define('IBM', 'USD', '0.01', '1'),
  define('SAP', 'EUR', '0.005', '1'),
  define('ES', 'USD', '0.25', '1', 50),
];
const ACCOUNTS = ['A', 'B'] as const;
const STRATEGIES = ['s', 't', 'u'] as const;
const CURRENCIES = ['USD', 'EUR', 'BNB'] as const;
const SPLITS = [
  [7, 1],
  [3, 2],
  [1, 10],
  [2, 3],
] as const;

type Account = (typeof ACCOUNTS)[number];

/** A portfolio under a random sequence of everything that can be booked, and what was asked for, in order. */
class Sequence {
  readonly entries: LedgerEntry[] = [];
  readonly events: Record<Account, NaiveEvent[]> = { A: [], B: [] };
  readonly portfolio: Portfolio;
  readonly rates = new ConversionRates();
  split = false;
  private readonly rng: SeededRng;
  private readonly mayLots: boolean;
  private lotId = 0;
  private us = 1_700_000_000_000_000;

  constructor(seed: number) {
    this.rng = new SeededRng(seed);
    this.mayLots = this.rng.integer(2) === 0;
    this.portfolio = new Portfolio(
      [
        { id: 'A', currency: 'USD', cash: 1_000_000n * MONEY, lots: true },
        { id: 'B', currency: 'EUR', cash: 5n * MONEY, lots: this.mayLots },
      ],
      { onEntry: (entry) => this.entries.push(entry) },
    );
    for (const [from, to] of [
      ['EUR', 'USD'],
      ['BNB', 'USD'],
      ['BNB', 'EUR'],
    ] as const)
      expectOk(this.rates.set(from, to, BigInt(1 + this.rng.integer(4e9)) * 10n ** 9n, this.us));
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.rng.integer(list.length)];
  }

  private units(instrument: Instrument): number {
    const size = 1 + this.rng.integer(instrument.qtyScale === 8 ? 4e9 : 400);
    return this.rng.integer(2) === 0 ? size : -size;
  }

  private price(): number {
    return 1 + this.rng.integer(7_000_000);
  }

  run(steps: number): void {
    for (let i = 0; i < steps; i++) {
      this.us += this.rng.integer(1e9);
      const what = this.rng.integer(20);
      if (what < 10) this.fill();
      else if (what < 12) this.openLot();
      else if (what < 14) this.closeLot();
      else if (what < 15) this.money();
      else if (what < 19) this.hold();
      else this.splitOne();
    }
  }

  private fill(): void {
    const account = this.pick(ACCOUNTS);
    const strategy = this.pick(STRATEGIES);
    const instrument = this.pick(INSTRUMENTS);
    const quantity = this.units(instrument);
    const price = this.price();
    const fee = BigInt(this.rng.integer(2e9) - 1e9) * 10n ** 7n;
    const feeCurrency = this.pick(['', instrument.currency, 'BNB', 'USD']);
    this.portfolio.fill(account, strategy, instrument, quantity, price, fee, feeCurrency, this.us);
    this.events[account].push({ kind: 'fill', strategy, instrument, quantity, price, fee, feeCurrency });
    if (this.rng.integer(3) === 0) this.portfolio.mark(instrument, this.price(), this.us);
  }

  private openLot(): void {
    const account = this.pick(ACCOUNTS);
    const strategy = this.pick(STRATEGIES);
    const instrument = this.pick(INSTRUMENTS);
    const quantity = this.units(instrument);
    const price = this.price();
    const lot = `lot-${this.lotId++}`;
    const opened = this.portfolio.openLot(account, strategy, instrument, lot, quantity, price, this.us);
    if (!opened.ok) {
      expectCode(opened.refusal.code, ['LOTS_NOT_KEPT']);
      return;
    }
    this.events[account].push({ kind: 'fill', strategy, instrument, quantity, price, fee: 0n, feeCurrency: '', lot });
  }

  private closeLot(): void {
    const account = this.pick(ACCOUNTS);
    const strategy = this.pick(STRATEGIES);
    const instrument = this.pick(INSTRUMENTS);
    const open = [...(this.portfolio.lots(account, strategy, instrument.key)?.open() ?? [])];
    if (open.length === 0) return;
    const lot = this.pick(open);
    const held = Math.abs(lot.quantity);
    const part = this.rng.integer(3) === 0 ? held : 1 + this.rng.integer(held);
    const price = this.price();
    const close = this.portfolio.closeLot(account, strategy, instrument, lot.id, part, price, this.us);
    const { quantity } = expectOk(close);
    // Lots that the ledger named itself are told apart by their order alone in the naive books.
    const name = lot.id.startsWith('#') ? undefined : lot.id;
    if (name === undefined) this.split = true;
    const fill = { strategy, instrument, quantity: -quantity, price, fee: 0n, feeCurrency: '' };
    this.events[account].push({ kind: 'fill', ...fill, ...(name === undefined ? {} : { lot: name }) });
  }

  private money(): void {
    const account = this.pick(ACCOUNTS);
    const currency = this.pick(CURRENCIES);
    const amount = BigInt(1 + this.rng.integer(4e9)) * 10n ** 10n;
    const other = this.pick(CURRENCIES);
    const what = this.rng.integer(3);
    const events = this.events[account];
    if (what === 0) expectOk(this.portfolio.deposit(account, currency, amount, this.us));
    else if (what === 1) expectOk(this.portfolio.withdraw(account, currency, amount, this.us));
    else if (other === currency) return;
    else {
      const received = expectOk(this.portfolio.convert(account, currency, other, amount, this.rates, this.us));
      events.push({ kind: 'money', currency: other, amount: received });
    }
    events.push({ kind: 'money', currency, amount: what === 0 ? amount : -amount });
  }

  private hold(): void {
    const account = this.pick(ACCOUNTS);
    const instrument = this.pick(INSTRUMENTS);
    const what = this.rng.integer(3);
    const mark = this.price();
    if (what === 0) {
      const perUnit = BigInt(this.rng.integer(4e9)) * 1_234_567_891n;
      expectOk(this.portfolio.dividend(account, instrument, perUnit, this.us));
      this.events[account].push({ kind: 'dividend', instrument, perUnit });
    } else if (what === 1) {
      const rate = BigInt(this.rng.integer(4e9) - 2e9) * 1_000_003n;
      expectOk(this.portfolio.funding(account, instrument, mark, rate, this.us));
      this.events[account].push({ kind: 'funding', instrument, mark, rate });
    } else {
      const rate = BigInt(this.rng.integer(4e9)) * 10_000_019n;
      const days = this.rng.integer(9);
      expectOk(this.portfolio.borrowCost(account, instrument, { mark, rate, days, yearDays: 360 }, this.us));
      this.events[account].push({ kind: 'borrow', instrument, mark, rate, days });
    }
  }

  private splitOne(): void {
    const instrument = this.pick(INSTRUMENTS);
    const [n, m] = this.pick(SPLITS);
    const price = this.price();
    // Past 2^50 units a position is refused long before: sequences stay below.
    if (ACCOUNTS.some((account) => Math.abs(this.portfolio.accountQuantity(account, instrument.key)) > 1e12)) return;
    for (const { account, fraction, cashInLieu } of expectOk(this.portfolio.split(instrument, n, m, price, this.us)))
      expectSame(`${account} in lieu`, fraction > 0n === cashInLieu > 0n, true);
    for (const account of ACCOUNTS) this.events[account].push({ kind: 'split', instrument, n, m, price });
    this.split = true;
  }

  check(): void {
    for (const account of ACCOUNTS) {
      const initial = account === 'A' ? 1_000_000n * MONEY : 5n * MONEY;
      const own = account === 'A' ? 'USD' : 'EUR';
      for (const currency of CURRENCIES) this.checkCash(account, currency, currency === own ? initial : 0n);
      for (const instrument of INSTRUMENTS) this.checkPositions(account, instrument);
      this.checkSnapshot(account);
    }
    this.checkReport();
  }

  private checkCash(account: Account, currency: string, initial: bigint): void {
    const cash = this.portfolio.cash(account, currency);
    expectSame(`${account} ${currency} cash`, cash, naiveCash(initial, this.events[account], currency));
    const booked = this.entries.filter((entry) => entry.account === account && entry.currency === currency);
    expectSame(
      `${account} ${currency} entries`,
      cash,
      booked.reduce((sum, { amount }) => sum + amount, initial),
    );
    const parts = STRATEGIES.reduce(
      (sum, strategy) => sum + (this.portfolio.ledger(account, strategy)?.total(currency) ?? 0n),
      initial + (this.portfolio.ledger(account)?.total(currency) ?? 0n),
    );
    expectSame(`${account} ${currency} parts`, cash, parts);
  }

  private checkPositions(account: Account, instrument: Instrument): void {
    const events = this.events[account];
    const { key } = instrument;
    const held = BigInt(this.portfolio.accountQuantity(account, key));
    expectSame(`${account} ${key} units`, held, naiveQuantity(events, instrument));
    for (const strategy of STRATEGIES) {
      const position = this.portfolio.position(account, strategy, key);
      const lots = this.portfolio.lots(account, strategy, key);
      if (position === undefined) continue;
      const mark = this.portfolio.markOf(position);
      const gain = position.realized + position.unrealized(mark);
      const flow = position.cashFlow + position.marketValue(mark);
      expectSame(`${account} ${strategy} ${key} law`, gain - position.fees + position.income, flow);
      if (!this.split) {
        const naive = naiveAverage(events, strategy, instrument);
        const { cost, realized, fees } = position;
        expectSame(
          `${account} ${strategy} ${key} average`,
          { quantity: BigInt(position.quantity), cost, realized, fees },
          naive,
        );
      }
      if (lots === undefined) continue;
      expectSame(
        `${key} lots sum`,
        [...lots.open()].reduce((sum, lot) => sum + lot.quantity, 0),
        position.quantity,
      );
      expectSame(`${key} lots units`, lots.quantity, position.quantity);
      expectSame(`${key} lots gain`, lots.realized + lots.unrealized(mark), gain);
      if (!this.split) {
        const { realized, cost, quantity } = lots;
        expectSame(
          `${key} fifo`,
          { quantity: BigInt(quantity), cost, realized },
          naiveLots(events, strategy, instrument),
        );
      }
    }
  }

  private checkSnapshot(account: Account): void {
    const whole = this.portfolio.snapshot(account);
    if (whole === undefined) throw new Error('no snapshot');
    const parts = STRATEGIES.flatMap((id) => this.portfolio.snapshot(account, id) ?? []);
    for (const one of [whole, ...parts]) {
      const gains = one.realized + one.unrealized - one.fees + one.income;
      expectSame(`${account} equity`, one.equity, one.initialCash + one.otherCash + gains);
    }
    for (const field of ['realized', 'unrealized', 'fees', 'income', 'netExposure'] as const)
      expectSame(
        `${account} ${field}`,
        whole[field],
        parts.reduce((sum, part) => sum + part[field], 0n),
      );
  }

  private checkReport(): void {
    for (const currency of CURRENCIES) {
      const report = expectOk(this.portfolio.report(currency, this.rates, this.us));
      for (const field of Object.keys(report.figures) as (keyof typeof report.figures)[]) {
        const accounts = report.accounts.reduce((sum, { figures }) => sum + figures[field], 0n);
        expectSame(`firm ${field}`, report.figures[field], accounts);
        for (const { figures, unallocated, strategies } of report.accounts) {
          const parts = strategies.reduce((sum, part) => sum + part.figures[field], unallocated[field]);
          expectSame(`account ${field}`, figures[field], parts);
        }
      }
      const f = report.figures;
      expectSame('firm equity', f.equity, f.cash + f.marketValue);
      expectSame('firm gains', f.equity, f.initialCash + f.transfers + f.realized + f.unrealized - f.fees + f.income);
    }
  }
}

const text = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

function expectSame(what: string, one: unknown, other: unknown): void {
  if (text(one) !== text(other)) throw new Error(`${what}: ${text(one)} is not ${text(other)}`);
}

function expectCode(code: string, codes: readonly string[]): void {
  if (!codes.includes(code)) throw new Error(`refused with ${code}`);
}

export interface SequenceFigures {
  readonly sequences: number;
  readonly steps: number;
  readonly entries: number;
}

/**
 * Runs `n` random sequences from `seed` on and holds the portfolio to the naive recomputation from all that was booked;
 * throws with the sequence's own seed at the first difference. A second run of one seed must give the same facts.
 */
export function runSequences(n: number, seed: number, say: (text: string) => void = () => {}): SequenceFigures {
  let steps = 0;
  let entries = 0;
  for (let i = 0; i < n; i++) {
    const own = seed * 1_000_003 + i;
    const length = 4 + (own % 37);
    try {
      const sequence = new Sequence(own);
      sequence.run(length);
      sequence.check();
      entries += sequence.entries.length;
      if (i % 16 === 0) {
        const again = new Sequence(own);
        again.run(length);
        expectSame('facts', [...again.portfolio.facts()], [...sequence.portfolio.facts()]);
      }
    } catch (error) {
      throw new Error(`sequence ${own}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
    }
    steps += length;
    if ((i + 1) % 10_000 === 0) say(`${i + 1} sequences, ${entries} entries`);
  }
  return { sequences: n, steps, entries };
}

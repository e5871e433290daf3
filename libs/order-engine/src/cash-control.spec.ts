import { describe, expect, it } from '@jest/globals';
import { SeededRng } from '@bourseworks/ports';
import { COLUMN, RiskBuilder } from '@bourseworks/risk';
import { BTC, Desk, IBM, MONEY, riskOf } from '../test/desk.js';
import type { CashCommand } from './cash-control.js';

let commands = 0;

function book(desk: Desk, change: Partial<CashCommand>) {
  const who = { commandId: `cash-${++commands}`, actor: 'ann', reason: 'statement 7' };
  const cmd: CashCommand = { ...who, account: 'A', kind: 'deposit', ...change };
  const { control } = desk.take(desk.engine.bookCash(cmd, desk.now));
  if (control === undefined) throw new Error('no answer');
  return control;
}

const ibm = { venue: 'sim', symbol: 'IBM' };

function holding(quantity: number, strategy = 's'): Desk {
  const desk = new Desk();
  desk.fill(desk.working({ quantity: String(quantity), strategy }), quantity, 5_000);
  return desk;
}

/** Cash and positions of both sets of books. @throws when they differ */
function compare(desk: Desk): void {
  const { tree } = riskOf(desk.engine);
  const { portfolio } = desk.engine;
  // Of thousands: `expect` would take most of the time.
  const same = (found: unknown, wanted: unknown): void => {
    if (!Object.is(found, wanted)) expect(found).toBe(wanted);
  };
  for (const account of ['A', 'B']) same(tree.cashOf(account), portfolio.cash(account));
  const totals = new Map<string, number>();
  for (const path of tree.allPaths()) {
    const { account, strategy, instrument, one } = path;
    const held = portfolio.position(account, strategy, instrument.key)?.quantity ?? 0;
    totals.set(instrument.key, (totals.get(instrument.key) ?? 0) + held);
    same(tree.counters.get(one[2], COLUMN.position), held);
    same(tree.counters.get(one[1], COLUMN.position), portfolio.accountQuantity(account, instrument.key));
  }
  for (const path of tree.allPaths())
    same(tree.counters.get(path.one[0], COLUMN.position), totals.get(path.instrument.key));
}

describe('cash events of a person', () => {
  it.each<[string, Partial<CashCommand>, bigint]>([
    ['a deposit', { kind: 'deposit', amount: '12.5' }, (25n * MONEY) / 2n],
    ['a withdrawal', { kind: 'withdrawal', amount: '1' }, -MONEY],
    ['a dividend', { kind: 'dividend', ...ibm, amount: '0.62' }, 62n * MONEY],
    ['funding', { kind: 'funding', ...ibm, rate: '-0.0001', price: '50.00' }, MONEY / 2n],
    ['a fee', { kind: 'fee', ...ibm, strategy: 's', amount: '3' }, -3n * MONEY],
    ['a rebate', { kind: 'rebate', ...ibm, strategy: 's', amount: '3' }, 3n * MONEY],
    ['borrowing without a short', { kind: 'borrow', ...ibm, rate: '0.1', price: '50', days: 2 }, 0n],
  ])('%s is booked, journaled, followed by risk, and told', (_, change, booked) => {
    const desk = holding(100);
    const before = desk.engine.portfolio.cash('A');
    expect(book(desk, change)).toMatchObject({ code: undefined, booked, sequence: desk.engine.lastSequence });
    expect(desk.engine.portfolio.cash('A')).toBe(before + booked);
    expect(desk.alarms().at(-1)).toBe('CASH_BOOKED');
    compare(desk);
    desk.restart();
    compare(desk);
  });

  it('are booked once, however often the command comes', () => {
    const desk = new Desk();
    for (let n = 0; n < 3; n++) expect(book(desk, { commandId: 'one', amount: '5' }).code).toBeUndefined();
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_005n * MONEY);
    desk.restart();
    book(desk, { commandId: 'one', amount: '5' });
    expect(desk.engine.portfolio.cash('A')).toBe(1_000_005n * MONEY);
  });

  it.each<[string, Partial<CashCommand>, string]>([
    ['no name', { actor: ' ', amount: '1' }, 'ACTOR_REQUIRED'],
    ['no such account', { account: 'C', amount: '1' }, 'ACCOUNT_UNKNOWN'],
    ['no amount', {}, 'BAD_REQUEST'],
    ['an amount of zero', { amount: '0' }, 'CASH_AMOUNT'],
    ['an amount beyond what money is', { amount: '1000000000000' }, 'NUMBER_RANGE'],
    [
      'an instrument that was never traded',
      { kind: 'dividend', venue: 'sim', symbol: 'X', amount: '1' },
      'INSTRUMENT_UNKNOWN',
    ],
    ['a negative dividend', { kind: 'dividend', ...ibm, amount: '-1' }, 'CASH_AMOUNT'],
    ['a fee of a strategy that never traded', { kind: 'fee', ...ibm, strategy: 'x', amount: '1' }, 'STRATEGY_UNKNOWN'],
    ['a loan of negative days', { kind: 'borrow', ...ibm, rate: '0.1', price: '50', days: -1 }, 'CASH_AMOUNT'],
    ['a split by nothing', { kind: 'split', ...ibm, n: 0, m: 1, price: '50' }, 'SPLIT_INVALID'],
    ['a split without a price', { kind: 'split', ...ibm, n: 2, m: 1 }, 'BAD_REQUEST'],
    ['a price between two ticks of the scale', { kind: 'split', ...ibm, n: 2, m: 1, price: '0.001' }, 'NUMBER_RANGE'],
  ])('are refused for %s, and leave no trace', (_, change, code) => {
    const desk = holding(100);
    const [records, hash] = [desk.journal.length, desk.engine.stateHash()];
    expect(book(desk, change)).toMatchObject({ code });
    expect([desk.journal.length, desk.engine.stateHash()]).toEqual([records, hash]);
  });

  it('of another currency count for the firm alone', () => {
    const desk = new Desk();
    expect(book(desk, { currency: 'EUR', amount: '7' })).toMatchObject({ booked: 7n * MONEY });
    expect(desk.engine.portfolio.cash('A', 'EUR')).toBe(7n * MONEY);
    compare(desk);
    desk.restart();
  });
});

describe('a split', () => {
  const split = { kind: 'split', ...ibm, n: 3, m: 2, price: '33.40' } as const;

  it('is refused while orders of the instrument are open, whoever sent them', () => {
    const desk = holding(101);
    const open = desk.working({ strategy: 't', quantity: '1' });
    expect(book(desk, split)).toMatchObject({ code: 'SPLIT_OPEN_ORDERS' });
    desk.cancel(open, { strategy: 't' });
    desk.report('Canceled', open);
    expect(book(desk, split)).toMatchObject({ code: undefined, booked: (167n * MONEY) / 10n });
  });

  it('changes positions, prices and what they count for, in every account, and nothing else', () => {
    const desk = holding(100);
    desk.fill(desk.working({ account: 'B', quantity: '5' }), 5, 5_000);
    desk.engine.onMark(IBM, { bid: 5_009, ask: 5_011, last: 5_010 }, desk.now);
    const equity = desk.engine.portfolio.snapshot('A')?.equity;
    book(desk, split);
    expect(desk.engine.portfolio.snapshot('A')?.equity).toBe(equity);
    expect(desk.engine.portfolio.accountQuantity('B', IBM.key)).toBe(7);
    expect(riskOf(desk.engine).tree.reference(IBM)).toMatchObject({ bid: 3_339, ask: 3_341, last: 3_340 });
    compare(desk);
    desk.restart();
    compare(desk);
  });
});

describe('what losses are counted from', () => {
  const rules = RiskBuilder.for('account', 'A').dailyLoss({ reduceAt: '100' }).drawdown({ haltAt: '150' }).build();

  it('moves with money that comes and goes, and not with what holding costs', () => {
    const desk = new Desk({ risk: rules });
    desk.fill(desk.working({ quantity: '100' }), 100, 5_000);
    const mark = (last: number): void => {
      desk.engine.onMark(IBM, { last }, desk.now);
      desk.take(desk.engine.settleRisk(desk.now));
    };
    mark(5_000);
    book(desk, { kind: 'withdrawal', amount: '400000' });
    mark(5_001);
    expect(desk.engine.tradingStates()).toEqual([]);
    book(desk, { kind: 'deposit', amount: '1000' });
    mark(4_920);
    expect(desk.engine.tradingStates()).toEqual([]);
    desk.restart();
    mark(4_920);
    expect(desk.engine.tradingStates()).toEqual([]);
    book(desk, { kind: 'fee', ...ibm, strategy: 's', amount: '20' });
    expect(desk.engine.tradingStates()).toMatchObject([{ id: 'A', state: 'REDUCING', code: 'RISK_DAILY_LOSS' }]);
  });
});

const SEEDS = Number(process.env['CASH_SEQUENCES'] ?? 30);
const STEPS = 60;

/** A random event; the desk holds BTC and IBM, long and short. */
function step(desk: Desk, rng: SeededRng): void {
  const account = rng.integer(3) === 0 ? 'B' : 'A';
  const strategy = ['s', 't', 'u'][rng.integer(3)] ?? 's';
  const [instrument, price] = rng.integer(2) === 0 ? [IBM, '50.00'] : [BTC, '40000.00'];
  const of = { account, strategy, venue: 'sim', symbol: instrument.symbol };
  const text = (): string => `${rng.integer(50)}.${1 + rng.integer(9)}`;
  switch (rng.integer(12)) {
    case 0:
      return void book(desk, { account, kind: 'deposit', amount: text() });
    case 1:
      return void book(desk, { account, kind: 'withdrawal', amount: text() });
    case 2:
      return void book(desk, { ...of, kind: 'dividend', amount: `0.${1 + rng.integer(9_999)}` });
    case 3:
      return void book(desk, {
        ...of,
        kind: 'funding',
        rate: `${rng.integer(2) === 0 ? '-' : ''}0.000${rng.integer(999)}`,
        price,
      });
    case 4:
      return void book(desk, { ...of, kind: 'borrow', rate: '0.073', price, days: 1 + rng.integer(3) });
    case 5:
      return void book(desk, { ...of, kind: rng.integer(2) === 0 ? 'fee' : 'rebate', amount: text() });
    case 6: {
      const [n, m] = (
        [
          [7, 1],
          [3, 2],
          [1, 10],
          [2, 3],
        ] as const
      )[rng.integer(4)] ?? [2, 1];
      return void book(desk, { ...of, kind: 'split', n, m, price });
    }
    default: {
      const side = rng.integer(2) === 0 ? 'BUY' : 'SELL';
      const units = 1 + rng.integer(40);
      const quantity = instrument === IBM ? String(units) : `0.000${String(units).padStart(2, '0')}`;
      const { clOrdId, code } = desk.submit({ ...of, side, price, quantity });
      if (code !== undefined) return;
      desk.release();
      desk.fill(clOrdId, units, instrument === IBM ? 5_000 : 4_000_000, { fee: BigInt(rng.integer(1_000)) });
    }
  }
}

describe('random fills, cash events and splits', () => {
  it(`leave the portfolio and risk with the same money and positions, live and replayed, in ${SEEDS} sequences`, () => {
    const codes = new Map<string, number>();
    for (let seed = 1; seed <= SEEDS; seed++) {
      const desk = new Desk();
      const rng = new SeededRng(seed);
      for (let n = 0; n < STEPS; n++) {
        step(desk, rng);
        desk.now += 1 + rng.integer(1_000_000);
        compare(desk);
      }
      for (const { type } of desk.journal) codes.set(type, (codes.get(type) ?? 0) + 1);
      // Refuses a replay that comes to another hash.
      desk.restart();
      compare(desk);
    }
    // A sequence in which nothing was booked would prove nothing.
    expect(Math.min(codes.get('Cash') ?? 0, codes.get('Execution') ?? 0)).toBeGreaterThan(SEEDS * 5);
  });
});

import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, ok, parseMoney, type Instrument } from '@bourseworks/domain';
import type { ReportQueryShape, ReportReplyShape } from '@bourseworks/dto';
import { OrderEngine, type Decision, type EngineRecord } from '@bourseworks/order-engine';
import { RiskEngine, type RiskConfig } from '@bourseworks/risk';
import { PerformanceBook } from './performance-book.js';
import { reportReply } from './report.js';

const MONEY = 10n ** 18n;
const T0 = 1_700_000_000_000_000;
const DAY = 86_400_000_000;

const define = (symbol: string, currency: string, assetClass: 'equity' | 'crypto'): Instrument =>
  expectOk(defineInstrument({ venue: 'v', symbol, assetClass, currency, tickSize: '0.01', lotSize: '1' }));
const IBM = define('IBM', 'USD', 'equity');
const LISTED = [IBM, define('BTC', 'USD', 'crypto'), define('SAP', 'EUR', 'equity')];
const ACCOUNTS = [
  { id: 'A', currency: 'USD', cash: 1_000n * MONEY },
  { id: 'B', currency: 'EUR', cash: 500n * MONEY },
] as const;
const CAPABILITIES = {
  orderTypes: ['LIMIT'],
  timesInForce: ['DAY'],
  replace: true,
  uniqueClOrdId: true,
  consistencyHorizonUs: 1,
} as const;
const WITH_RATES: RiskConfig = { version: 1, rules: [], currency: 'USD', rates: { EUR: '1.1' } };

/** An engine that positions are put into, and what it wrote down. */
class House {
  readonly journal: EngineRecord[] = [];
  readonly shown: string[] = [];
  readonly book = new PerformanceBook(ACCOUNTS, (account) => this.shown.push(account));
  readonly engine: OrderEngine;
  now = T0;

  constructor(config: RiskConfig = WITH_RATES) {
    this.engine = new OrderEngine({
      environment: 'test',
      routes: { find: () => ok({ adapter: 'a', capabilities: CAPABILITIES }) },
      instruments: { find: (_adapter, _venue, symbol) => LISTED.find((one) => one.symbol === symbol) },
      accounts: ACCOUNTS,
      risk: new RiskEngine(config),
      onFill: this.book.onFill,
      extras: { performance: this.book },
    });
  }

  take({ records, control }: Decision): Decision['control'] {
    this.journal.push(...records);
    return control;
  }

  trade(account: string, strategy: string, symbol: string, quantity: number, price: number): void {
    const what = { account, strategy, venue: 'v', symbol, quantity, price, reason: 'test' };
    this.take(this.engine.adjustPosition(what, ++this.now));
  }

  report(query: ReportQueryShape = {}): ReportReplyShape {
    return expectOk(reportReply(this.engine, this.book, query, this.now));
  }

  code(query: ReportQueryShape = {}): string {
    const reply = reportReply(this.engine, this.book, query, this.now);
    return reply.ok ? 'OK' : reply.refusal.code;
  }
}

function busy(): House {
  const house = new House();
  house.take(house.engine.beginEpoch(1, T0));
  house.trade('A', 's', 'IBM', 10, 1_000);
  house.trade('A', 's', 'IBM', -4, 1_100);
  house.trade('A', 't', 'BTC', -2, 2_500);
  house.trade('B', 's', 'SAP', 3, 10_000);
  const who = { actor: 'ann', reason: 'test' };
  const of = { venue: 'v', symbol: 'IBM' };
  for (const event of [
    { commandId: '1', account: 'A', kind: 'deposit', amount: '250' },
    { commandId: '2', account: 'A', kind: 'dividend', ...of, amount: '0.5' },
    { commandId: '3', account: 'A', kind: 'fee', ...of, strategy: 's', amount: '1.25' },
  ] as const)
    expect(house.take(house.engine.bookCash({ ...who, ...event }, ++house.now))?.code).toBeUndefined();
  return house;
}

const money = (text: string): bigint => expectOk(parseMoney(text));

describe('the report', () => {
  it('has the firm, the accounts and the strategies in one currency; each is the sum of those below it', () => {
    const { currency, rows, more } = busy().report();
    expect([currency, more]).toEqual(['USD', false]);
    expect(rows.map(({ level, account, strategy }) => `${level} ${account} ${strategy}`.trim())).toEqual([
      'firm',
      'account A',
      'strategy A s',
      'strategy A t',
      'account B',
      'strategy B s',
    ]);
    const sum = (level: string, of: (row: (typeof rows)[number]) => string): bigint =>
      rows.filter((row) => row.level === level).reduce((total, row) => total + money(of(row)), 0n);
    for (const field of ['equity', 'cash', 'realizedPnl', 'unrealizedPnl', 'fees', 'income'] as const)
      expect(sum('firm', (row) => row.figures[field])).toBe(sum('account', (row) => row.figures[field]));
    expect(sum('account', (row) => row.figures.marketValue)).toBe(sum('strategy', (row) => row.figures.marketValue));
    for (const { level, figures, byKind } of rows) {
      const entries = Object.values(byKind).reduce((total, text) => total + money(text), 0n);
      expect(money(figures.cash)).toBe(money(figures.initialCash) + entries);
      expect(level === 'strategy' ? figures.initialCash : '0.00').toBe('0.00');
    }
    // 4 sold 1.00 above their cost; 0.50 on each of the 6 that are left; B begins with 500 at 1.1.
    expect(rows[1]?.figures).toMatchObject({ transfers: '250.00', realizedPnl: '4.00', fees: '1.25', income: '3.00' });
    expect(rows[0]?.figures.initialCash).toBe('1550.00');
  });

  it('shows exposure by symbol and asset class, its concentration, and the capital that is used', () => {
    const { rows } = busy().report({ account: 'A' });
    const [account, s] = rows;
    expect(account?.exposure).toMatchObject({ long: '66.00', short: '50.00', gross: '116.00', net: '16.00' });
    expect(account?.exposure.bySymbol.map(({ name, net }) => [name, net])).toEqual([
      ['v/IBM', '66.00'],
      ['v/BTC', '-50.00'],
    ]);
    expect(account?.exposure.byAssetClass.map(({ name, gross }) => [name, gross])).toEqual([
      ['equity', '66.00'],
      ['crypto', '50.00'],
    ]);
    expect(account?.exposure.largest).toBeCloseTo(66 / 116, 6);
    expect(account?.capitalUsed).toBeCloseTo(116 / Number(account?.figures.equity), 6);
    expect(s?.exposure).toMatchObject({ gross: '66.00', concentration: 1 });
  });

  it('gives the rows that are asked for, as many as are wanted', () => {
    const house = busy();
    expect(house.report({ strategy: 's' }).rows.map(({ account, level }) => [account, level])).toEqual([
      ['A', 'strategy'],
      ['B', 'strategy'],
    ]);
    expect(house.report({ strategy: 'all' }).rows.map(({ level }) => level)).toEqual(['account', 'account']);
    expect(house.report({ limit: 2 })).toMatchObject({ more: true, rows: [{ level: 'firm' }, { account: 'A' }] });
  });

  it('is refused where a rate is missing, but not of an account that needs none', () => {
    const house = new House({ version: 1, rules: [] });
    expect([house.code(), house.code({ account: 'B' })]).toEqual(['CONVERSION_RATE_MISSING', 'OK']);
    expect(house.report({ account: 'B' }).currency).toBe('EUR');
    expect(new House({ version: 1, rules: [], currency: 'USD' }).code()).toBe('CONVERSION_RATE_MISSING');
  });
});

describe('statistics of accounts and strategies', () => {
  it('take trades from every fill, those of a replay too', () => {
    const house = busy();
    const after = new House();
    for (const record of house.journal) expectOk(after.engine.replay(record));
    for (const one of [house, after]) {
      one.now = T0 + 10;
      one.book.sample(one.engine, one.now);
      const [account, s, t] = one.report({ account: 'A' }).rows;
      expect(account?.performance).toMatchObject({ trades: 1, hitRatio: 1, expectancy: 4 });
      expect([s?.performance?.trades, t?.performance?.trades]).toEqual([1, 0]);
      expect(account?.performance?.risk.reason).toContain('0 of the 20');
    }
  });

  it('measure a strategy on the capital of its account', () => {
    const house = busy();
    house.book.sample(house.engine, house.now);
    house.engine.onMark(IBM, { last: 1_225 }, house.now);
    house.now += DAY;
    house.book.sample(house.engine, house.now);
    const s = house.report({ account: 'A', strategy: 's' }).rows[0]?.performance;
    // 6 x 1.25 on 1000 + 250 + 4 + 6 + 3 - 1.25.
    expect(s?.totalReturn).toBeCloseTo(7.5 / 1_261.75, 9);
    expect(s).toMatchObject({ highWaterMark: '1269.25', drawdown: '0.00' });
    expect(house.shown).toEqual(['A', 'B', 'A', 'B']);
  });
});

describe('statistics', () => {
  it('go on after a snapshot as if every fill had been replayed', () => {
    const [whole, resumed] = [busy(), new House()];
    expectOk(resumed.engine.restore(whole.engine.snapshot()));
    for (const house of [whole, resumed]) {
      house.now = T0 + DAY;
      house.trade('A', 's', 'IBM', -8, 1_200);
      house.trade('A', 't', 'BTC', 2, 2_400);
    }
    expect(resumed.book.snapshot()).toEqual(whole.book.snapshot());
    for (const strategy of ['s', 't', 'all']) {
      const [one, other] = [resumed, whole].map(({ book }) => book.of('A', strategy)?.performance);
      expect(one?.summary()).toEqual(other?.summary());
      expect(one?.summary().trades).toBeGreaterThan(0);
      expect(one?.trips(IBM.key)).toEqual(other?.trips(IBM.key));
    }
  });

  it('of another set of parts are not taken: the journal is replayed whole', () => {
    const { engine } = new House();
    const bare = new OrderEngine({
      environment: 'test',
      routes: { find: () => ok({ adapter: 'a', capabilities: CAPABILITIES }) },
      instruments: { find: () => undefined },
      accounts: ACCOUNTS,
      risk: new RiskEngine(WITH_RATES),
    });
    expect(bare.restore(engine.snapshot())).toMatchObject({ refusal: { code: 'JOURNAL_VERSION' } });
  });
});

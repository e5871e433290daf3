import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, type InstrumentSpec } from '@bourseworks/domain';
import { Portfolio } from '../book/portfolio.js';
import { ConversionRates, rateOf } from '../conversion/conversion-rates.js';
import type { LedgerEntry } from '../ledger/cash-ledger.js';

const MONEY = 10n ** 18n;
const define = (spec: Partial<InstrumentSpec>) =>
  expectOk(
    defineInstrument({
      venue: 'v',
      symbol: 'IBM',
      assetClass: 'equity',
      currency: 'USD',
      tickSize: '0.01',
      lotSize: '1',
      ...spec,
    }),
  );
const ibm = define({});
const btc = define({ symbol: 'BTC', assetClass: 'crypto', tickSize: '0.1', lotSize: '0.001' });

function opened(lots = false) {
  const entries: LedgerEntry[] = [];
  const portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 1_000n * MONEY, lots }], {
    onEntry: (entry) => entries.push(entry),
  });
  const booked = () => entries.map(({ strategy, kind, amount }) => [strategy, kind, amount]);
  return { portfolio, booked, entries };
}

describe('cash events', () => {
  it('of a fill: the trade, the fee, and a rebate for a negative one', () => {
    const { portfolio, booked } = opened();
    portfolio.fill('A', 's', ibm, 1, 10_000, MONEY);
    portfolio.fill('A', 's', ibm, -1, 10_000, -MONEY / 10n);
    expect(booked()).toEqual([
      ['s', 'trade', -100n * MONEY],
      ['s', 'fee', -MONEY],
      ['s', 'trade', 100n * MONEY],
      ['s', 'rebate', MONEY / 10n],
    ]);
    expect(portfolio.cash('A')).toBe(1_000n * MONEY - (9n * MONEY) / 10n);
  });

  it('pay a dividend to longs and take it from shorts, by strategy', () => {
    const { portfolio, booked } = opened();
    portfolio.fill('A', 's', ibm, 100, 100);
    portfolio.fill('A', 't', ibm, -30, 100);
    expect(portfolio.dividend('A', ibm, rateOf('0.24'))).toEqual({ ok: true, value: rateOf('16.8') });
    expect(booked().slice(2)).toEqual([
      ['s', 'dividend', 24n * MONEY],
      ['t', 'dividend', rateOf('-7.2')],
    ]);
    expect(portfolio.snapshot('A')).toMatchObject({ income: rateOf('16.8'), equity: 1_000n * MONEY + rateOf('16.8') });
  });

  it('move funding from longs to shorts when the rate is positive: quantity x mark x rate', () => {
    const { portfolio } = opened();
    portfolio.fill('A', 's', btc, 2_500, 600_000);
    expect(portfolio.funding('A', btc, 600_000, rateOf('0.0001'))).toEqual({ ok: true, value: -15n * MONEY });
    expect(portfolio.funding('A', btc, 600_000, rateOf('-0.0001'))).toEqual({ ok: true, value: 15n * MONEY });
  });

  it('charge the loan of shares on what the account is short in all, to the strategies that are short', () => {
    const { portfolio, booked } = opened();
    portfolio.fill('A', 's', ibm, -300, 1_000);
    portfolio.fill('A', 't', ibm, -100, 1_000);
    portfolio.fill('A', 'u', ibm, 200, 1_000);
    const terms = { mark: 1_800, rate: rateOf('0.1'), days: 2, yearDays: 360 } as const;
    // 200 short at 18.00 for two days at 10 %: 2.00; three quarters of the shorts are those of s.
    expect(portfolio.borrowCost('A', ibm, terms)).toEqual({ ok: true, value: -2n * MONEY });
    expect(booked().slice(3)).toEqual([
      ['s', 'borrow', rateOf('-1.5')],
      ['t', 'borrow', rateOf('-0.5')],
    ]);
    portfolio.fill('A', 'u', ibm, 200, 1_000);
    expect(portfolio.borrowCost('A', ibm, terms)).toEqual({ ok: true, value: 0n });
  });

  it('transfer and convert money; other amounts and missing rates are refused', () => {
    const { portfolio } = opened();
    const rates = new ConversionRates();
    const refused = (code: string) =>
      expect.objectContaining({ ok: false, refusal: expect.objectContaining({ code }) });
    expect(portfolio.convert('A', 'USD', 'EUR', MONEY, rates, 0)).toEqual(refused('CONVERSION_RATE_MISSING'));
    expectOk(rates.set('EUR', 'USD', '1.25', 0));
    expectOk(portfolio.convert('A', 'USD', 'EUR', 500n * MONEY, rates, 0));
    expectOk(portfolio.deposit('A', 'USD', 7n * MONEY));
    expectOk(portfolio.withdraw('A', 'EUR', MONEY));
    expect([portfolio.cash('A'), portfolio.cash('A', 'EUR')]).toEqual([507n * MONEY, 399n * MONEY]);
    expect(portfolio.deposit('A', 'USD', 0n)).toEqual(refused('CASH_AMOUNT'));
    expect(portfolio.withdraw('A', 'USD', -1n)).toEqual(refused('CASH_AMOUNT'));
    expect(portfolio.dividend('A', ibm, -1n)).toEqual(refused('CASH_AMOUNT'));
    const loan = { mark: 1, rate: -1n, days: 1, yearDays: 365 } as const;
    expect(portfolio.borrowCost('A', ibm, loan)).toEqual(refused('CASH_AMOUNT'));
    expect(portfolio.borrowCost('A', ibm, { ...loan, rate: 1n, days: -1 })).toEqual(refused('CASH_AMOUNT'));
    expect(portfolio.deposit('B', 'USD', 1n)).toEqual(refused('ACCOUNT_UNKNOWN'));
    expect(portfolio.snapshot('A')).toMatchObject({ otherCash: -493n * MONEY, equity: 507n * MONEY });
  });
});

describe('facts', () => {
  it.each([
    ['a fee', (p: Portfolio) => p.charge('A', 's', ibm, 1n)],
    ['a fee of another currency', (p: Portfolio) => p.charge('A', 's', ibm, 1n, 'BNB')],
    ['a dividend', (p: Portfolio) => p.dividend('A', ibm, 1n)],
    ['funding', (p: Portfolio) => p.funding('A', ibm, 1, MONEY)],
    ['a deposit', (p: Portfolio) => p.deposit('A', 'USD', 1n)],
    ['a split', (p: Portfolio) => p.split(ibm, 2, 1, 100)],
    ['a lot', (p: Portfolio) => p.openLot('A', 's', ibm, 'x', 1, 100)],
    ['a closed lot', (p: Portfolio) => p.closeLot('A', 's', ibm, '#1', 1, 100)],
    [
      'a fill that changes no position',
      (p: Portfolio) => {
        p.fill('A', 's', ibm, 1, 100);
        p.fill('A', 's', ibm, -1, 100);
      },
    ],
  ])('tell of %s, and a repeat gives the same', (_, action) => {
    const run = (twice: boolean) => {
      const { portfolio } = opened(true);
      portfolio.fill('A', 's', ibm, 10, 100);
      if (twice) action(portfolio);
      return [...portfolio.facts()];
    };
    expect(run(true)).not.toEqual(run(false));
    expect(run(true)).toEqual(run(true));
  });

  it('tell what kind money was of, where the balance is the same', () => {
    const run = (kind: 'deposit' | 'dividend') => {
      const { portfolio } = opened();
      portfolio.fill('A', 's', ibm, 10, 100);
      if (kind === 'deposit') portfolio.deposit('A', 'USD', 10n);
      else portfolio.dividend('A', ibm, 1n);
      return [...portfolio.facts()];
    };
    expect(run('deposit')).not.toEqual(run('dividend'));
  });
});

describe('a split', () => {
  it('without fractions changes units and marks, and no cost, cash or equity', () => {
    const { portfolio } = opened(true);
    portfolio.fill('A', 's', ibm, 10, 64_500);
    portfolio.mark(ibm, 64_400);
    const before = portfolio.snapshot('A');
    expect(portfolio.split(ibm, 7, 1, 9_200)).toEqual({
      ok: true,
      value: [{ account: 'A', before: 10, after: 70, fraction: 0n, m: 1, cashInLieu: 0n }],
    });
    const after = portfolio.snapshot('A');
    expect(after).toMatchObject({ cash: before?.cash, equity: before?.equity });
    expect(after?.positions[0]).toMatchObject({
      quantity: 70,
      cost: 6_450n * MONEY,
      averagePrice: '92.142857',
      mark: 9_200,
    });
    expect(portfolio.lots('A', 's', ibm.key)?.quantity).toBe(70);
  });

  it('pays the fraction of the account in cash, and gives its whole units to the strategies', () => {
    const { portfolio, booked } = opened(true);
    portfolio.fill('A', 's', ibm, 5, 1_000);
    portfolio.fill('A', 't', ibm, 6, 1_000);
    // 11 / 2 = 5.5: five shares and half a share at 20.00. s has 2.5 and gets 2, t gets 3.
    const [outcome] = expectOk(portfolio.split(ibm, 1, 2, 2_000));
    expect(outcome).toEqual({ account: 'A', before: 11, after: 5, fraction: 1n, m: 2, cashInLieu: 10n * MONEY });
    expect(booked().slice(2)).toEqual([['s', 'cash-in-lieu', 10n * MONEY]]);
    const rows = portfolio.positions();
    expect(rows.map(({ quantity, cost, realized }) => [quantity, cost, realized])).toEqual([
      [2, 40n * MONEY, 0n],
      [3, 60n * MONEY, 0n],
    ]);
    expect(portfolio.snapshot('A')?.equity).toBe(1_000n * MONEY);
  });

  it('lets a strategy buy the fraction that it was rounded up by', () => {
    const { portfolio, booked } = opened();
    portfolio.fill('A', 's', ibm, 1, 1_000);
    portfolio.fill('A', 't', ibm, 1, 1_000);
    expectOk(portfolio.split(ibm, 1, 2, 2_000));
    expect(booked().slice(2)).toEqual([
      ['s', 'cash-in-lieu', 10n * MONEY],
      ['t', 'cash-in-lieu', -10n * MONEY],
    ]);
    expect(portfolio.positions().map(({ quantity, cost }) => [quantity, cost])).toEqual([
      [0, 0n],
      [1, 20n * MONEY],
    ]);
  });

  it('takes from a short what its fraction costs', () => {
    const { portfolio } = opened();
    portfolio.fill('A', 's', ibm, -5, 1_000);
    const [outcome] = expectOk(portfolio.split(ibm, 1, 2, 2_400));
    expect(outcome).toMatchObject({ after: -2, fraction: -1n, cashInLieu: -12n * MONEY });
    expect(portfolio.positions()[0]).toMatchObject({ cost: -40n * MONEY, realized: -2n * MONEY });
  });

  it.each([
    [0, 1, 100],
    [1.5, 1, 100],
    [2, 1, 0],
  ])('of %d:%d at %d is refused', (n, m, price) => {
    expect(opened().portfolio.split(ibm, n, m, price)).toMatchObject({ ok: false, refusal: { code: 'SPLIT_INVALID' } });
  });

  it('beyond 2^50 units is refused, and nothing is split', () => {
    const { portfolio } = opened();
    portfolio.fill('A', 's', ibm, 2 ** 49, 1);
    const before = [...portfolio.facts()];
    expect(portfolio.split(ibm, 2, 1, 1)).toMatchObject({ ok: false, refusal: { code: 'NUMBER_RANGE' } });
    expect([...portfolio.facts()]).toEqual(before);
  });
});

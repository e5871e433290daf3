import { describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk } from '@bourseworks/domain';
import fc from 'fast-check';
import { Portfolio, type Booked } from '../book/index.js';
import { FillHistory, type FillHistoryImage } from './fill-history.js';

const MONEY = 10n ** 18n;
const define = (symbol: string, lotSize: string) =>
  expectOk(defineInstrument({ venue: 'v', symbol, assetClass: 'equity', currency: 'USD', tickSize: '0.01', lotSize }));
const IBM = define('IBM', '1');
const BTC = define('BTC', '0.00000001');

const NOTHING: Booked = { quantity: 0, price: 0, fee: 0n, feeCurrency: '' };

/** What is the same in two lives; the numbers of fills are not. */
const factsOf = (portfolio: Portfolio): string[] =>
  [...portfolio.facts()].filter((fact) => !/^fills |^cash \S+ \S+ 0$/.test(fact)).sort();

const booked = (
  quantity: fc.Arbitrary<number>,
): fc.Arbitrary<Booked & { readonly strategy: string; readonly instrument: typeof IBM }> =>
  fc.record({
    quantity,
    price: fc.integer({ min: 1, max: 9_000_000 }),
    fee: fc.bigInt({ min: -(10n ** 15n), max: 10n ** 18n }),
    feeCurrency: fc.constantFrom('', 'USD', 'BNB'),
    strategy: fc.constantFrom('s', 't'),
    instrument: fc.constantFrom(IBM, BTC),
  });
const units = fc.integer({ min: -5_000, max: 5_000 }).filter((one) => one !== 0);

/** A fill, and what becomes of it: `change` after so many further fills, if at all. */
const step = fc.record({
  fill: booked(units),
  change: fc.option(fc.record({ now: fc.oneof(fc.constant(NOTHING), booked(units)), after: fc.nat(6) })),
});

type Steps = readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[];

const open = (lots: boolean, maxFills?: number): Portfolio =>
  new Portfolio([{ id: 'A', currency: 'USD', cash: 1_000n * MONEY, lots }], maxFills === undefined ? {} : { maxFills });

function book(portfolio: Portfolio, { strategy, instrument }: Steps[number]['fill'], one: Booked, us: number): number {
  return portfolio.fill('A', strategy, instrument, one.quantity, one.price, one.fee, one.feeCurrency, us);
}

/** Every fill as it was reported, with its correction when that comes. */
function corrected(steps: Steps, lots: boolean): Portfolio {
  const portfolio = open(lots);
  const due: (() => void)[][] = [];
  for (const [i, { fill, change }] of steps.entries()) {
    const number = book(portfolio, fill, fill, i);
    if (change !== null) {
      const { strategy, instrument } = fill;
      (due[i + change.after] ??= []).push(() => {
        expect(portfolio.correct('A', strategy, instrument, number, fill, change.now, i)).toBe(true);
      });
    }
    for (const one of due[i] ?? []) one();
  }
  for (const later of due.slice(steps.length)) for (const one of later ?? []) one();
  return portfolio;
}

/** The life in which only what stands in the end ever happened. */
function plain(steps: Steps, lots: boolean): Portfolio {
  const portfolio = open(lots);
  for (const [i, { fill, change }] of steps.entries()) {
    const stands = change === null ? fill : change.now;
    if (stands.quantity !== 0) book(portfolio, fill, stands, i);
  }
  return portfolio;
}

/** Positions of nothing, of which the life without them knows nothing. */
const ofNothing = /^(?:position|lots) A \w v\/\w+ (?:0 0 0 0 0 0 0|0 0 1)$/;

const toText = (_key: string, one: unknown): unknown => (typeof one === 'bigint' ? `${one}n` : one);
const fromText = (_key: string, one: unknown): unknown =>
  typeof one === 'string' && /^-?\d+n$/.test(one) ? BigInt(one.slice(0, -1)) : one;

describe('busts and corrections', () => {
  it.each([false, true])(
    'leave positions, lots, cash and gains as if only what stands had happened (lots: %s)',
    (lots) => {
      fc.assert(
        fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
          const facts = (portfolio: Portfolio) => factsOf(portfolio).filter((fact) => !ofNothing.test(fact));
          expect(facts(corrected(steps, lots))).toEqual(facts(plain(steps, lots)));
        }),
        { numRuns: 400 },
      );
    },
  );

  it('restate what was realised: a bust of what was bought first makes the sale one at the other cost', () => {
    const portfolio = open(false);
    const first = portfolio.fill('A', 's', IBM, 10, 1_000);
    portfolio.fill('A', 's', IBM, 10, 2_000);
    portfolio.fill('A', 's', IBM, -10, 3_000);
    expect(portfolio.position('A', 's', IBM.key)?.realized).toBe(150n * MONEY);
    portfolio.correct('A', 's', IBM, first, { quantity: 10, price: 1_000, fee: 0n, feeCurrency: '' }, NOTHING);
    expect(portfolio.position('A', 's', IBM.key)).toMatchObject({ quantity: 0, cost: 0n, realized: 100n * MONEY });
  });

  it('of a fill that is kept no more are trades against it: sums stay exact', () => {
    const portfolio = open(true, 4);
    const was = { quantity: 10, price: 1_000, fee: MONEY, feeCurrency: '' };
    const first = portfolio.fill('A', 's', IBM, 10, 1_000, MONEY);
    for (let i = 0; i < 20; i++) portfolio.fill('A', 's', IBM, 10, 2_000);
    expect(portfolio.correct('A', 's', IBM, first, was, NOTHING)).toBe(false);
    const position = portfolio.position('A', 's', IBM.key);
    expect(position).toMatchObject({ quantity: 200, fees: 0n, cashFlow: -4_000n * MONEY });
    expect(portfolio.cash('A')).toBe((1_000n - 4_000n) * MONEY);
    // The latest are still exact.
    const last = portfolio.fill('A', 's', IBM, -100, 3_000);
    const sale = { quantity: -100, price: 3_000, fee: 0n, feeCurrency: '' };
    expect(portfolio.correct('A', 's', IBM, last, sale, NOTHING)).toBe(true);
    expect(portfolio.position('A', 's', IBM.key)).toMatchObject({ quantity: 200, cashFlow: -4_000n * MONEY });
  });

  it('are exact after the history was written out and read again', () => {
    const fill = { quantity: 10, price: 1_000, fee: 0n, feeCurrency: '' };
    const histories = [false, true].map((lots) => {
      const portfolio = open(lots, 4);
      for (let i = 1; i <= 9; i++) portfolio.fill('A', 's', IBM, i % 3 === 0 ? -15 : 10, 1_000 * i, 0n, '', i);
      return { portfolio, last: portfolio.fill('A', 's', IBM, 10, 1_000) };
    });
    for (const { portfolio, last } of histories) {
      const lots = portfolio.lots('A', 's', IBM.key);
      const position = portfolio.position('A', 's', IBM.key);
      if (position === undefined) throw new Error('no position');
      const [fact] = [...portfolio.facts()].filter((one) => one.startsWith('fills '));
      const history = portfolio.history('A', 's', IBM);
      const again = new FillHistory(position, lots, 4);
      again.restore(JSON.parse(JSON.stringify(history?.image(), toText), fromText) as FillHistoryImage);
      expect(`fills A s ${IBM.key} ${again.fact()}`).toBe(fact);
      const one = again.replace(last, 0, 0, IBM);
      portfolio.correct('A', 's', IBM, last, fill, NOTHING);
      expect([one?.position.realized, one?.position.cost]).toEqual([position.realized, position.cost]);
      expect(one?.lots?.image()).toEqual(portfolio.lots('A', 's', IBM.key)?.image());
    }
  });

  it('of a fill before a split are trades against it, in the units of now', () => {
    const portfolio = open(false);
    const first = portfolio.fill('A', 's', IBM, 10, 1_000);
    expectOk(portfolio.split(IBM, 2, 1, 500));
    const was = { quantity: 20, price: 500, fee: 0n, feeCurrency: '' };
    expect(portfolio.correct('A', 's', IBM, first, was, NOTHING)).toBe(false);
    expect(portfolio.position('A', 's', IBM.key)).toMatchObject({ quantity: 0, cashFlow: 0n });
  });

  it('do not take a lot away that was closed by its name', () => {
    const portfolio = open(true);
    const first = portfolio.fill('A', 's', IBM, 10, 1_000);
    expectOk(portfolio.closeLot('A', 's', IBM, '#1', 10, 1_100));
    const was = { quantity: 10, price: 1_000, fee: 0n, feeCurrency: '' };
    expect(portfolio.correct('A', 's', IBM, first, was, NOTHING)).toBe(false);
    expect(portfolio.position('A', 's', IBM.key)).toMatchObject({ quantity: -10, cashFlow: 110n * MONEY });
    expect(portfolio.lots('A', 's', IBM.key)?.quantity).toBe(-10);
  });
});

import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { beforeAll, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, formatMoney, parseDecimal, roundMoney } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { Portfolio } from '../book/portfolio.js';

const EQUITY = 'lean-data/equity/usa';
const DAILY = `${EQUITY}/daily/spy.zip`;
const FACTORS = `${EQUITY}/factor_files/spy.csv`;
const QUOTES = `${EQUITY}/minute/spy/20131007_quote.zip`;
const LAST_TRADES = `${EQUITY}/minute/spy/20131011_trade.zip`;
const EXPECTED = 'backtest-expectations/lean-regression-statistics.json';

const MONEY = 10n ** 18n;
/** Four decimals of the file and seven of the adjustment factor. */
const PRICE_SCALE = 11;
const NINE_THIRTY_MS = 34_200_000;
const LAST_MINUTE_MS = 57_540_000;

const spy = expectOk(
  defineInstrument({
    venue: 'v',
    symbol: 'SPY',
    assetClass: 'equity',
    currency: 'USD',
    tickSize: '0.01',
    lotSize: '1',
    priceScale: PRICE_SCALE,
  }),
);

/** YYYYMMDD -> factor at 10^-7 of the first row whose date is not before it. */
function factors(): (date: string) => number {
  const rows = readFileSync(data(FACTORS), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .map(([date = '', factor = '']) => [date, expectOk(parseDecimal(factor, 7))] as const);
  return (date) => rows.find(([until]) => until >= date)?.[1] ?? NaN;
}

function rowsOf(path: string): string[][] {
  const [file] = Object.values(unzipSync(readFileSync(data(path))));
  if (file === undefined) throw new Error(`${path} is empty`);
  return new TextDecoder()
    .decode(file)
    .trim()
    .split('\n')
    .map((line) => line.split(','));
}

interface Bar {
  readonly date: string;
  /** Adjusted, units of 10^-11. */
  readonly open: number;
  readonly close: number;
}

function dailyBars(from: string, to: string): Bar[] {
  const factor = factors();
  const bars: Bar[] = [];
  for (const [time = '', open, , , close] of rowsOf(DAILY)) {
    const date = time.slice(0, 8);
    if (date < from || date > to) continue;
    bars.push({ date, open: Number(open) * factor(date), close: Number(close) * factor(date) });
  }
  return bars;
}

/** 0.005 a share, at least 1.00 an order. */
function feeOf(quantity: number): bigint {
  const fee = (BigInt(Math.abs(quantity)) * MONEY) / 200n;
  return fee > MONEY ? fee : MONEY;
}

/** A run: orders of whole shares, booked at prices that are given. */
class Run {
  readonly portfolio = new Portfolio([{ id: 'A', currency: 'USD', cash: 100_000n * MONEY }]);
  orders = 0;

  get held(): number {
    return this.portfolio.accountQuantity('A', spy.key);
  }

  /** Largest whole number of shares with value and fee within 99.75 % of the equity at a price. */
  target(price: number): number {
    this.portfolio.mark(spy, price);
    const equity = this.portfolio.snapshot('A')?.equity ?? 0n;
    const room = (equity * 9_975n) / 10_000n;
    let quantity = Number(room / (BigInt(price) * spy.moneyFactor));
    while (BigInt(quantity) * BigInt(price) * spy.moneyFactor + feeOf(quantity) > room) quantity--;
    return quantity;
  }

  fill(quantity: number, price: number): void {
    this.orders++;
    this.portfolio.fill('A', 's', spy, quantity, price, feeOf(quantity));
  }

  /** End equity and fees in cents, as they are published. */
  result(price: number): { readonly equity: string; readonly fees: string; readonly orders: number } {
    this.portfolio.mark(spy, price);
    const snapshot = this.portfolio.snapshot('A');
    const cents = (amount: bigint): string => formatMoney(roundMoney(amount, 2));
    return { equity: cents(snapshot?.equity ?? 0n), fees: `$${cents(snapshot?.fees ?? 0n)}`, orders: this.orders };
  }
}

/**
 * A strategy over daily bars: `signal` sees the closes up to now and whether shares are held; +1 = hold all, -1 = hold
 * nothing. Orders fill at the next open.
 */
function runDaily(bars: readonly Bar[], signal: (closes: readonly number[], held: number) => number): Run {
  const run = new Run();
  const closes: number[] = [];
  let order = 0;
  for (const bar of bars) {
    if (order !== 0) run.fill(order, bar.open);
    order = 0;
    closes.push(bar.close);
    const wanted = signal(closes, run.held);
    if (wanted > 0) order = run.target(bar.close) - run.held;
    else if (wanted < 0) order = 0 - run.held;
  }
  return run;
}

/** Exponential average that starts from the mean of its first values. */
class SeededEma {
  private readonly length: number;
  private count = 0;
  value = 0;

  constructor(length: number) {
    this.length = length;
  }

  get ready(): boolean {
    return this.count >= this.length;
  }

  add(x: number): void {
    this.count++;
    if (this.count <= this.length) this.value += (x - this.value) / this.count;
    else this.value += (2 / (this.length + 1)) * (x - this.value);
  }
}

function macdSignal(): (closes: readonly number[], held: number) => number {
  const fast = new SeededEma(12);
  const slow = new SeededEma(26);
  const line = new SeededEma(9);
  return (closes, held) => {
    const close = closes.at(-1) ?? NaN;
    fast.add(close);
    slow.add(close);
    if (!fast.ready || !slow.ready) return 0;
    const macd = fast.value - slow.value;
    line.add(macd);
    if (!line.ready) return 0;
    const distance = (macd - line.value) / fast.value;
    if (held <= 0 && distance > 0.0025) return 1;
    return held >= 0 && distance < -0.0025 && held !== 0 ? -1 : 0;
  };
}

/** Closes 5, 10 ... 30 bars ago: rising towards now = hold all, falling = nothing. */
function ribbonSignal(closes: readonly number[], held: number): number {
  if (closes.length < 31) return 0;
  const values = [5, 10, 15, 20, 25, 30].map((ago) => closes.at(-1 - ago) ?? NaN);
  const pairs = values.slice(1).map((value, i) => value - (values[i] ?? NaN));
  if (held <= 0 && pairs.every((step) => step <= 0)) return 1;
  return held > 0 && pairs.every((step) => step >= 0) ? -1 : 0;
}

describeWithData('published runs', [DAILY, FACTORS, QUOTES, LAST_TRADES, EXPECTED], () => {
  let published: (name: string) => { equity: string; fees: string; orders: number };

  beforeAll(() => {
    const runs = JSON.parse(readFileSync(data(EXPECTED), 'utf8')) as {
      name: string;
      statistics: Record<string, string>;
    }[];
    published = (name) => {
      const statistics = runs.find((run) => run.name === name)?.statistics ?? {};
      const { 'End Equity': equity = '', 'Total Fees': fees = '', 'Total Orders': orders = '' } = statistics;
      return { equity, fees, orders: Number(orders) };
    };
  });

  it('BasicTemplateDailyAlgorithm: equity, fees and orders', () => {
    const bars = dailyBars('20131008', '20131017');
    const run = runDaily(bars, (_, held) => (held === 0 ? 1 : 0));
    expect(run.held).toBe(697);
    expect(run.result(bars.at(-1)?.close ?? 0)).toEqual(published('BasicTemplateDailyAlgorithm'));
  });

  it('BasicTemplateAlgorithm: equity, fees and orders', () => {
    const adjust = factors()('20131007');
    const quote = rowsOf(QUOTES).find(([ms]) => Number(ms) === NINE_THIRTY_MS);
    const last = rowsOf(LAST_TRADES).find(([ms]) => Number(ms) === LAST_MINUTE_MS);
    const ask = Number(quote?.[9]) * adjust;
    const run = new Run();
    run.fill(run.target(ask), ask);
    expect(run.held).toBe(688);
    expect(run.result(Number(last?.[4]) * adjust)).toEqual(published('BasicTemplateAlgorithm'));
  });

  it('MACDTrendAlgorithm: equity and fees; 84 fills, of the 85th order nothing is published', () => {
    const bars = dailyBars('20040101', '20141231');
    const run = runDaily(bars, macdSignal());
    const { orders, ...money } = published('MACDTrendAlgorithm');
    expect(orders).toBe(85);
    expect(run.result(bars.at(-1)?.close ?? 0)).toEqual({ ...money, orders: 84 });
  });

  it('DisplacedMovingAverageRibbon: equity, fees and orders', () => {
    const bars = dailyBars('20090101', '20141231');
    const run = runDaily(bars, ribbonSignal);
    expect(run.result(bars.at(-1)?.close ?? 0)).toEqual(published('DisplacedMovingAverageRibbon'));
  });
});

import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { defineInstrument, expectOk, fromNumber, type Instrument } from '@bourseworks/domain';
import { data, describeWithData } from '@bourseworks/testkit';
import { Portfolio } from '../book/portfolio.js';
import { roundDivide } from '../ledger/allocation.js';
import { tripReturn, type RoundTrip } from '../statistics/round-trip.js';
import { RoundTrips } from '../statistics/round-trips.js';
import { TradeStatistics } from '../statistics/trade-statistics.js';

const FILE = 'freqtrade-testdata/backtest-result.json.gz';
/** Units of ledger money in one BTC when the currency is the satoshi. */
const BTC = 10n ** 26n;

interface Published {
  readonly pair: string;
  readonly amount: number;
  readonly open_rate: number;
  readonly close_rate: number;
  readonly fee_open: number;
  readonly fee_close: number;
  readonly open_timestamp: number;
  readonly close_timestamp: number;
  readonly profit_abs: number;
  readonly profit_ratio: number;
}

interface Totals {
  readonly trades: readonly Published[];
  readonly total_trades: number;
  readonly profit_total_abs: number;
  readonly profit_mean: number;
  readonly profit_factor: number;
  readonly wins: number;
  readonly losses: number;
  readonly draws: number;
}

/**
 * In satoshi: rates near 10^-5 with twenty decimals would keep eight of their digits at the scales that a ledger of BTC
 * leaves, and thirteen here. Dear coins trade in small amounts, which need the digits on the other side.
 */
function instrumentOf({ pair, amount }: Published): Instrument {
  const qtyScale = amount < 0.5 ? 12 : 9;
  const lotSize = `0.${'0'.repeat(qtyScale - 1)}1`;
  const tickSize = `0.${'0'.repeat(17 - qtyScale)}1`;
  return expectOk(
    defineInstrument({ venue: `v${qtyScale}`, symbol: pair, assetClass: 'crypto', currency: 'SAT', tickSize, lotSize }),
  );
}

interface Booked {
  readonly published: Published;
  readonly trip: RoundTrip;
}

/** Books entry and exit of one trade with the fees at their rates. */
function book(portfolio: Portfolio, published: Published): Booked {
  const instrument = instrumentOf(published);
  const trips: RoundTrip[] = [];
  const builder = new RoundTrips(instrument, { method: 'fifo', onTrip: (trip) => trips.push(trip) });
  const units = fromNumber(published.amount, instrument.qtyScale);
  const fill = (ms: number, signed: number, rate: number, feeRate: number): void => {
    const price = fromNumber(rate * 1e8, instrument.priceScale);
    const value = BigInt(units) * BigInt(price) * instrument.moneyFactor;
    const fee = roundDivide(value * BigInt(fromNumber(feeRate, 6)), 1_000_000n);
    portfolio.fill('A', published.pair, instrument, signed, price, fee, '', ms * 1_000);
    builder.fill(ms * 1_000, signed, price, fee);
  };
  fill(published.open_timestamp, units, published.open_rate, published.fee_open);
  fill(published.close_timestamp, -units, published.close_rate, published.fee_close);
  const [trip] = trips;
  if (trip === undefined || trips.length > 1) throw new Error('not one trip');
  return { published, trip };
}

const gross = (trip: RoundTrip): bigint => trip.exitValue - trip.entryValue;
const inBtc = (amount: bigint): number => Number(amount) / Number(BTC);
const eight = (ratio: number): number => Math.round(ratio * 1e8) / 1e8;

/** `profit_ratio` is after fees, over stake and entry fee. */
function ratioOf({ trip, published }: Booked): number {
  const paid = trip.entryValue + roundDivide(trip.entryValue * BigInt(fromNumber(published.fee_open, 6)), 1_000_000n);
  return Number(trip.profit) / Number(paid);
}

describeWithData('the 179 trades of a published backtest', [FILE], () => {
  const portfolio = new Portfolio([{ id: 'A', currency: 'SAT', cash: BTC / 100n }]);
  let totals: Totals;
  let booked: Booked[];

  beforeAll(() => {
    const file = JSON.parse(gunzipSync(readFileSync(data(FILE))).toString()) as { strategy: Record<string, Totals> };
    totals = file.strategy['StrategyTestV3'];
    booked = totals.trades.map((trade) => book(portfolio, trade));
  });

  it('give the ratio of each after fees, as far as it is published: rounded at the eighth decimal', () => {
    expect(booked).toHaveLength(179);
    for (const one of booked) expect(Math.abs(ratioOf(one) - one.published.profit_ratio)).toBeLessThan(5.01e-9);
  });

  it('give the amount of each before fees: the file’s absolute profits leave them out', () => {
    // Doubles of 17 digits against an amount cut at its ninth digit or later: 10^-9 of the stake of 0.001.
    for (const { trip, published } of booked)
      expect(Math.abs(inBtc(gross(trip)) - published.profit_abs)).toBeLessThan(1e-12);
  });

  it('give the totals', () => {
    const total = booked.reduce((sum, { trip }) => sum + gross(trip), 0n);
    expect(Math.abs(inBtc(total) - totals.profit_total_abs)).toBeLessThan(179e-12);
    const statistics = new TradeStatistics();
    for (const one of booked) statistics.add(eight(ratioOf(one)), ratioOf(one), one.trip.exitUs - one.trip.entryUs);
    expect([statistics.count, statistics.wins, statistics.losses]).toEqual([
      totals.total_trades,
      totals.wins,
      totals.losses,
    ]);
    expect(statistics.count - statistics.wins - statistics.losses).toBe(totals.draws);
    expect(Math.abs(statistics.ratioExpectancy - totals.profit_mean)).toBeLessThan(5e-9);
    const amounts = new TradeStatistics();
    for (const { trip } of booked) amounts.add(inBtc(gross(trip)), tripReturn(trip), 0);
    expect(Math.abs(amounts.profitFactor / totals.profit_factor - 1)).toBeLessThan(1e-8);
  });

  describe('in the portfolio', () => {
    it('leave no position and the sum of all profits after fees as cash, to the last digit', () => {
      const profit = booked.reduce((sum, { trip }) => sum + trip.profit, 0n);
      expect(portfolio.cash('A')).toBe(BTC / 100n + profit);
      expect(portfolio.positions().every((row) => row.quantity === 0 && row.cost === 0n)).toBe(true);
    });
  });
});

import { expect, it } from '@jest/globals';
import { data, describeWithData } from '@bourseworks/testkit';
import { americanGreeks } from '../american/american-greeks.js';
import { binomial } from '../american/binomial.js';
import { bsmImpliedVolatility } from '../implied/implied-volatility.js';
import { csvRows } from '../testing/csv-rows.js';
import { CALL, PUT } from './option-kind.js';

// What a broker told of twelve American options on SPY for ten minutes of one day: price, volatility and Greeks of its own model. Its
// terms are not told. These two were fitted to the prices of the calls: time runs until midnight UTC of the day of
// expiry (four hours after the close), and money costs 5.47%, with no dividend before expiry.
const RATE = 0.0547;
const HOURS_OF_NEW_YORK = 4;

const CONTRACTS = ['230811', '230901'].flatMap((expiry) =>
  ['C', 'P'].flatMap((kind) => ['430', '450', '470'].map((strike) => ({ expiry, kind, strike }))),
);
const fileOf = ({ expiry, kind, strike }: (typeof CONTRACTS)[number]): string =>
  `lean-greeks/SPY${expiry}${kind}00${strike}000.csv`;

/** `20230804 13:30:57.340933` of New York, in ms of UTC. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..) (..):(..):(..)/.exec(text)?.map(Number) ?? [];
  return Date.UTC(year, month - 1, day, hour + HOURS_OF_NEW_YORK, minute, second);
}

describeWithData('American options beside the figures of a broker', CONTRACTS.map(fileOf), () => {
  it.each(CONTRACTS)('SPY $expiry $kind $strike', (contract) => {
    const { expiry, kind: letter, strike: text } = contract;
    const kind = letter === 'C' ? CALL : PUT;
    const strike = Number(text);
    const ends = Date.UTC(
      2000 + Number(expiry.slice(0, 2)),
      Number(expiry.slice(2, 4)) - 1,
      Number(expiry.slice(4)) + 1,
    );
    // At and near the price at which it is exercised the broker's grid is rough: gammas of -1e-14, vegas from 0 to twice ours.
    const exercised = kind === PUT && strike === 470;
    const rows = csvRows(data(fileOf(contract)));
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const cell = (name: string): number => Number(row[`model_${name}`]);
      const years = (ends - timeOf(row[''] ?? '')) / 86_400_000 / 365;
      const [spot, volatility] = [cell('undPrice'), cell('impliedVol')];
      const option = { kind, spot, strike, years, rate: RATE, volatility };
      const greeks = americanGreeks(option, (one) => binomial(one, { steps: 101 }));
      expect(Math.abs(greeks.price - cell('price'))).toBeLessThan(0.017);
      expect(Math.abs(greeks.delta - cell('delta'))).toBeLessThan(0.0035);
      expect(Math.abs(greeks.gamma - cell('gamma'))).toBeLessThan(exercised ? 0.008 : 0.0004);
      // Its vega is that of a percentage point, its theta that of a day.
      expect(Math.abs(greeks.vega / 100 - cell('vega'))).toBeLessThan(exercised ? 0.05 : 0.03);
      expect(Math.abs(greeks.theta / 365 - cell('theta'))).toBeLessThan(0.012);
      // A call without dividends is not exercised early: the European formula has its volatility.
      if (kind === CALL) {
        const found = bsmImpliedVolatility(kind, cell('price'), spot, strike, years, RATE, RATE);
        expect(Math.abs(found - volatility)).toBeLessThan(0.0007);
      }
    }
  });
});

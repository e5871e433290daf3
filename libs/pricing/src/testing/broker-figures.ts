import { data } from '@bourseworks/testkit';
import { americanGreeks } from '../american/american-greeks.js';
import { binomial } from '../american/binomial.js';
import { bsmImpliedVolatility } from '../implied/implied-volatility.js';
import { CALL, PUT } from '../option/option-kind.js';
import { csvRows } from './csv-rows.js';
import type { Figure } from './figure.js';

// What a broker told of twelve American options on SPY for ten minutes of one day: price, volatility and Greeks of its own model. Its
// terms are not told. These two were fitted to the prices of the calls: time runs until midnight UTC of the day of
// expiry (four hours after the close), and money costs 5.47%, with no dividend before expiry.
const RATE = 0.0547;
const HOURS_OF_NEW_YORK = 4;

export const CONTRACTS = ['230811', '230901'].flatMap((expiry) =>
  ['C', 'P'].flatMap((kind) => ['430', '450', '470'].map((strike) => ({ expiry, kind, strike }))),
);
type Contract = (typeof CONTRACTS)[number];

export const fileOf = ({ expiry, kind, strike }: Contract): string =>
  `lean-greeks/SPY${expiry}${kind}00${strike}000.csv`;

/** `20230804 13:30:57.340933` of New York, in ms of UTC. */
function timeOf(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(....)(..)(..) (..):(..):(..)/.exec(text)?.map(Number) ?? [];
  return Date.UTC(year, month - 1, day, hour + HOURS_OF_NEW_YORK, minute, second);
}

/** How far gamma and vega may be off; exercised now or nearly so, the broker's grid is rough: gammas of -1e-14, vegas from 0 to twice ours. */
const HELD = { gamma: 0.0004, vega: 0.03 };
const EXERCISED = { gamma: 0.008, vega: 0.05 };

export function brokerFigures(contract: Contract): Figure[] {
  const kind = contract.kind === 'C' ? CALL : PUT;
  const strike = Number(contract.strike);
  const [year, month, day] = [0, 2, 4].map((at) => Number(contract.expiry.slice(at, at + 2)));
  const ends = Date.UTC(2000 + year, month - 1, day + 1);
  const isExercised = kind === PUT && strike === 470;
  const { gamma, vega } = isExercised ? EXERCISED : HELD;
  const file = fileOf(contract);
  return csvRows(data(file)).flatMap((row) => {
    const cell = (name: string): number => Number(row[`model_${name}`]);
    const years = (ends - timeOf(row[''] ?? '')) / 86_400_000 / 365;
    const [spot, volatility] = [cell('undPrice'), cell('impliedVol')];
    const greeks = americanGreeks({ kind, spot, strike, years, rate: RATE, volatility }, (one) =>
      binomial(one, { steps: 101 }),
    );
    const figure = (quantity: string, ours: number, published: number, allowed: number): Figure => {
      return { file, quantity: isExercised ? `${quantity} where it is exercised` : quantity, ours, published, allowed };
    };
    const figures = [
      figure('price', greeks.price, cell('price'), 0.017),
      figure('delta', greeks.delta, cell('delta'), 0.0035),
      figure('gamma', greeks.gamma, cell('gamma'), gamma),
      // Its vega is that of a percentage point, its theta that of a day.
      figure('vega', greeks.vega / 100, cell('vega'), vega),
      figure('theta', greeks.theta / 365, cell('theta'), 0.012),
    ];
    if (kind === PUT) return figures;
    // A call without dividends is not exercised early: the European formula has its volatility.
    const implied = bsmImpliedVolatility(kind, cell('price'), spot, strike, years, RATE, RATE);
    return [...figures, figure('implied volatility', implied, volatility, 0.0007)];
  });
}

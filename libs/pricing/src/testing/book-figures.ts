import { readFileSync } from 'node:fs';
import { data } from '@bourseworks/testkit';
import type { GreekName } from '../greeks/greek.js';
import { greeksOf, priceOf } from '../greeks/greeks-of.js';
import { CALL, PUT } from '../option/option-kind.js';
import { csvRows } from './csv-rows.js';
import type { Figure } from './figure.js';

export const HAUG_PRICES = 'option-pricing/european_haug.csv';
export const HAUG_GREEKS = 'option-pricing/european_greeks_haug.csv';
export const VOLLIB = 'option-pricing/vollib_test_data.json';

/** Of a row of Haug's tables, which give a dividend yield. */
const optionOf = ({ type, strike, spot, q, r, t, vol }: Record<string, string>) =>
  ({
    kind: type === 'Call' ? CALL : PUT,
    spot: Number(spot),
    strike: Number(strike),
    years: Number(t),
    rate: Number(r),
    carry: Number(r) - Number(q),
    volatility: Number(vol),
  }) as const;

/** Ours under the names of the book. */
const HAUG: Readonly<Record<string, (option: ReturnType<typeof optionOf>) => number>> = {
  delta: (option) => greeksOf(option).delta,
  elasticity: (option) => greeksOf(option).lambda,
  gamma: (option) => greeksOf(option).gamma,
  vega: (option) => greeksOf(option).vega,
  theta: (option) => greeksOf(option).theta,
  theta_per_day: (option) => greeksOf(option).theta / 365,
  rho: (option) => greeksOf(option).rho,
  dividend_rho: (option) => -greeksOf(option).carryRho,
};

export function haugFigures(): Figure[] {
  const prices = csvRows(data(HAUG_PRICES)).map((row) => ({
    file: HAUG_PRICES,
    quantity: 'price',
    ours: priceOf(optionOf(row)),
    published: Number(row['value']),
    allowed: Number(row['tolerance']),
  }));
  const greeks = csvRows(data(HAUG_GREEKS)).map((row) => {
    const quantity = row['greek'] ?? '';
    const ours = HAUG[quantity]?.(optionOf(row)) ?? NaN;
    return { file: HAUG_GREEKS, quantity, ours, published: Number(row['value']), allowed: 1e-4 };
  });
  return [...prices, ...greeks];
}

/** What a value printed with nine digits, some decimals or, below 1e-4, six digits leaves open. */
function printed(value: number, decimals: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.abs(value) || 1e-300));
  return 0.51 * Math.max(10 ** -decimals, Math.abs(value) < 1e-4 ? 1e-5 * size : 1e-8 * size);
}

type Side = 'call' | 'put';

const VOLLIB_COLUMNS: readonly (readonly [column: string, side: Side, ours: GreekName, decimals?: number])[] = [
  ['call_vals', 'call', 'price', 10],
  ['bs_call', 'call', 'price'],
  ['bs_put', 'put', 'price'],
  ['CD', 'call', 'delta'],
  ['CG', 'call', 'gamma'],
  ['CT', 'call', 'theta'],
  ['CV', 'call', 'vega'],
  ['CR', 'call', 'rho'],
  ['PD', 'put', 'delta'],
  ['PG', 'put', 'gamma'],
  ['PT', 'put', 'theta'],
  ['PV', 'put', 'vega'],
  ['PR', 'put', 'rho'],
];

export function vollibFigures(): Figure[] {
  const { columns, data: rows } = JSON.parse(readFileSync(data(VOLLIB), 'utf8')) as {
    columns: string[];
    data: number[][];
  };
  return rows.flatMap((row) => {
    const cell = (name: string): number => row[columns.indexOf(name)] ?? NaN;
    const market = { spot: cell('S'), strike: cell('K'), years: cell('t'), rate: cell('R'), volatility: cell('v') };
    const greeks = { call: greeksOf({ kind: CALL, ...market }), put: greeksOf({ kind: PUT, ...market }) };
    return VOLLIB_COLUMNS.map(([column, side, name, decimals = 9]): Figure => {
      const published = cell(column);
      const quantity = `${name} of a ${side} (${column})`;
      return { file: VOLLIB, quantity, ours: greeks[side][name], published, allowed: printed(published, decimals) };
    });
  });
}

import { readFileSync } from 'node:fs';
import { describe, expect } from '@jest/globals';
import { data, dataTest } from '@bourseworks/testkit';
import type { GreekName } from '../greeks/greek.js';
import { greeksOf, priceOf } from '../greeks/greeks-of.js';
import { csvRows } from '../testing/csv-rows.js';
import { CALL, PUT } from './option-kind.js';

const PRICES = 'option-pricing/european_haug.csv';
const GREEKS = 'option-pricing/european_greeks_haug.csv';
const VOLLIB = 'option-pricing/vollib_test_data.json';

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

/** What a value printed with nine digits, some decimals or, below 1e-4, six digits leaves open. */
function printed(value: number, decimals: number): number {
  const size = 10 ** Math.floor(Math.log10(Math.abs(value) || 1e-300));
  return 0.51 * Math.max(10 ** -decimals, Math.abs(value) < 1e-4 ? 1e-5 * size : 1e-8 * size);
}

const VOLLIB_GREEKS: readonly (readonly [string, 'call' | 'put', GreekName])[] = [
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

describe('Black-Scholes-Merton beside published values', () => {
  dataTest('has the prices of Haug’s book', [PRICES], () => {
    const rows = csvRows(data(PRICES));
    expect(rows).toHaveLength(43);
    for (const row of rows) {
      expect(Math.abs(priceOf(optionOf(row)) - Number(row['value']))).toBeLessThan(Number(row['tolerance']));
    }
  });

  dataTest('has the Greeks of Haug’s book', [GREEKS], () => {
    const rows = csvRows(data(GREEKS));
    expect(rows).toHaveLength(11);
    for (const row of rows) {
      const value = HAUG[row['greek'] ?? '']?.(optionOf(row));
      expect(Math.abs((value ?? NaN) - Number(row['value']))).toBeLessThan(1e-4);
    }
  });

  dataTest('has the prices and Greeks of vollib, to the digits printed', [VOLLIB], () => {
    const { columns, data: rows } = JSON.parse(readFileSync(data(VOLLIB), 'utf8')) as {
      columns: string[];
      data: number[][];
    };
    expect(rows).toHaveLength(101);
    for (const row of rows) {
      const cell = (name: string): number => row[columns.indexOf(name)] ?? NaN;
      const market = { spot: cell('S'), strike: cell('K'), years: cell('t'), rate: cell('R'), volatility: cell('v') };
      const greeks = { call: greeksOf({ kind: CALL, ...market }), put: greeksOf({ kind: PUT, ...market }) };
      const off = (wanted: number, value: number, decimals = 9): number =>
        Math.abs(value - wanted) / printed(wanted, decimals);
      expect(off(cell('call_vals'), greeks.call.price, 10)).toBeLessThan(1);
      expect(off(cell('bs_call'), greeks.call.price)).toBeLessThan(1);
      expect(off(cell('bs_put'), greeks.put.price)).toBeLessThan(1);
      for (const [name, side, greek] of VOLLIB_GREEKS)
        expect([name, off(cell(name), greeks[side][greek]) < 1]).toEqual([name, true]);
    }
  });
});

import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { ConversionRates } from '../conversion/conversion-rates.js';
import { marketValue } from '../margin/margin-model.js';
import { held, instrument, money } from '../testing/positions.js';
import { stress, type StressScenario } from './stress.js';

const ibm = instrument('IBM');
const xom = instrument('XOM');
const sap = instrument('SAP', { currency: 'EUR' });
const btc = instrument('BTC', { assetClass: 'crypto', lotSize: '0.00000001' });
const rates = new ConversionRates();
expectOk(rates.set('EUR', 'USD', '1.1', 0));

const positions = [
  held(ibm, '100', '150'),
  held(xom, '-50', '100'),
  held(sap, '10', '200'),
  held(btc, '0.5', '60000'),
].map((position) => ({ ...position, marketValue: marketValue(position) }));
const options = { currency: 'USD', rates, nowUs: 0, sectors: new Map([[xom.key, 'energy']]) };
const changeOf = (scenario: StressScenario) => expectOk(stress(positions, scenario, options)).change;

describe('a stress scenario', () => {
  it.each([
    // 10 % of 15 000 - 5 000 + 2 200 + 30 000 lost.
    ['everything falls by 10 %', { all: -100_000 }, '-4220'],
    // -3 000 of crypto, +1 500 of the short in energy.
    [
      'by class and sector',
      { assetClasses: new Map([['crypto', -100_000]] as const), sectors: new Map([['energy', -300_000]]) },
      '-1500',
    ],
    // The symbol goes before its class: -5 % of 15 000, and +1 % of all other shares.
    [
      'the most particular move counts',
      { symbols: new Map([[ibm.key, -50_000]]), assetClasses: new Map([['equity', 10_000]] as const) },
      '-778',
    ],
  ])('%s', (name, moves, change) => {
    expect(changeOf({ name, ...moves })).toBe(money(change));
  });

  it('values options by the model that is given', () => {
    const result = expectOk(
      stress(
        positions,
        { name: 'x', all: -100_000 },
        { ...options, valueAfter: (p) => (p.instrument === ibm ? 0n : undefined) },
      ),
    );
    expect(result.lines.map(({ change }) => change)).toEqual(['-15000', '500', '-220', '-3000'].map(money));
  });

  it('refuses moves below nothing, and currencies without a rate', () => {
    const result = stress(positions, { name: 'x', all: -1_000_001 }, options);
    expect(result).toMatchObject({ refusal: { code: 'SHOCK_INVALID' } });
    expect(stress(positions, { name: 'x' }, { ...options, rates: new ConversionRates() })).toMatchObject({
      refusal: { code: 'CONVERSION_RATE_MISSING' },
    });
  });
});

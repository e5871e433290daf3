import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { ConversionRates, rateOf } from '../conversion/conversion-rates.js';
import { marketValue } from '../margin/margin-model.js';
import { held, instrument, money } from '../testing/positions.js';
import { exposureOf } from './exposure.js';

const ibm = instrument('IBM');
const xom = instrument('XOM');
const sap = instrument('SAP', { currency: 'EUR' });
const rates = new ConversionRates();
expectOk(rates.set('EUR', 'USD', '1.25', 0));
const row = (position: ReturnType<typeof held>) => ({ ...position, marketValue: marketValue(position) });
const positions = [row(held(ibm, '100', '60')), row(held(xom, '-20', '100')), row(held(sap, '8', '200'))];
const options = {
  currency: 'USD',
  rates,
  nowUs: 0,
  equity: money('5000'),
  sectors: new Map([
    [ibm.key, 'technology'],
    [sap.key, 'technology'],
  ]),
  betas: new Map([
    [ibm.key, rateOf('0.8')],
    [xom.key, rateOf('1.5')],
  ]),
};

describe('exposure', () => {
  it('long, short, gross and net, by symbol, sector and class, in one currency', () => {
    const exposure = expectOk(exposureOf(positions, options));
    expect(exposure.total).toMatchObject({
      long: money('8000'),
      short: money('2000'),
      gross: money('10000'),
      net: money('6000'),
    });
    expect(exposure.bySymbol.map(({ name, net }) => [name, net])).toEqual([
      [ibm.key, money('6000')],
      [xom.key, money('-2000')],
      [sap.key, money('2000')],
    ]);
    expect(exposure.bySector.map(({ name, net }) => [name, net])).toEqual([
      ['technology', money('8000')],
      ['other', money('-2000')],
    ]);
    expect(exposure.byAssetClass).toMatchObject([{ name: 'equity', gross: money('10000') }]);
  });

  it('adjusted by beta, where it is known', () => {
    const exposure = expectOk(exposureOf(positions, options));
    expect(exposure.betaAdjusted).toBe(money('1800'));
    expect(exposure.withoutBeta).toEqual([sap.key]);
  });

  it('concentration and capital used', () => {
    const exposure = expectOk(exposureOf(positions, options));
    // 0.6^2 + 0.2^2 + 0.2^2
    expect(exposure).toMatchObject({ largestPpm: 600_000, herfindahlPpm: 440_000, capitalUsedPpm: 2_000_000 });
    expect(expectOk(exposureOf([], { ...options, equity: 0n }))).toMatchObject({
      largestPpm: 0,
      herfindahlPpm: 0,
      capitalUsedPpm: undefined,
    });
  });

  it('needs a rate for every currency', () => {
    expect(exposureOf(positions, { ...options, rates: new ConversionRates() })).toMatchObject({
      refusal: { code: 'CONVERSION_RATE_MISSING' },
    });
  });
});

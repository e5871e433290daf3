import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { crossingOptions, validateCrossingConfig } from './crossing-config.js';

const fieldOf = (value: unknown): unknown => {
  const result = validateCrossingConfig(value);
  return result.ok ? 'ok' : [result.refusal.code, result.refusal.details?.['field']];
};

describe('the configuration of internal crossing', () => {
  it('fills in what an account leaves out, and is off where nothing is said', () => {
    const config = { maxQuoteAgeUs: 500, accounts: [{ id: 'A', mode: 'NET', holdUs: 7 }] };
    const options = crossingOptions(expectOk(validateCrossingConfig(config)));
    expect(options.policyOf('A')).toEqual({ mode: 'NET', holdUs: 7, maxQuoteAgeUs: 500 });
    expect(options.policyOf('B')).toEqual({ mode: 'OFF', holdUs: 0, maxQuoteAgeUs: 500 });
    expect(crossingOptions({}).policyOf('A')).toEqual({ mode: 'OFF', holdUs: 0, maxQuoteAgeUs: 1_000_000 });
  });

  it.each([
    [null, 'crossing'],
    [{ mode: 'net' }, 'crossing.mode'],
    [{ holdUs: -1 }, 'crossing.holdUs'],
    [{ holdUs: 60_000_001 }, 'crossing.holdUs'],
    [{ maxQuoteAgeUs: 0 }, 'crossing.maxQuoteAgeUs'],
    [{ maxQuoteAgeUs: 1.5 }, 'crossing.maxQuoteAgeUs'],
    [{ hold: 1 }, 'crossing.hold'],
    [{ accounts: [{ id: '' }] }, 'crossing.accounts[0].id'],
    [{ accounts: [{ id: 'A', mode: 'X' }] }, 'crossing.accounts[0].mode'],
    [{ accounts: [{ id: 'A', owner: 'x' }] }, 'crossing.accounts[0].owner'],
  ])('refuses %j, naming %s', (value, field) => {
    expect(fieldOf(value)).toEqual(['CONFIG_INVALID', field]);
  });
});

import { describe, expect, it } from '@jest/globals';
import { DEFAULT_STRATEGIES, readStrategies } from './read-strategies.js';

const spec = { id: 'one', type: 'pairs-trading', account: 'SIM' };

describe('readStrategies', () => {
  it('has a default that runs on the simulated venue', () => {
    expect(readStrategies({})).toBe(DEFAULT_STRATEGIES);
  });

  it('reads a list, parameters being optional', () => {
    expect(readStrategies({ STRATEGIES: JSON.stringify([spec]) })).toEqual([{ ...spec, parameters: {} }]);
  });

  it.each([
    ['[', 'STRATEGIES is not JSON'],
    ['{}', 'STRATEGIES must be a list'],
    [[{ ...spec, id: 'with-dash' }], 'STRATEGIES[0].id must be'],
    [[spec, { ...spec, type: '' }], 'STRATEGIES[1].type must name'],
    [[{ ...spec, account: 1 }], 'STRATEGIES[0].account must name'],
    [[{ ...spec, parameters: [] }], 'STRATEGIES[0].parameters must be an object'],
    [[spec, spec], 'two strategies with the id one'],
  ])('refuses %j and names the place', (value, message) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    expect(() => readStrategies({ STRATEGIES: text })).toThrow(message);
  });

  it('names the file variable when that is what is wrong', () => {
    expect(() => readStrategies({ STRATEGIES_FILE: '/nowhere/strategies.json' })).toThrow(
      'STRATEGIES_FILE cannot be read',
    );
  });
});

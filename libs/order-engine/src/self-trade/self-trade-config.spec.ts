import { describe, expect, it } from '@jest/globals';
import { expectOk } from '@bourseworks/domain';
import { selfTradeOptions, validateSelfTradeConfig } from './self-trade-config.js';

const fieldOf = (value: unknown): unknown => {
  const result = validateSelfTradeConfig(value);
  return result.ok ? 'ok' : [result.refusal.code, result.refusal.details?.['field']];
};

describe('the configuration of self-trade prevention', () => {
  it('gives each account its mode and owner, else the defaults', () => {
    const accounts = [{ id: 'A', owner: 'fund' }, { id: 'B', owner: 'fund', mode: 'OFF' }, { id: 'C' }];
    const options = selfTradeOptions(expectOk(validateSelfTradeConfig({ mode: 'DECREMENT', accounts })));
    expect(['A', 'B', 'C', 'D'].map((id) => options.modeOf(id))).toEqual([
      'DECREMENT',
      'OFF',
      'DECREMENT',
      'DECREMENT',
    ]);
    expect(['A', 'B', 'C', 'D'].map((id) => options.ownerOf(id))).toEqual(['fund', 'fund', 'C', 'D']);
    expect(selfTradeOptions({}).modeOf('A')).toBe('CANCEL_NEWEST');
  });

  it.each([
    [undefined, 'selfTrade'],
    [{ mode: 'NEWEST' }, 'selfTrade.mode'],
    [{ modes: 'OFF' }, 'selfTrade.modes'],
    [{ accounts: {} }, 'selfTrade.accounts'],
    [{ accounts: ['A'] }, 'selfTrade.accounts[0]'],
    [{ accounts: [{ owner: 'x' }] }, 'selfTrade.accounts[0].id'],
    [{ accounts: [{ id: 'A' }, { id: 'A' }] }, 'selfTrade.accounts[1].id'],
    [{ accounts: [{ id: 'A', owner: 3 }] }, 'selfTrade.accounts[0].owner'],
    [{ accounts: [{ id: 'A', mode: 'off' }] }, 'selfTrade.accounts[0].mode'],
    [{ accounts: [{ id: 'A', own: 'x' }] }, 'selfTrade.accounts[0].own'],
  ])('refuses %j, naming %s', (value, field) => {
    expect(fieldOf(value)).toEqual(['CONFIG_INVALID', field]);
  });
});

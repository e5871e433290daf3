import { describe, expect, it } from '@jest/globals';
import { scopeId } from './control.command.js';

describe('the scope of a kill', () => {
  it('is the firm, an account or a strategy', () => {
    expect(scopeId({ scope: 'firm' })).toBe('all');
    expect(scopeId({ scope: 'firm', id: 'all' })).toBe('all');
    expect(scopeId({ scope: 'account', id: 'SIM' })).toBe('SIM');
    expect(scopeId({ scope: 'strategy', id: 'pts' })).toBe('pts');
  });

  it('is refused when scope and id do not fit', () => {
    expect(() => scopeId({ scope: 'account' })).toThrow('which account?');
    expect(() => scopeId({ scope: 'strategy' })).toThrow('which strategy?');
    // To kill the whole firm where one strategy was meant would be worse than to ask again.
    expect(() => scopeId({ scope: 'firm', id: 'pts' })).toThrow('the firm is one');
  });
});

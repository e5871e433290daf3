import { describe, expect, it } from '@jest/globals';
import { busSettings } from './settings.js';

describe('busSettings', () => {
  it('are the login and what changes its default', () => {
    expect(busSettings.settings.map(({ name, secret }) => [name, secret === true])).toEqual([
      ['SOLACE_URL', false],
      ['SOLACE_VPN', false],
      ['SOLACE_USERNAME', false],
      ['SOLACE_PASSWORD', true],
      ['NODE_ENV', false],
    ]);
  });

  it('refuse the development login in production', () => {
    expect(() => busSettings.check?.({ NODE_ENV: 'production' })).toThrow(/^SOLACE_USERNAME/);
    expect(busSettings.check?.({})).toMatchObject({ username: 'development' });
  });
});

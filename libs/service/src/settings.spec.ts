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

  it('refuse a login in the address, which nothing would use and logs would show', () => {
    expect(() => busSettings.check?.({ SOLACE_URL: 'tcp://me:pass@host' })).toThrow(/^SOLACE_URL .* no login/);
    expect(() => busSettings.check?.({ SOLACE_URL: 'tcp://a:1,wss://b/x' })).not.toThrow();
  });

  it('refuse the development login in production', () => {
    expect(() => busSettings.check?.({ NODE_ENV: 'production' })).toThrow(/^SOLACE_USERNAME/);
    expect(busSettings.check?.({})).toMatchObject({ username: 'development' });
  });
});

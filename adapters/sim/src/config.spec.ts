import { describe, expect, it } from '@jest/globals';
import { parseSimConfig } from './config.js';

describe('parseSimConfig', () => {
  it('has defaults for a machine of one’s own', () => {
    expect(parseSimConfig({})).toEqual({ url: 'http://127.0.0.1:3010', apiKeyPrefix: 'dev-', requestTimeoutMs: 5_000 });
  });

  it.each([
    { EXCHANGE_URL: 'ftp://x' },
    { EXCHANGE_URL: 'nonsense' },
    { EXCHANGE_URL: 'http://me:pass@x' },
    { EXCHANGE_REQUEST_TIMEOUT_MS: '1' },
  ])('refuses %j', (env) => {
    expect(() => parseSimConfig(env)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }));
  });
});

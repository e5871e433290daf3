import { describe, expect, it } from '@jest/globals';
import { parseCoinbaseConfig } from './config.js';

describe('parseCoinbaseConfig', () => {
  it('needs nothing, for the data are public', () => {
    expect(parseCoinbaseConfig({})).toEqual({
      url: 'https://api.exchange.coinbase.com',
      streamUrl: 'wss://advanced-trade-ws.coinbase.com',
      requestTimeoutMs: 5_000,
    });
  });

  it('takes other addresses, so that a stand-in may serve', () => {
    const env = { COINBASE_URL: 'http://127.0.0.1:1/', COINBASE_STREAM_URL: 'ws://127.0.0.1:1' };
    expect(parseCoinbaseConfig(env)).toMatchObject({ url: 'http://127.0.0.1:1', streamUrl: 'ws://127.0.0.1:1' });
  });

  it.each([
    ['COINBASE_URL', 'api.exchange.coinbase.com'],
    ['COINBASE_URL', 'wss://api.exchange.coinbase.com'],
    ['COINBASE_URL', 'https://me:secret@api.exchange.coinbase.com'],
    ['COINBASE_URL', 'https://api.exchange.coinbase.com?a=1'],
    ['COINBASE_STREAM_URL', 'https://advanced-trade-ws.coinbase.com'],
    ['COINBASE_REQUEST_TIMEOUT_MS', '0'],
    ['COINBASE_REQUEST_TIMEOUT_MS', '60001'],
    ['COINBASE_REQUEST_TIMEOUT_MS', '1e3'],
  ])('refuses %s=%s and names it', (variable, value) => {
    const refusal = { code: 'CONFIG_INVALID', message: expect.stringMatching(new RegExp(`^${variable} `)) };
    expect(() => parseCoinbaseConfig({ [variable]: value })).toThrow(expect.objectContaining(refusal));
    expect(() => parseCoinbaseConfig({ [variable]: value })).not.toThrow(/secret/);
  });
});

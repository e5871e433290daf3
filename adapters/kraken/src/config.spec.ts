import { describe, expect, it } from '@jest/globals';
import { parseKrakenConfig } from './config.js';

describe('parseKrakenConfig', () => {
  it('needs nothing, for the data are public', () => {
    expect(parseKrakenConfig({})).toEqual({
      url: 'https://api.kraken.com',
      streamUrl: 'wss://ws.kraken.com/v2',
      bookDepth: 100,
      requestTimeoutMs: 5_000,
    });
  });

  it('takes other addresses, so that a stand-in may serve', () => {
    const env = {
      KRAKEN_URL: 'http://127.0.0.1:1/',
      KRAKEN_STREAM_URL: 'ws://127.0.0.1:1/v2',
      KRAKEN_BOOK_DEPTH: '10',
    };
    expect(parseKrakenConfig(env)).toMatchObject({
      url: 'http://127.0.0.1:1',
      streamUrl: 'ws://127.0.0.1:1/v2',
      bookDepth: 10,
    });
  });

  it.each([
    ['KRAKEN_URL', 'api.kraken.com'],
    ['KRAKEN_URL', 'wss://api.kraken.com'],
    ['KRAKEN_URL', 'https://me:secret@api.kraken.com'],
    ['KRAKEN_URL', 'https://api.kraken.com?a=1'],
    ['KRAKEN_STREAM_URL', 'https://ws.kraken.com/v2'],
    ['KRAKEN_BOOK_DEPTH', '20'],
    ['KRAKEN_BOOK_DEPTH', 'all'],
    ['KRAKEN_REQUEST_TIMEOUT_MS', '0'],
    ['KRAKEN_REQUEST_TIMEOUT_MS', '60001'],
    ['KRAKEN_REQUEST_TIMEOUT_MS', '1e3'],
  ])('refuses %s=%s and names it', (variable, value) => {
    const refusal = { code: 'CONFIG_INVALID', message: expect.stringMatching(new RegExp(`^${variable} `)) };
    expect(() => parseKrakenConfig({ [variable]: value })).toThrow(expect.objectContaining(refusal));
    expect(() => parseKrakenConfig({ [variable]: value })).not.toThrow(/secret/);
  });
});

import { describe, expect, it } from '@jest/globals';
import { parseAlpacaConfig } from './config.js';
import { alpacaSettings } from './settings.js';

const env = {
  ALPACA_KEY_ID: 'PK1',
  ALPACA_SECRET_KEY: 'very-secret',
  ALPACA_ACCOUNT: 'MAIN',
  ALPACA_SYMBOLS: 'AAPL,BRK.B',
};

describe('parseAlpacaConfig', () => {
  it('is paper unless live is asked for', () => {
    expect(parseAlpacaConfig(env)).toMatchObject({
      environment: 'paper',
      tradingUrl: 'https://paper-api.alpaca.markets',
      streamUrl: 'wss://paper-api.alpaca.markets/stream',
      symbols: ['AAPL', 'BRK.B'],
      requestsPerMinute: 200,
    });
    expect(parseAlpacaConfig({ ...env, ALPACA_ENV: 'live' })).toMatchObject({
      environment: 'live',
      tradingUrl: 'https://api.alpaca.markets',
      streamUrl: 'wss://api.alpaca.markets/stream',
    });
  });

  it('does not get at real money by an address alone', () => {
    const live = { ...env, ALPACA_TRADING_URL: 'https://api.alpaca.markets/' };
    expect(() => parseAlpacaConfig(live)).toThrow('ALPACA_TRADING_URL');
    expect(parseAlpacaConfig({ ...live, ALPACA_ENV: 'live' }).environment).toBe('live');
  });

  it.each([
    ['ALPACA_ENV', 'LIVE'],
    ['ALPACA_KEY_ID', ''],
    ['ALPACA_SECRET_KEY', 'with space'],
    ['ALPACA_ACCOUNT', ' '],
    ['ALPACA_SYMBOLS', 'aapl'],
    ['ALPACA_SYMBOLS', ''],
    ['ALPACA_CRYPTO', 'BTCUSD'],
    ['ALPACA_SUB_DOLLAR_SYMBOLS', 'SNDL'],
    ['ALPACA_TRADING_URL', 'http://example.com'],
    ['ALPACA_TRADING_URL', 'https://user:hunter2@example.com'],
    ['ALPACA_REQUEST_TIMEOUT_MS', '1'],
    ['ALPACA_REQUESTS_PER_MINUTE', '1.5'],
  ])('refuses %s "%s", by its name and without a secret', (name, value) => {
    let said = '';
    try {
      parseAlpacaConfig({ ...env, [name]: value });
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said.startsWith(name)).toBe(true);
    expect(said).not.toMatch(/very-secret|with space|hunter2/);
  });

  it('counts both parts of the key as secrets', () => {
    const secrets = alpacaSettings.settings.filter(({ secret }) => secret).map(({ name }) => name);
    expect(secrets).toEqual(['ALPACA_KEY_ID', 'ALPACA_SECRET_KEY']);
  });
});

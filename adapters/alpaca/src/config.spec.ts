import { describe, expect, it } from '@jest/globals';
import { settingStates } from '@bourseworks/ports';
import { AlpacaAdapter } from './alpaca.adapter.js';
import { parseAlpacaConfig, parseAlpacaDataConfig } from './config.js';
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

describe('parseAlpacaDataConfig', () => {
  it('is the free feed of stocks unless another one is named', () => {
    expect(parseAlpacaDataConfig({ ...env, ALPACA_CRYPTO: 'BTC/USD' })).toEqual({
      keyId: 'PK1',
      secretKey: 'very-secret',
      tradingUrl: 'https://paper-api.alpaca.markets',
      dataUrl: 'https://data.alpaca.markets',
      streamUrl: 'wss://stream.data.alpaca.markets',
      feed: 'iex',
      historyFeed: 'iex',
      cryptoLocation: 'us',
      symbols: ['AAPL', 'BRK.B'],
      crypto: ['BTC/USD'],
      subDollar: [],
      requestTimeoutMs: 5_000,
      requestsPerMinute: 200,
    });
  });

  it('takes the feed of history from that of the stream unless it is named', () => {
    const feed = (more: object): string => parseAlpacaDataConfig({ ...env, ...more }).historyFeed;
    const feeds = ['sip', 'delayed_sip', 'test'].map((name) => feed({ ALPACA_FEED: name }));
    expect(feeds).toEqual(['sip', 'sip', '']);
    expect(feed({ ALPACA_FEED: 'iex', ALPACA_HISTORY_FEED: 'sip' })).toBe('sip');
  });

  it.each([
    ['ALPACA_KEY_ID', ' '],
    ['ALPACA_FEED', 'nyse'],
    ['ALPACA_HISTORY_FEED', 'delayed_sip'],
    ['ALPACA_CRYPTO_LOCATION', 'us/../..'],
    ['ALPACA_DATA_URL', 'http://data.alpaca.markets'],
    ['ALPACA_STREAM_URL', 'https://stream.data.alpaca.markets'],
    ['ALPACA_STREAM_URL', 'wss://user:hunter2@stream.data.alpaca.markets'],
    ['ALPACA_STREAM_URL', 'wss://stream.data.alpaca.markets/v2/iex'],
    ['ALPACA_DATA_REQUESTS_PER_MINUTE', '0'],
  ])('refuses %s "%s", by its name and without a secret', (name, value) => {
    const parse = (): unknown => parseAlpacaDataConfig({ ...env, [name]: value });
    expect(parse).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', details: { variable: name } }));
    expect(parse).toThrow(new RegExp(`^${name} `));
    expect(parse).not.toThrow(/very-secret|hunter2/);
  });
});

describe('the adapter', () => {
  const { ALPACA_ACCOUNT: _account, ...dataAlone } = env;

  it('has market data alone without an account, which its settings allow', () => {
    expect(() => alpacaSettings.check?.(dataAlone)).not.toThrow();
    expect(() => alpacaSettings.check?.({ ...dataAlone, ALPACA_FEED: 'x' })).toThrow(/^ALPACA_FEED /);
    expect(() => alpacaSettings.check?.({ ...env, ALPACA_REQUESTS_PER_MINUTE: 'x' })).toThrow(/^ALPACA_REQUESTS/);
    const data = parseAlpacaDataConfig(dataAlone);
    expect(new AlpacaAdapter(data).createBroker).toBeUndefined();
    expect(new AlpacaAdapter(data, parseAlpacaConfig(env)).createBroker?.().name).toBe('alpaca');
  });

  it('can hand the configuration of its market data to a thread, and names all that its history is of', () => {
    const data = parseAlpacaDataConfig(dataAlone);
    const { marketData } = new AlpacaAdapter(data);
    expect(structuredClone(marketData.config)).toEqual(data);
    expect(marketData.history?.source).toBe('https://data.alpaca.markets iex us');
    expect(marketData.connections).toBe(1);
  });

  it('shows neither part of the key among its settings', () => {
    const { states } = settingStates(alpacaSettings.settings, env);
    expect(JSON.stringify(states)).not.toMatch(/PK1|very-secret/);
  });
});

import { describe, expect, it } from '@jest/globals';
import { hasKeys, parseBinanceConfig, parseBinanceDataConfig } from './config.js';

const KEYS = { BINANCE_API_KEY: 'key-0123456789', BINANCE_API_SECRET: 'secret-0123456789' };

describe('parseBinanceConfig', () => {
  it('goes to the test network unless told otherwise', () => {
    expect(parseBinanceConfig('binance', KEYS)).toMatchObject({
      url: 'https://testnet.binance.vision',
      account: 'BINANCE',
      symbols: ['BTCUSDT', 'ETHUSDT'],
    });
    expect(parseBinanceConfig('binance-usdm', KEYS).url).toBe('https://demo-fapi.binance.com');
    expect(parseBinanceConfig('binance', { ...KEYS, BINANCE_ENV: 'live' }).url).toBe('https://api.binance.com');
    expect(parseBinanceConfig('binance-usdm', { ...KEYS, BINANCE_ENV: 'live' }).streamUrl).toBe(
      'wss://fstream.binance.com/private/ws',
    );
  });

  it('takes the keys of the futures where they are other ones', () => {
    const env = { ...KEYS, BINANCE_USDM_API_KEY: 'futures-key-01', BINANCE_USDM_SYMBOLS: 'SOLUSDT, SOLUSDT' };
    expect(parseBinanceConfig('binance-usdm', env)).toMatchObject({
      apiKey: 'futures-key-01',
      apiSecret: KEYS.BINANCE_API_SECRET,
      symbols: ['SOLUSDT'],
    });
    expect(parseBinanceConfig('binance', env).apiKey).toBe(KEYS.BINANCE_API_KEY);
  });

  it('names the variable that is wrong, and never what a key is', () => {
    const refused: readonly (readonly [Record<string, string>, string])[] = [
      [{ BINANCE_API_SECRET: 'x' }, 'BINANCE_API_KEY must be set'],
      [{ ...KEYS, BINANCE_API_SECRET: 'tell nobody' }, 'BINANCE_API_SECRET must be 8 to 256'],
      [{ ...KEYS, BINANCE_ENV: 'prod' }, 'BINANCE_ENV must be'],
      [{ ...KEYS, BINANCE_SYMBOLS: 'btcusdt' }, 'BINANCE_SYMBOLS must be'],
      [{ ...KEYS, BINANCE_ACCOUNT: 'a b' }, 'BINANCE_ACCOUNT must be'],
      [{ ...KEYS, BINANCE_RECV_WINDOW_MS: '60001' }, 'BINANCE_RECV_WINDOW_MS must be'],
      [{ ...KEYS, BINANCE_REQUEST_TIMEOUT_MS: '1' }, 'BINANCE_REQUEST_TIMEOUT_MS must be'],
    ];
    for (const [env, message] of refused) expect(() => parseBinanceConfig('binance', env)).toThrow(message);
    expect(() => parseBinanceConfig('binance', { ...KEYS, BINANCE_API_KEY: 'tell nobody' })).not.toThrow(/tell/);
  });
});

describe('parseBinanceDataConfig', () => {
  it('needs no keys', () => {
    expect(hasKeys('binance', {})).toBe(false);
    expect(hasKeys('binance-usdm', { BINANCE_API_KEY: 'x' })).toBe(true);
    expect(parseBinanceDataConfig('binance', {})).toEqual({
      market: 'binance',
      url: 'https://testnet.binance.vision',
      streamUrl: 'wss://stream.testnet.binance.vision',
      symbols: ['BTCUSDT', 'ETHUSDT'],
      requestTimeoutMs: 5_000,
    });
    expect(parseBinanceDataConfig('binance-usdm', { BINANCE_ENV: 'live' })).toMatchObject({
      url: 'https://fapi.binance.com',
      streamUrl: 'wss://fstream.binance.com',
    });
  });

  it('takes another server for the data alone', () => {
    const env = { ...KEYS, BINANCE_DATA_URL: 'http://127.0.0.1:9/', BINANCE_STREAM_URL: 'ws://127.0.0.1:9' };
    expect(parseBinanceDataConfig('binance', env)).toMatchObject({
      url: 'http://127.0.0.1:9',
      streamUrl: 'ws://127.0.0.1:9',
    });
    expect(parseBinanceConfig('binance', env).url).toBe('https://testnet.binance.vision');
    expect(parseBinanceDataConfig('binance-usdm', env).url).toBe('https://demo-fapi.binance.com');
  });

  it('names the variable that is wrong, and never what a login is', () => {
    const refused: readonly (readonly [Record<string, string>, string])[] = [
      [{ BINANCE_DATA_URL: 'ftp://x' }, 'BINANCE_DATA_URL must be an address of https:// or http://'],
      [{ BINANCE_DATA_URL: 'https://user:secret@x' }, 'BINANCE_DATA_URL must be'],
      [{ BINANCE_STREAM_URL: 'https://x' }, 'BINANCE_STREAM_URL must be an address of wss:// or ws://'],
      [{ BINANCE_SYMBOLS: 'btcusdt' }, 'BINANCE_SYMBOLS must be'],
    ];
    for (const [env, message] of refused) expect(() => parseBinanceDataConfig('binance', env)).toThrow(message);
    expect(() => parseBinanceDataConfig('binance', { BINANCE_DATA_URL: 'https://user:secret@x' })).not.toThrow(
      /secret/,
    );
  });
});

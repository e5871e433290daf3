import { describe, expect, it } from '@jest/globals';
import { parseBinanceConfig } from './config.js';

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

import { describe, expect, it } from '@jest/globals';
import { checkCcxtConfig, parseCcxtConfig, parseCcxtDataConfig } from './config.js';
import { loadExchange, requireCcxt } from './load-ccxt.js';

const GIVEN = { CCXT_EXCHANGE: 'kraken', CCXT_SYMBOLS: 'BTC/USDT, ETH/USDT' };
const refusal = (variable: string) =>
  expect.objectContaining({ code: 'CONFIG_INVALID', details: { variable } }) as unknown as Error;

describe('parseCcxtConfig', () => {
  it('trades on a sandbox unless told otherwise', () => {
    const config = parseCcxtConfig(GIVEN);
    expect(config).toMatchObject({ exchange: 'kraken', sandbox: true, symbols: ['BTC/USDT', 'ETH/USDT'] });
    expect(parseCcxtConfig({ ...GIVEN, CCXT_SANDBOX: 'false' }).sandbox).toBe(false);
  });

  it.each([
    ['CCXT_EXCHANGE', ''],
    ['CCXT_EXCHANGE', '__proto__'],
    ['CCXT_SYMBOLS', ''],
    ['CCXT_SYMBOLS', 'BTCUSDT'],
    ['CCXT_SYMBOLS', 'BTC/USDT,ETH/USDT:USDT'],
    ['CCXT_SANDBOX', 'maybe'],
    ['CCXT_POLL_MS', '1'],
    ['CCXT_TIMEOUT_MS', 'long'],
  ])('refuses %s=%s', (variable, value) =>
    expect(() => parseCcxtConfig({ ...GIVEN, [variable]: value })).toThrow(refusal(variable)),
  );
});

describe('parseCcxtDataConfig', () => {
  it('needs no more than the exchange', () => {
    expect(parseCcxtDataConfig({ CCXT_EXCHANGE: 'okx' })).toMatchObject({
      exchange: 'okx',
      dataPollMs: 2_000,
      bookDepth: undefined,
      urls: {},
      options: {},
    });
    expect(() => checkCcxtConfig({ CCXT_EXCHANGE: 'okx' })).not.toThrow();
    expect(() => checkCcxtConfig({ CCXT_EXCHANGE: 'okx', CCXT_API_KEY: 'key' })).toThrow(refusal('CCXT_SYMBOLS'));
  });

  it('takes addresses and options', () => {
    const env = {
      ...GIVEN,
      CCXT_URLS: '{"api":{"public":"http://127.0.0.1:1/v3","ws":{"spot":"ws://127.0.0.1:1"}}}',
      CCXT_OPTIONS: '{"defaultType":"swap"}',
      CCXT_BOOK_DEPTH: '50',
    };
    expect(parseCcxtDataConfig(env)).toMatchObject({
      urls: { api: { public: 'http://127.0.0.1:1/v3', ws: { spot: 'ws://127.0.0.1:1' } } },
      options: { defaultType: 'swap' },
      bookDepth: 50,
    });
  });

  it.each([
    ['CCXT_URLS', 'https://api.kraken.com'],
    ['CCXT_URLS', '["https://api.kraken.com"]'],
    ['CCXT_URLS', '{"api":"ftp://secret.example"}'],
    ['CCXT_URLS', '{"api":{"public":"https://me:secret@api.kraken.com"}}'],
    ['CCXT_URLS', '{"api":7}'],
    ['CCXT_OPTIONS', '{"secret"'],
    ['CCXT_OPTIONS', `{"a":"${'secret'.repeat(5_000)}"}`],
    ['CCXT_BOOK_DEPTH', '0'],
    ['CCXT_BOOK_DEPTH', 'all'],
    ['CCXT_DATA_POLL_MS', '1'],
  ])('refuses %s=%s and does not repeat it', (variable, value) => {
    expect(() => parseCcxtDataConfig({ ...GIVEN, [variable]: value })).toThrow(refusal(variable));
    expect(() => parseCcxtDataConfig({ ...GIVEN, [variable]: value })).not.toThrow(/secret/);
  });
});

describe('loadExchange', () => {
  it('says what to install where ccxt is not', async () => {
    const config = parseCcxtConfig(GIVEN);
    const loading = loadExchange(config, {}, 'a-package-that-nobody-has-installed');
    await expect(loading).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('npm install a-package-that-nobody-has-installed') as unknown as string,
    });
  });

  it('refuses an exchange that the package does not have', async () => {
    await expect(loadExchange(parseCcxtConfig(GIVEN), {}, 'ws')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('kraken') as unknown as string,
    });
  });

  it('is looked for at the start of a service, without being loaded', () => {
    expect(requireCcxt('ws')).toMatch(/^file:/);
    expect(() => requireCcxt('a-package-that-nobody-has-installed')).toThrow(refusal('CCXT_EXCHANGE'));
  });
});

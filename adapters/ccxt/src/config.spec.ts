import { describe, expect, it } from '@jest/globals';
import { parseCcxtConfig } from './config.js';
import { loadExchange } from './load-ccxt.js';

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

describe('loadExchange', () => {
  it('says what to install where ccxt is not', async () => {
    const config = parseCcxtConfig(GIVEN);
    const loading = loadExchange(config, 'a-package-that-nobody-has-installed');
    await expect(loading).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('npm install a-package-that-nobody-has-installed') as unknown as string,
    });
  });

  it('refuses an exchange that the package does not have', async () => {
    await expect(loadExchange(parseCcxtConfig(GIVEN), 'ws')).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining('kraken') as unknown as string,
    });
  });
});

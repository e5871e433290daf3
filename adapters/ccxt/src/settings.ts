import type { SettingSource } from '@bourseworks/ports';
import { DEFAULTS, MAX_SYMBOLS, parseCcxtConfig } from './config.js';

export const ccxtSettings: SettingSource = {
  settings: [
    { name: 'CCXT_EXCHANGE', meaning: 'exchange, by its id in ccxt', values: 'kraken, okx …', required: true },
    { name: 'CCXT_SYMBOLS', meaning: `what is traded, up to ${MAX_SYMBOLS}`, values: 'BTC/USDT, …', required: true },
    { name: 'CCXT_ACCOUNT', default: DEFAULTS.account, meaning: 'our name of the account that the keys open' },
    { name: 'CCXT_API_KEY', meaning: 'key of the account', secret: true },
    { name: 'CCXT_API_SECRET', meaning: 'secret of the key', secret: true },
    { name: 'CCXT_PASSWORD', meaning: 'password of the key, where the exchange has one', secret: true },
    { name: 'CCXT_UID', meaning: 'user id, where the exchange wants one', secret: true },
    {
      name: 'CCXT_SANDBOX',
      default: DEFAULTS.sandbox,
      meaning: 'trade on the exchange’s sandbox; false is real money',
      values: 'true, false',
    },
    {
      name: 'CCXT_POLL_MS',
      default: String(DEFAULTS.pollMs),
      meaning: 'how often orders and fills are asked for while any are open, milliseconds',
      values: '10 to 60000',
    },
    {
      name: 'CCXT_TIMEOUT_MS',
      default: String(DEFAULTS.timeoutMs),
      meaning: 'how long an answer may take, milliseconds; then an order’s outcome is unknown',
      values: '10 to 60000',
    },
    {
      name: 'CCXT_HORIZON_MS',
      default: String(DEFAULTS.horizonMs),
      meaning: 'how long the exchange’s lists may still miss an order that it took, milliseconds',
      values: '10 to 60000',
    },
  ],
  check: parseCcxtConfig,
};

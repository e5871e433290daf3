import type { SettingSource } from '@bourseworks/ports';
import { checkCcxtConfig, DEFAULTS, MAX_BOOK_DEPTH, MAX_SYMBOLS } from './config.js';

export const ccxtSettings: SettingSource = {
  settings: [
    { name: 'CCXT_EXCHANGE', meaning: 'exchange, by its id in ccxt', values: 'kraken, okx …', required: true },
    { name: 'CCXT_SYMBOLS', meaning: `what is traded, up to ${MAX_SYMBOLS}; needed with keys`, values: 'BTC/USDT, …' },
    { name: 'CCXT_ACCOUNT', default: DEFAULTS.account, meaning: 'our name of the account that the keys open' },
    { name: 'CCXT_API_KEY', meaning: 'key of the account; without it there are no orders', secret: true },
    { name: 'CCXT_API_SECRET', meaning: 'secret of the key', secret: true },
    { name: 'CCXT_PASSWORD', meaning: 'password of the key, where the exchange has one', secret: true },
    { name: 'CCXT_UID', meaning: 'user id, where the exchange wants one', secret: true },
    {
      name: 'CCXT_SANDBOX',
      default: DEFAULTS.sandbox,
      meaning: 'the exchange’s sandbox, for data and orders; false is the real market, and real money',
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
    {
      name: 'CCXT_DATA_POLL_MS',
      default: String(DEFAULTS.dataPollMs),
      meaning: 'how often market data are asked for that the exchange does not stream, milliseconds',
      values: '10 to 60000',
    },
    {
      name: 'CCXT_BOOK_DEPTH',
      meaning: 'levels a side of the books that are asked for; without it as many as the exchange gives of itself',
      values: `1 to ${MAX_BOOK_DEPTH}, of those that the exchange offers`,
    },
    {
      name: 'CCXT_URLS',
      meaning: 'addresses in the place of ccxt’s own `urls`, as JSON',
      values: '{"api":{"public":"https://…"}}',
    },
    {
      name: 'CCXT_OPTIONS',
      meaning: '`options` of the exchange in ccxt, as JSON',
      values: '{"defaultType":"swap"}',
    },
  ],
  check: checkCcxtConfig,
};

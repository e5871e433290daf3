import type { SettingSource } from '@bourseworks/ports';
import {
  DEFAULT_ENVIRONMENT,
  DEFAULT_REQUESTS_PER_MINUTE,
  DEFAULT_TIMEOUT_MS,
  MAX_REQUESTS_PER_MINUTE,
  MAX_SYMBOLS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseAlpacaConfig,
} from './config.js';

export const alpacaSettings: SettingSource = {
  settings: [
    {
      name: 'ALPACA_KEY_ID',
      meaning: 'first part of the API key of the Alpaca account',
      secret: true,
      required: true,
    },
    {
      name: 'ALPACA_SECRET_KEY',
      meaning: 'second part of the API key of the Alpaca account',
      secret: true,
      required: true,
    },
    {
      name: 'ALPACA_ENV',
      default: DEFAULT_ENVIRONMENT,
      meaning: 'paper money or real money; each has keys of its own',
      values: 'paper, live',
    },
    {
      name: 'ALPACA_ACCOUNT',
      meaning: 'the account of ACCOUNTS whose orders go to the Alpaca account',
      required: true,
    },
    {
      name: 'ALPACA_SYMBOLS',
      meaning: 'stocks to trade at Alpaca, with commas between them',
      values: `at most ${MAX_SYMBOLS}, such as AAPL,BRK.B`,
    },
    {
      name: 'ALPACA_CRYPTO',
      meaning: 'pairs to trade at Alpaca, with commas between them',
      values: `at most ${MAX_SYMBOLS}, such as BTC/USD`,
    },
    {
      name: 'ALPACA_SUB_DOLLAR_SYMBOLS',
      meaning: 'those of ALPACA_SYMBOLS that trade below one dollar, where the price step is 0.0001 instead of 0.01',
    },
    {
      name: 'ALPACA_TRADING_URL',
      meaning: 'address of Alpaca’s trading interface instead of the one that ALPACA_ENV stands for',
      values: 'https://, or http:// on this machine',
    },
    {
      name: 'ALPACA_REQUEST_TIMEOUT_MS',
      default: String(DEFAULT_TIMEOUT_MS),
      meaning: 'how long an answer of Alpaca may take, milliseconds; then an order’s outcome is unknown',
      values: `${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`,
    },
    {
      name: 'ALPACA_REQUESTS_PER_MINUTE',
      default: String(DEFAULT_REQUESTS_PER_MINUTE),
      meaning: 'requests that Alpaca takes of the account in a minute; a tenth is kept for cancels',
      values: `1 to ${MAX_REQUESTS_PER_MINUTE}`,
    },
  ],
  check: parseAlpacaConfig,
};

import type { SettingSource } from '@bourseworks/ports';
import {
  DEFAULT_CRYPTO_LOCATION,
  DEFAULT_DATA_URL,
  DEFAULT_ENVIRONMENT,
  DEFAULT_FEED,
  DEFAULT_REQUESTS_PER_MINUTE,
  DEFAULT_STREAM_URL,
  DEFAULT_TIMEOUT_MS,
  FEEDS,
  hasAccount,
  HISTORY_FEEDS,
  MAX_REQUESTS_PER_MINUTE,
  MAX_SYMBOLS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseAlpacaConfig,
  parseAlpacaDataConfig,
  type Env,
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
      meaning:
        'the account of ACCOUNTS whose orders go to the Alpaca account; without it there are market data and no orders',
    },
    {
      name: 'ALPACA_SYMBOLS',
      meaning: 'stocks to trade and list, with commas between them',
      values: `at most ${MAX_SYMBOLS}, such as AAPL,BRK.B`,
    },
    {
      name: 'ALPACA_CRYPTO',
      meaning: 'pairs to trade and list, with commas between them',
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
    {
      name: 'ALPACA_FEED',
      default: DEFAULT_FEED,
      meaning: 'feed of live stocks, as far as the plan covers it; test has made up data of FAKEPACA at any hour',
      values: FEEDS.join(', '),
    },
    {
      name: 'ALPACA_HISTORY_FEED',
      meaning: 'feed of the history of stocks, instead of the one that fits ALPACA_FEED',
      values: HISTORY_FEEDS.join(', '),
    },
    {
      name: 'ALPACA_CRYPTO_LOCATION',
      default: DEFAULT_CRYPTO_LOCATION,
      meaning: 'which of Alpaca’s crypto markets market data are of',
      values: 'such as us, us-1, eu-1',
    },
    {
      name: 'ALPACA_DATA_URL',
      default: DEFAULT_DATA_URL,
      meaning: 'root of the REST interface of market data',
      values: 'https://, or http:// on this machine',
    },
    {
      name: 'ALPACA_STREAM_URL',
      default: DEFAULT_STREAM_URL,
      meaning: 'root of the WebSockets of market data, without a path',
      values: 'wss://, or ws:// on this machine',
    },
    {
      name: 'ALPACA_DATA_REQUESTS_PER_MINUTE',
      default: String(DEFAULT_REQUESTS_PER_MINUTE),
      meaning: 'requests for market data that the plan allows in a minute',
      values: `1 to ${MAX_REQUESTS_PER_MINUTE}`,
    },
  ],
  check: (env: Env) => {
    parseAlpacaDataConfig(env);
    if (hasAccount(env)) parseAlpacaConfig(env);
  },
};

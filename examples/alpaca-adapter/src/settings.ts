import type { SettingSource } from '@bourseworks/ports';
import { DEFAULT_DATA_URL, DEFAULT_STREAM_URL, HISTORY_FEEDS, MAX_SYMBOLS, parseAlpacaConfig } from './config.js';

/** The variables of the adapter, for `--settings` of the services and `bourse config`. */
export const settings: SettingSource = {
  settings: [
    { name: 'ALPACA_KEY_ID', meaning: 'API key: its id', required: true, secret: true },
    { name: 'ALPACA_SECRET_KEY', meaning: 'API key: its secret part', required: true, secret: true },
    {
      name: 'ALPACA_SYMBOLS',
      meaning: 'stocks to list, in Alpaca’s spelling',
      values: `1 to ${MAX_SYMBOLS} symbols with commas between them`,
      required: true,
    },
    { name: 'ALPACA_STREAM_URL', default: DEFAULT_STREAM_URL, meaning: 'the live feed', values: 'wss://' },
    {
      name: 'ALPACA_HISTORY_FEED',
      meaning: 'feed of history; that of the stream when it is not set',
      values: HISTORY_FEEDS.join(', '),
    },
    {
      name: 'ALPACA_DATA_URL',
      default: DEFAULT_DATA_URL,
      meaning: 'address of the REST interface',
      values: 'https://',
    },
  ],
  check: parseAlpacaConfig,
};

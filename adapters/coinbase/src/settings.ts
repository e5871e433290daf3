import type { SettingSource } from '@bourseworks/ports';
import {
  DEFAULT_STREAM_URL,
  DEFAULT_TIMEOUT_MS,
  DEFAULT_URL,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseCoinbaseConfig,
} from './config.js';

export const coinbaseSettings: SettingSource = {
  settings: [
    {
      name: 'COINBASE_URL',
      default: DEFAULT_URL,
      meaning: 'root of the REST interface of Coinbase Exchange',
      values: 'https:// or http://',
    },
    {
      name: 'COINBASE_STREAM_URL',
      default: DEFAULT_STREAM_URL,
      meaning: 'address of the market data WebSocket of Advanced Trade',
      values: 'wss:// or ws://',
    },
    {
      name: 'COINBASE_REQUEST_TIMEOUT_MS',
      default: String(DEFAULT_TIMEOUT_MS),
      meaning: 'how long an answer may take, milliseconds',
      values: `${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`,
    },
  ],
  check: parseCoinbaseConfig,
};

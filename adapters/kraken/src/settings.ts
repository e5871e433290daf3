import type { SettingSource } from '@bourseworks/ports';
import {
  BOOK_DEPTHS,
  DEFAULT_BOOK_DEPTH,
  DEFAULT_STREAM_URL,
  DEFAULT_TIMEOUT_MS,
  DEFAULT_URL,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseKrakenConfig,
} from './config.js';

export const krakenSettings: SettingSource = {
  settings: [
    { name: 'KRAKEN_URL', default: DEFAULT_URL, meaning: 'root of the REST interface', values: 'https:// or http://' },
    {
      name: 'KRAKEN_STREAM_URL',
      default: DEFAULT_STREAM_URL,
      meaning: 'address of the WebSocket interface, version 2',
      values: 'wss:// or ws://',
    },
    {
      name: 'KRAKEN_BOOK_DEPTH',
      default: String(DEFAULT_BOOK_DEPTH),
      meaning: 'levels of each side of the books',
      values: BOOK_DEPTHS.join(', '),
    },
    {
      name: 'KRAKEN_REQUEST_TIMEOUT_MS',
      default: String(DEFAULT_TIMEOUT_MS),
      meaning: 'how long an answer may take, milliseconds',
      values: `${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`,
    },
  ],
  check: parseKrakenConfig,
};

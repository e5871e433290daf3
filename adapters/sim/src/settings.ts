import type { SettingSource } from '@bourseworks/ports';
import {
  DEFAULT_PREFIX,
  DEFAULT_TIMEOUT_MS,
  DEFAULT_URL,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseSimConfig,
} from './config.js';

export const simSettings: SettingSource = {
  settings: [
    {
      name: 'EXCHANGE_URL',
      default: DEFAULT_URL,
      meaning: 'address of the simulated exchange; its WebSocket is at `/ws` below it',
      values: 'http://',
    },
    {
      name: 'EXCHANGE_API_KEY_PREFIX',
      default: DEFAULT_PREFIX,
      meaning: 'an account’s key at the exchange is this and the account’s name',
    },
    {
      name: 'EXCHANGE_REQUEST_TIMEOUT_MS',
      default: String(DEFAULT_TIMEOUT_MS),
      meaning: 'how long an answer may take, milliseconds; then an order’s outcome is unknown',
      values: `${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`,
    },
  ],
  check: parseSimConfig,
};

import type { SettingSource } from '@bourseworks/ports';
import { DEFAULT_FEE_RATE, DEFAULT_VENUES, parseReplayConfig } from './config.js';

export const replaySettings: SettingSource = {
  settings: [
    {
      name: 'REPLAY_DATA',
      meaning:
        'folder that holds `lean-data`, `binance-raw-feed`, `exchange-recordings`, `recordings` or `tables`, or is one',
      required: true,
    },
    { name: 'REPLAY_VENUES', default: DEFAULT_VENUES, meaning: 'venues to serve', values: 'list of names' },
    {
      name: 'PAPER_FEE_RATE',
      default: DEFAULT_FEE_RATE,
      meaning: 'fee as a fraction of the notional',
      values: '0 to 1, at most 8 decimals',
    },
  ],
  check: parseReplayConfig,
};

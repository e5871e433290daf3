import type { SettingSource, SettingSpec } from '@bourseworks/ports';
import {
  DEFAULT_ACCOUNTS,
  DEFAULT_ENV,
  DEFAULT_RECV_WINDOW_MS,
  DEFAULT_SYMBOLS,
  DEFAULT_TIMEOUT_MS,
  MAX_RECV_WINDOW_MS,
  MAX_SYMBOLS,
  MAX_TIMEOUT_MS,
  MIN_TIMEOUT_MS,
  parseBinanceConfig,
  VARIABLES,
  type MarketName,
} from './config.js';

/** A market's own variables. */
function marketSettings(market: MarketName): SettingSpec[] {
  const { symbols, account } = VARIABLES[market];
  return [
    {
      name: symbols,
      default: DEFAULT_SYMBOLS,
      meaning: 'symbols that may be traded, as the venue spells them',
      values: `list of 1 to ${MAX_SYMBOLS}`,
    },
    {
      name: account,
      default: DEFAULT_ACCOUNTS[market],
      meaning: 'account of `ACCOUNTS` that the key trades for',
    },
  ];
}

const SHARED: readonly SettingSpec[] = [
  {
    name: 'BINANCE_ENV',
    default: DEFAULT_ENV,
    meaning: 'which Binance: `live` trades with money, and has keys of its own',
    values: 'testnet, live',
  },
  { name: 'BINANCE_API_KEY', required: true, secret: true, meaning: 'API key' },
  { name: 'BINANCE_API_SECRET', required: true, secret: true, meaning: 'secret of that key, for HMAC signatures' },
  {
    name: 'BINANCE_RECV_WINDOW_MS',
    default: String(DEFAULT_RECV_WINDOW_MS),
    meaning: 'how long a request may be under way until the venue turns it down, milliseconds',
    values: `1 to ${MAX_RECV_WINDOW_MS}`,
  },
  {
    name: 'BINANCE_REQUEST_TIMEOUT_MS',
    default: String(DEFAULT_TIMEOUT_MS),
    meaning: 'how long an answer may take, milliseconds; then an order’s outcome is unknown',
    values: `${MIN_TIMEOUT_MS} to ${MAX_TIMEOUT_MS}`,
  },
];

export const binanceSettings: SettingSource = {
  settings: [...SHARED, ...marketSettings('binance')],
  check: (env) => parseBinanceConfig('binance', env),
};

export const binanceUsdmSettings: SettingSource = {
  settings: [
    ...SHARED.map((spec) => ({ ...spec, required: false })),
    {
      name: VARIABLES['binance-usdm'].apiKey,
      secret: true,
      meaning: 'API key; `BINANCE_API_KEY` without it (the test networks of spot and futures have keys of their own)',
    },
    {
      name: VARIABLES['binance-usdm'].apiSecret,
      secret: true,
      meaning: 'secret of that key; `BINANCE_API_SECRET` without it',
    },
    ...marketSettings('binance-usdm'),
  ],
  check: (env) => parseBinanceConfig('binance-usdm', env),
};

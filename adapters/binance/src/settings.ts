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
  dataEndpoints,
  hasKeys,
  parseBinanceConfig,
  parseBinanceDataConfig,
  VARIABLES,
  type MarketName,
} from './config.js';

/** A market's own variables. */
function marketSettings(market: MarketName): SettingSpec[] {
  const { symbols, account, dataUrl, dataStreamUrl } = VARIABLES[market];
  const { url, streamUrl } = dataEndpoints(market);
  return [
    {
      name: symbols,
      default: DEFAULT_SYMBOLS,
      meaning: 'symbols that are offered and may be traded, as the venue spells them',
      values: `list of 1 to ${MAX_SYMBOLS}`,
    },
    {
      name: account,
      default: DEFAULT_ACCOUNTS[market],
      meaning: 'account of `ACCOUNTS` that the key trades for',
    },
    {
      name: dataUrl,
      default: url,
      meaning: 'root of the REST interface that market data comes from; the live one with `BINANCE_ENV=live`',
      values: 'https:// or http:// address',
    },
    {
      name: dataStreamUrl,
      default: streamUrl,
      meaning: 'root of the streams of market data; the live one with `BINANCE_ENV=live`',
      values: 'wss:// or ws:// address',
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
  { name: 'BINANCE_API_KEY', secret: true, meaning: 'API key; without it there is market data and no orders' },
  { name: 'BINANCE_API_SECRET', secret: true, meaning: 'secret of that key, for HMAC signatures' },
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

/** What the market's variables say; throws for what they must not. */
function checkOf(market: MarketName): NonNullable<SettingSource['check']> {
  return (env) => {
    parseBinanceDataConfig(market, env);
    if (hasKeys(market, env)) parseBinanceConfig(market, env);
  };
}

export const binanceSettings: SettingSource = {
  settings: [...SHARED, ...marketSettings('binance')],
  check: checkOf('binance'),
};

export const binanceUsdmSettings: SettingSource = {
  settings: [
    ...SHARED,
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
  check: checkOf('binance-usdm'),
};

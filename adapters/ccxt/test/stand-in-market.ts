import type { CcxtMarket } from '../src/ccxt-exchange.js';

export const SYMBOL = 'BTC/USDT';

/** The market of the stand-ins of market data. */
export const MARKET: CcxtMarket = {
  symbol: SYMBOL,
  base: 'BTC',
  quote: 'USDT',
  active: true,
  spot: true,
  precision: { amount: 0.000_01, price: 0.01 },
  limits: { amount: { min: 0.000_01, max: 9_000 } },
};

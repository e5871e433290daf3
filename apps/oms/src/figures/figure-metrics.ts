import { Metrics } from '@bourseworks/observability';
import type { ShowFigures } from './performance-book.js';

/** Accounts that have a label; further ones have none. */
const MAX_ACCOUNTS = 100;
const toNumber = (amount: bigint): number => Number(amount) / 1e18;

/** Equity, drawdown and exposure of each account for Prometheus: doubles, in the account's own currency. */
export function figureMetrics(metrics: Metrics): ShowFigures {
  const equities = metrics.gauge('bourseworks_portfolio_equity', 'Equity, in the currency of the account', ['account']);
  const drawdowns = metrics.gauge('bourseworks_portfolio_drawdown_ratio', 'Drawdown from the high-water mark', [
    'account',
  ]);
  const exposures = metrics.gauge('bourseworks_portfolio_gross_exposure', 'Gross exposure, in the same currency', [
    'account',
  ]);
  const shown = new Set<string>();
  return (account, equity, drawdownRatio, gross) => {
    if (!shown.has(account) && shown.size >= MAX_ACCOUNTS) return;
    shown.add(account);
    equities.set({ account }, toNumber(equity));
    drawdowns.set({ account }, drawdownRatio);
    exposures.set({ account }, toNumber(gross));
  };
}

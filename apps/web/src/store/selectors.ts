import { createSelector } from '@reduxjs/toolkit';
import type { Instrument } from '../api/trading.js';
import { sameSymbol, type SymbolRef } from '../market/address.js';
import { useApp, type RootState } from './store.js';

const portfolios = ({ book }: RootState) => book.portfolios;
const orders = ({ book }: RootState) => book.orders;

const selectAccounts = createSelector([portfolios], (views) =>
  [...new Set(Object.values(views).map(({ account }) => account))].toSorted(),
);

export const useAccounts = () => useApp(selectAccounts);

export const accountOf = (state: RootState): string | undefined => {
  const accounts = selectAccounts(state);
  const { account } = state.desk;
  return account !== undefined && accounts.includes(account) ? account : accounts[0];
};

/** The account that people trade on now: the one chosen, or the first there is. */
export const useAccount = () => useApp(accountOf);

const selectAccountOrders = createSelector([orders, accountOf], (all, account) =>
  Object.values(all)
    .filter((order) => order.account === account)
    .toSorted((a, b) => b.createdAt - a.createdAt || b.sequence - a.sequence),
);

/** Of the chosen account, newest first. */
export const useAccountOrders = () => useApp(selectAccountOrders);

export const selectOpenOrders = createSelector([selectAccountOrders], (all) => all.filter(({ closed }) => !closed));

export const useOpenOrders = () => useApp(selectOpenOrders);

const selectAccountFills = createSelector([({ book }: RootState) => book.fills, accountOf], (fills, account) =>
  fills.filter((fill) => fill.account === account),
);

export const useAccountFills = () => useApp(selectAccountFills);

const selectAccountViews = createSelector([portfolios, accountOf], (views, account) =>
  Object.values(views).filter((view) => view.account === account),
);

/** Positions of the chosen account, and what each strategy has of them. */
const selectPositions = createSelector([selectAccountViews], (views) => ({
  whole: views.find(({ strategy }) => strategy === 'all')?.positions ?? [],
  split: views.filter(({ strategy }) => strategy !== 'all').flatMap(({ positions }) => positions),
}));

export const useAccountPositions = () => useApp(selectPositions);

export function useInstrument(symbol: SymbolRef | undefined): Instrument | undefined {
  return useApp(({ desk }) => desk.instruments.find((one) => sameSymbol(one, symbol)));
}

export const useHasRole = (...wanted: readonly string[]): boolean =>
  useApp(({ session }) => session.user?.roles.some((role) => wanted.includes(role)) ?? false);

import { formatDecimal, formatMoney, trimDecimal, type Position } from '@bourseworks/domain';
import type { Account } from '../accounts/account.js';

const CURRENCY = 'USD';

/** Quantities are signed decimal strings. */
export interface PositionWire {
  readonly symbol: string;
  readonly quantity: string;
  /** Up to four digits beyond the tick. */
  readonly averagePrice: string;
}

export interface BalanceWire {
  readonly currency: string;
  readonly total: string;
}

export interface AccountWire {
  readonly account: string;
  readonly currency: string;
  readonly cash: string;
  readonly positions: readonly PositionWire[];
}

function positionWire(position: Position): PositionWire {
  const { instrument, quantity } = position;
  return {
    symbol: instrument.symbol,
    quantity: trimDecimal(formatDecimal(quantity, instrument.qtyScale)),
    averagePrice: position.averagePrice() ?? '0',
  };
}

/** What an account holds; flat positions are left out. */
export function positionsWire(account: Account): PositionWire[] {
  return [...account.positions.values()].filter(({ quantity }) => quantity !== 0).map(positionWire);
}

export function balancesWire(account: Account): BalanceWire[] {
  return [{ currency: CURRENCY, total: formatMoney(account.cash) }];
}

/** All positions that it ever had, the flat ones too. */
export function accountWire(account: Account): AccountWire {
  const positions = [...account.positions.values()].map(positionWire);
  return { account: account.id, currency: CURRENCY, cash: formatMoney(account.cash), positions };
}

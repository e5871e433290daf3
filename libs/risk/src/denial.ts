import { formatDecimal, trimDecimal, type ErrorCode } from '@bourseworks/domain';
import type { RiskScope } from './config/risk-config.js';
import type { RiskPath } from './tree/risk-tree.js';

/** Digits of a risk notional. */
export const NOTIONAL_SCALE = 4;

/** An order refused by risk: a value with everything an operator asks for, never an exception. */
export interface RiskDenial {
  readonly code: ErrorCode;
  readonly message: string;
  readonly scope: RiskScope;
  readonly id: string;
  /** Decimal texts; empty where the check has none. */
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
}

/** What a scope above a path is called. */
export function idOf(path: RiskPath, scope: RiskScope): string {
  switch (scope) {
    case 'firm':
      return 'all';
    case 'account':
      return path.account;
    case 'strategy':
      return path.strategy;
    case 'symbol':
      return path.instrument.key;
  }
}

export function deny(
  path: RiskPath,
  code: ErrorCode,
  { scope }: { readonly scope: RiskScope },
  message: string,
  limit = '',
  observed = '',
): RiskDenial {
  return { code, message, scope, id: idOf(path, scope), limit, observed, ruleVersion: path.limits.version };
}

/** Denies what cannot be counted exactly any more. */
export function outOfRange(path: RiskPath, what: string): RiskDenial {
  return deny(path, 'RISK_RANGE', { scope: 'strategy' }, `${what} leaves the exact integer range`);
}

export function notionalText(notional: number): string {
  return Number.isFinite(notional) ? trimDecimal(formatDecimal(notional, NOTIONAL_SCALE), 2) : 'out of range';
}

export function unitsText(units: number, scale: number): string {
  return Number.isFinite(units) ? trimDecimal(formatDecimal(units, scale)) : 'out of range';
}

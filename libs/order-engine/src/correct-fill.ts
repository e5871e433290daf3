import { sideSign, type Instrument, type Side } from '@bourseworks/domain';
import type { RiskPath } from '@bourseworks/risk';
import type { EngineState } from './engine-state.js';
import type { PositionBasis } from './order-event.js';

/** Whose fills are booked: an order, or what is kept of one. */
export interface FillOwner {
  readonly account: string;
  readonly strategy: string;
  readonly instrument: Instrument;
}

/** A fill as it was booked. Units of the instrument, `fee` at 10^-18 of feeCurrency (empty = the instrument's). */
export interface BookedOnce {
  readonly quantity: number;
  readonly price: number;
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** Its number among the fills of the position, 0 = it is none. */
  readonly fill: number;
}

/** What takes its place; a quantity of 0 takes it back. The fee as the report tells it. */
export interface CorrectedTo {
  readonly quantity: number;
  readonly price: number;
  readonly fee: bigint | undefined;
  readonly feeCurrency: string;
  readonly us: number;
}

/** What is booked now. */
export interface Corrected {
  readonly fee: bigint;
  readonly feeCurrency: string;
  /** 0 = it cannot be found again. */
  readonly fill: number;
  /** False when it could only be booked as a trade against the original. */
  readonly exact: boolean;
}

export function isOwnFee({ instrument }: Pick<FillOwner, 'instrument'>, feeCurrency: string): boolean {
  return feeCurrency === '' || feeCurrency === instrument.currency;
}

/** Charges a fee beside fills; positive = paid. */
export function bookFee(
  state: EngineState,
  of: FillOwner,
  path: RiskPath,
  fee: bigint,
  feeCurrency: string,
  us: number,
): void {
  state.portfolio.charge(of.account, of.strategy, of.instrument, fee, feeCurrency, us);
  if (isOwnFee(of, feeCurrency)) state.risk.charged(path, fee, us);
}

/**
 * Books a bust or correction: the position, its gains, fees and cash become what they would be had the original not
 * happened, or happened as corrected. A bust gives back the fee of the original, and a fee that it tells beside, unless it is
 * that very refund, is charged; a correction that tells no fee keeps the original's.
 */
export function correctFill(
  state: EngineState,
  of: FillOwner,
  side: Side,
  path: RiskPath,
  original: BookedOnce,
  to: CorrectedTo,
): Corrected {
  const { account, strategy, instrument } = of;
  const { us } = to;
  const sign = sideSign(side);
  const stays = to.quantity !== 0;
  const kept = to.fee === undefined ? original : { fee: to.fee, feeCurrency: to.feeCurrency };
  const { fee, feeCurrency } = stays ? kept : { fee: 0n, feeCurrency: '' };
  const was = { ...original, quantity: sign * original.quantity };
  const now = { quantity: sign * to.quantity, price: to.price, fee, feeCurrency };
  const exact = state.portfolio.correct(account, strategy, instrument, original.fill, was, now, us);
  state.risk.filled(path, -was.quantity, was.price, isOwnFee(of, was.feeCurrency) ? -was.fee : 0n, us);
  if (stays) {
    state.risk.filled(path, now.quantity, now.price, isOwnFee(of, feeCurrency) ? fee : 0n, us);
    state.risk.executed(path, us);
  } else if (to.fee !== undefined && to.fee !== 0n && to.fee !== -original.fee)
    bookFee(state, of, path, to.fee, to.feeCurrency, us);
  return { fee, feeCurrency, fill: exact && stays ? original.fill : 0, exact };
}

/** What a correction made of the position. */
export function basisOf(state: EngineState, { account, strategy, instrument }: FillOwner): PositionBasis | undefined {
  const position = state.portfolio.position(account, strategy, instrument.key);
  if (position === undefined) return undefined;
  const { quantity, cost, realized, fees, lastPx } = position;
  return { quantity, cost, realized, fees, lastPx };
}

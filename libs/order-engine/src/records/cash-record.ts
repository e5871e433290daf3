import type { CashEventKind } from '@bourseworks/portfolio';
import type { RecordBase } from './record.js';

/** Money that no trade moved, or a split. What its kind does not take is empty or 0. */
export interface CashRecord extends RecordBase {
  readonly type: 'Cash';
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
  readonly account: string;
  readonly kind: CashEventKind;
  /** Of fees and rebates. */
  readonly strategy: string;
  readonly instrument: string;
  /** Of deposits and withdrawals. */
  readonly currency: string;
  /** At 10^-18: money of deposits, withdrawals, fees, rebates; of one unit for dividends; the rate of funding and loans. */
  readonly amount: bigint | undefined;
  /** Mark of funding and loans; price of a split, after it. */
  readonly price: number;
  /** Of loans. */
  readonly days: number;
  readonly yearDays: number;
  /** A split gives n new for m old units. */
  readonly n: number;
  readonly m: number;
}

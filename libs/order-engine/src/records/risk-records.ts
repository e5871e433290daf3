import type { ErrorCode } from '@bourseworks/domain';
import type { RiskScope, StateCause, TradingState } from '@bourseworks/risk';
import type { RecordBase } from './record.js';

/** Trading state of a scope: set by a person, or by a loss or conduct that reached a limit. */
export interface RiskStateRecord extends RecordBase {
  readonly type: 'RiskState';
  readonly commandId: string;
  readonly scope: RiskScope;
  readonly scopeId: string;
  readonly state: TradingState;
  readonly cause: StateCause;
  readonly code: ErrorCode;
  /** Empty when no person did it. */
  readonly actor: string;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
}

/** What losses of a scope are counted from; amounts at 10^-4. */
export interface RiskBaselineRecord extends RecordBase {
  readonly type: 'RiskBaseline';
  readonly key: string;
  readonly dayUs: number;
  readonly start: number;
  readonly peak: number;
}

/** New limits, as JSON text. */
export interface RiskLimitsRecord extends RecordBase {
  readonly type: 'RiskLimits';
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
  readonly version: number;
  readonly body: string;
}

/** Quantity that an account may sell short of an instrument, until a time. */
export interface LocateRecord extends RecordBase {
  readonly type: 'Locate';
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
  readonly account: string;
  readonly instrument: string;
  readonly quantity: number;
  readonly expireUs: number;
}

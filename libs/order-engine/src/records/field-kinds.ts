import {
  ASSET_CLASSES,
  EXEC_TYPES,
  isErrorCode,
  LOCAL_STATES,
  ORDER_TYPES,
  ORD_STATUSES,
  RESTATEMENTS,
  SIDES,
  TIMES_IN_FORCE,
} from '@bourseworks/domain';
import { CASH_EVENT_KINDS } from '@bourseworks/portfolio';
import { RISK_SCOPES, SELF_TRADE_MODES, STATE_CAUSES, TRADING_STATES } from '@bourseworks/risk';
import { LIST_KINDS } from '../contingent/list-terms.js';
import { LIST_CANCEL_CAUSES } from './list-records.js';
import { CANCEL_CAUSES, KILL_STEPS, LEASE_HOLDERS, ORDER_CAUSES } from './record.js';
import { SELF_TRADE_ACTIONS } from './own-order-records.js';

/**
 * How a field stands on disk. Names of states and codes are kept as text, not as an index: a list may be put in another
 * order in the source, a journal may not.
 */
export type FieldKind = 'integer' | 'optionalInteger' | 'optionalBig' | 'flag' | 'text' | NameKind;
export type NameKind =
  | 'assetClass'
  | 'side'
  | 'orderType'
  | 'timeInForce'
  | 'ordStatus'
  | 'optionalOrdStatus'
  | 'optionalRestatement'
  | 'localState'
  | 'execType'
  | 'code'
  | 'optionalCode'
  | 'cause'
  | 'orderCause'
  | 'killStep'
  | 'leaseHolder'
  | 'change'
  | 'scope'
  | 'riskScope'
  | 'tradingState'
  | 'stateCause'
  | 'cashKind'
  | 'selfTradeMode'
  | 'selfTradeAction'
  | 'listKind'
  | 'listCancelCause';

const among = (...names: readonly string[]): ((text: string) => boolean) => {
  const known = new Set(names);
  return (text) => known.has(text);
};

/** Which texts a name may be. */
export const NAMES: Readonly<Record<NameKind, (text: string) => boolean>> = {
  assetClass: among(...ASSET_CLASSES),
  side: among(...SIDES),
  orderType: among(...ORDER_TYPES),
  timeInForce: among(...TIMES_IN_FORCE),
  ordStatus: among(...ORD_STATUSES),
  optionalOrdStatus: among(...ORD_STATUSES, ''),
  optionalRestatement: among(...RESTATEMENTS, ''),
  localState: among(...LOCAL_STATES),
  execType: among(...EXEC_TYPES),
  code: isErrorCode,
  optionalCode: (text) => text === '' || isErrorCode(text),
  cause: among(...CANCEL_CAUSES),
  orderCause: among(...ORDER_CAUSES),
  killStep: among(...KILL_STEPS),
  leaseHolder: among(...LEASE_HOLDERS),
  change: among('cancel', 'replace'),
  scope: among('firm', 'account', 'strategy'),
  riskScope: among(...RISK_SCOPES),
  tradingState: among(...TRADING_STATES),
  stateCause: among(...STATE_CAUSES),
  cashKind: among(...CASH_EVENT_KINDS),
  selfTradeMode: among(...SELF_TRADE_MODES),
  selfTradeAction: among(...SELF_TRADE_ACTIONS),
  listKind: among(...LIST_KINDS),
  listCancelCause: among(...LIST_CANCEL_CAUSES),
};

import { formatNanos } from '@bourseworks/domain';
import type { RiskCheckReplyShape, RiskCheckRequest, TradingStateShape } from '@bourseworks/dto';
import type { SubmitCommand, WhatIf } from '@bourseworks/order-engine';
import type { StateEntry } from '@bourseworks/risk';
import { instructionFields } from '../intake/commands.js';

export function tradingStateShape({ us, ...entry }: StateEntry): TradingStateShape {
  return { ...entry, time: formatNanos(us) };
}

/** The order that is asked about, as if it came now. */
export function askedOrder(request: RiskCheckRequest, nowUs: number): SubmitCommand {
  const { account, strategy, venue, symbol, side, type, timeInForce, quantity, adapter, price } = request;
  return {
    account,
    strategy,
    venue,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    commandId: '',
    sentUs: nowUs,
    ...(adapter === undefined ? {} : { adapter }),
    ...(price === undefined ? {} : { price }),
    ...instructionFields(request),
    ...(request.postOnly === true ? { postOnly: true } : {}),
    ...(request.reduceOnly === true ? { reduceOnly: true } : {}),
  };
}

export function riskCheckReply({ denied, ruleVersion: version, ...seen }: WhatIf): RiskCheckReplyShape {
  if (denied === undefined) return { passes: true, ...seen, version };
  const { code, reason, limit, observed, scope, scopeId: id, ruleVersion } = denied;
  return { passes: false, denial: { code, reason, limit, observed, scope, id, ruleVersion }, ...seen, version };
}

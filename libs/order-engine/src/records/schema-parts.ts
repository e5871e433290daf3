/** Fields that many records have, in the order in which they are written. */
export const BASE = { sequence: 'integer', us: 'integer' } as const;
export const AFTER = {
  streamSequence: 'integer',
  ordStatus: 'ordStatus',
  state: 'localState',
  cumQty: 'integer',
  leavesQty: 'integer',
} as const;
export const COMMAND = {
  commandId: 'text',
  contentHash: 'integer',
  account: 'text',
  strategy: 'text',
  sentUs: 'integer',
} as const;
export const DENIAL = {
  code: 'code',
  reason: 'text',
  limit: 'text',
  observed: 'text',
  ruleVersion: 'integer',
  scope: 'text',
  scopeId: 'text',
} as const;

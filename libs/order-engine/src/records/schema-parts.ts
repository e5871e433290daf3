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

/** A field that earlier versions of its record lack, and what it is read as there. */
export interface AddedField {
  readonly version: number;
  readonly before: string | number | boolean | undefined;
}

export const since = (version: number, before: AddedField['before']): AddedField => ({ version, before });

/** What an order says beyond quantity and price. */
export const INSTRUCTIONS = {
  stopPrice: 'integer',
  trailBy: 'integer',
  displayQty: 'integer',
  goodTillUs: 'integer',
} as const;
export const instructionsSince = (version: number) => ({
  stopPrice: since(version, 0),
  trailBy: since(version, 0),
  displayQty: since(version, 0),
  goodTillUs: since(version, 0),
});

import {
  applyCrossed,
  applyCrossedContra,
  applyCrossRefused,
  applyHeld,
  applyHeldReplaced,
  applyReleased,
} from './crossing/apply-crossing.js';
import type { Decision } from './decision.js';
import type { EngineState } from './engine-state.js';
import type { OwnOrderRecord } from './records/own-order-records.js';
import { applySelfTrade } from './self-trade/apply-self-trade.js';

/** Applies a record of orders that stand against each other: what was prevented, held, crossed, released. */
export function applyOwnOrders(state: EngineState, record: OwnOrderRecord, out: Decision): void {
  switch (record.type) {
    case 'SelfTrade':
      return applySelfTrade(state, record, out);
    case 'Held':
      return applyHeld(state, record);
    case 'HeldReplaced':
      return applyHeldReplaced(state, record, out);
    case 'Crossed':
      return applyCrossed(state, record, out);
    case 'CrossedContra':
      return applyCrossedContra(state, record, out);
    case 'CrossRefused':
      return applyCrossRefused(record, out);
    case 'Released':
      return applyReleased(state, record, out);
  }
}

import { NO_INSTRUCTIONS, type OrderTerms } from '@bourseworks/domain';
import type { EngineContext } from './context.js';
import { instructionUnits } from './instructions.js';
import type { Order } from './order.js';
import type { CancelCause, CancelRequestedRecord, ReplaceRequestedRecord } from './records/record.js';

const AFTER = { streamSequence: 0, ordStatus: 'PendingNew', state: 'Created', cumQty: 0, leavesQty: 0 } as const;

/** The command behind a change; a kill switch and self-trade prevention have none. */
export interface Origin {
  readonly commandId: string;
  readonly contentHash: number;
  readonly account: string;
  readonly strategy: string;
  readonly sentUs: number;
}

/** Asks for the cancel of a live order; one whose send is still parked is cancelled on the spot. */
export function requestCancel(
  ctx: EngineContext,
  order: Order,
  cause: CancelCause,
  origin: Origin,
  nowUs: number,
): CancelRequestedRecord {
  const idSequence = ctx.state.idSequence + 1;
  const parked = ctx.state.isParked(order);
  const { commandId, contentHash, account, strategy, sentUs } = origin;
  const record: CancelRequestedRecord = {
    type: 'CancelRequested',
    sequence: ctx.next(),
    us: nowUs,
    commandId,
    contentHash,
    account,
    strategy,
    sentUs,
    ...AFTER,
    clOrdId: order.clOrdId,
    cancelId: ctx.clOrdId(order.strategy, idSequence),
    idSequence,
    cause,
    parked,
  };
  const { adapter, clOrdId } = order;
  if (parked) ctx.out.effects.push({ kind: 'unsend', sequence: record.sequence, adapter, clOrdId });
  ctx.commit(record);
  if (!parked) {
    const { sequence, cancelId } = record;
    ctx.out.effects.push({ kind: 'cancel', sequence, adapter, order: ctx.brokerOrder(order), cancelId });
  }
  return record;
}

/** Asks for new terms of a live order. */
export function requestReplace(
  ctx: EngineContext,
  order: Order,
  origin: Origin,
  terms: OrderTerms,
  reservePx: number,
  nowUs: number,
): ReplaceRequestedRecord {
  const idSequence = ctx.state.idSequence + 1;
  const replaceId = ctx.clOrdId(order.strategy, idSequence);
  const { commandId, contentHash, account, strategy, sentUs } = origin;
  const { quantity, price } = terms;
  const change = { clOrdId: order.clOrdId, replaceId, idSequence, quantity, price, reservePx };
  const record: ReplaceRequestedRecord = {
    type: 'ReplaceRequested',
    sequence: ctx.next(),
    us: nowUs,
    commandId,
    contentHash,
    account,
    strategy,
    sentUs,
    ...AFTER,
    ...change,
    ...instructionUnits(terms.instructions ?? NO_INSTRUCTIONS),
  };
  ctx.commit(record);
  const { sequence } = record;
  const { adapter } = order;
  const asked = ctx.brokerTerms(order, terms);
  ctx.out.effects.push({ kind: 'replace', sequence, adapter, order: ctx.brokerOrder(order), replaceId, terms: asked });
  return record;
}

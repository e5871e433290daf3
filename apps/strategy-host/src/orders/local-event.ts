import { formatNanos, type ErrorCode } from '@bourseworks/domain';
import type {
  CancelRequestShape,
  ListRequestShape,
  OrderEventShape,
  OrderRequestShape,
  ReplaceRequestShape,
} from '@bourseworks/dto';
import { LOCAL_STREAM_SEQUENCE, type OrderVerb } from '@bourseworks/strategy';

type Body = OrderRequestShape | ListRequestShape | CancelRequestShape | ReplaceRequestShape;

export interface LocalOutcome {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly us: number;
  /** The outcome is not known; otherwise the command is known to have had no effect. */
  readonly unknown: boolean;
}

/**
 * An order event made by the host itself, for what the OMS could not say: the command never reached it, or the outcome is
 * not known (yet). `last` is the latest real event of the order of a change, which leaves its numbers as they are; of a new
 * order there is none, or the event of the OMS would be the one to believe.
 */
export function localEvent(
  verb: OrderVerb,
  body: Body,
  last: OrderEventShape | undefined,
  outcome: LocalOutcome,
): OrderEventShape | undefined {
  const time = formatNanos(outcome.us);
  const why = { code: outcome.code, reason: outcome.reason, time, sequence: 0, streamSequence: LOCAL_STREAM_SEQUENCE };
  if (verb === 'submit') return newEvent(body as OrderRequestShape, why, outcome);
  // A list is taken whole or not at all: what is said of its first order, without a listId, is said of all.
  if (verb === 'submit-list') return newEvent(firstOf(body as ListRequestShape), why, outcome);
  // Without an event of the order there is nothing that could be said of its numbers.
  if (last === undefined) return undefined;
  const { lastQty: _lastQty, lastPx: _lastPx, fee: _fee, execId: _execId, ...rest } = last;
  if (outcome.unknown) return { ...rest, ...why, execType: 'Unknown', state: 'Unknown' };
  if (verb === 'replace') return { ...rest, ...why, execType: 'ReplaceRejected' };
  return { ...rest, ...why, execType: 'CancelRejected', origClOrdId: (body as CancelRequestShape).clOrdId };
}

/** The part that no order told. */
type Why = Pick<OrderEventShape, 'code' | 'reason' | 'time' | 'sequence' | 'streamSequence'>;

function firstOf({ orders, commandId, account, strategy, sentTime }: ListRequestShape): OrderRequestShape {
  const [{ role: _role, ...order }] = orders;
  return { ...order, commandId, account, strategy, sentTime };
}

function newEvent(body: OrderRequestShape, why: Why, outcome: LocalOutcome): OrderEventShape {
  const {
    account,
    strategy,
    commandId,
    venue,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    price,
    stopPrice,
    trailBy,
    displayQty,
    postOnly,
    reduceOnly,
    goodTillTime,
    adapter = '',
  } = body;
  const said = { price, stopPrice, trailBy, displayQty, postOnly, reduceOnly, goodTillTime };
  return {
    account,
    strategy,
    commandId,
    venue,
    symbol,
    side,
    type,
    timeInForce,
    quantity,
    adapter,
    ...why,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
    clOrdId: '',
    cumQty: '0',
    leavesQty: outcome.unknown ? quantity : '0',
    ...(outcome.unknown
      ? {
          execType: 'Unknown',
          ordStatus: 'PendingNew',
          state: 'Unknown',
        }
      : {
          execType: 'Rejected',
          ordStatus: 'Rejected',
          state: 'Denied',
        }),
  };
}

import type { OrderType, Side, TimeInForce } from '@bourseworks/domain';

/** Fields of every command. Times in microseconds since the epoch. */
interface Command {
  /** `{strategy}-{epoch}-{sequence}` from machines, any id unique for ever from people. 1-200 characters. */
  readonly commandId: string;
  readonly account: string;
  readonly strategy: string;
  /** When the sender decided. */
  readonly sentUs: number;
}

export interface SubmitCommand extends Command {
  readonly venue: string;
  readonly symbol: string;
  /** Adapter that routes it; the venue's default when absent. */
  readonly adapter?: string;
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Decimal text, or a number in integer units of the instrument. */
  readonly quantity: string | number;
  /** As quantity; LIMIT and STOP_LIMIT only. */
  readonly price?: string | number;
  /** Trigger: STOP and STOP_LIMIT need it, of a TRAILING_STOP it is the first one. As price. */
  readonly stopPrice?: string | number;
  /** Distance from the market at which a TRAILING_STOP follows it. As price. */
  readonly trailBy?: string | number;
  /** Part of the quantity that is shown at a time; orders that rest with a limit only. As quantity. */
  readonly displayQty?: string | number;
  /** Does not take what is in the book: its venue refuses or cancels it then. */
  readonly postOnly?: boolean;
  /** End of a GTD order, microseconds since the epoch. */
  readonly goodTillUs?: number;
  /** Refused when it arrives later. Default: sentUs + the engine's default. */
  readonly expireUs?: number;
  readonly reason?: string;
  /** Denied unless it can only bring the position nearer to zero. */
  readonly reduceOnly?: boolean;
  /** Session whose lease the order hangs on. */
  readonly session?: string;
}

export interface CancelCommand extends Command {
  readonly clOrdId: string;
}

export interface ReplaceCommand extends Command {
  readonly clOrdId: string;
  /** New total quantity, as in SubmitCommand; absent = as it is. */
  readonly quantity?: string | number;
  readonly price?: string | number;
  readonly stopPrice?: string | number;
  readonly trailBy?: string | number;
  /** 0 = show all of it. */
  readonly displayQty?: string | number;
  readonly goodTillUs?: number;
  readonly expireUs?: number;
}

/** Either id. */
export interface StatusQuery {
  readonly account: string;
  readonly strategy: string;
  readonly clOrdId?: string;
  readonly commandId?: string;
}

export type ControlScope = 'firm' | 'account' | 'strategy';

/** Kill switch or its re-arming. Scope firm has id `all`. */
export interface ControlCommand {
  readonly commandId: string;
  readonly scope: ControlScope;
  readonly id: string;
  readonly actor: string;
  /** Of the person, by the claim: tells two people apart. */
  readonly actorId?: string;
  readonly reason: string;
  /** kill: close the positions of the scope once nothing is open. */
  readonly flatten?: boolean;
  /** rearm: although it was not verified that nothing is open. */
  readonly force?: boolean;
}

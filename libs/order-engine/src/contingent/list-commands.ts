import type { SubmitCommand } from '../commands.js';
import type { LocalState, OrdStatus, ErrorCode } from '@bourseworks/domain';
import type { ListKind, ListOptions, ListRole } from './list-terms.js';

/** An order of a list: as if it were sent alone, with what it is for. Account, strategy and ids are the list's. */
export interface ListLegCommand extends Omit<
  SubmitCommand,
  'commandId' | 'account' | 'strategy' | 'sentUs' | 'expireUs'
> {
  readonly role: ListRole;
}

/**
 * Orders that depend on each other, accepted or refused as a whole. OTO: an ENTRY and 1 to 9 CHILD. OCO: two LEG of one
 * quantity in one instrument. BRACKET: an ENTRY, a TAKE_PROFIT and a STOP_LOSS of its quantity, on the other side.
 */
export interface SubmitListCommand {
  readonly commandId: string;
  readonly account: string;
  readonly strategy: string;
  readonly sentUs: number;
  readonly kind: ListKind;
  readonly orders: readonly ListLegCommand[];
  readonly options?: Partial<ListOptions>;
  /** Refused when it arrives later. Default: sentUs + the engine's default. */
  readonly expireUs?: number;
}

/** An order of a list in the answer to its command; `clOrdId` is of the newest order made for it. */
export interface ListLegReply {
  readonly role: ListRole;
  readonly clOrdId: string;
}

/** Answer to a list. To be sent once `sequence` is durable. */
export interface ListReply {
  readonly commandId: string;
  /** Empty when it was refused. */
  readonly listId: string;
  readonly orders: readonly ListLegReply[];
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly sequence: number;
  readonly duplicate: boolean;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
}

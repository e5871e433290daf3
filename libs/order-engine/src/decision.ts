import type { ErrorCode, LocalState, Money, OrderTerms, OrdStatus } from '@bourseworks/domain';
import type { BrokerOrder } from '@bourseworks/ports';
import type { RiskScope } from '@bourseworks/risk';
import type { ListReply } from './contingent/list-commands.js';
import type { OrderEvent, RiskEvent } from './order-event.js';
import type { EngineRecord } from './records/record.js';

/**
 * What is to be done once the record `sequence` is durable, in this order. Only `unsend` is to be done at once: it drops the
 * parked `send` of that order before it leaves.
 */
export type Effect =
  | { readonly kind: 'send'; readonly sequence: number; readonly adapter: string; readonly order: BrokerOrder }
  | { readonly kind: 'unsend'; readonly sequence: number; readonly adapter: string; readonly clOrdId: string }
  | {
      readonly kind: 'cancel';
      readonly sequence: number;
      readonly adapter: string;
      readonly order: BrokerOrder;
      readonly cancelId: string;
    }
  | {
      readonly kind: 'replace';
      readonly sequence: number;
      readonly adapter: string;
      readonly order: BrokerOrder;
      readonly replaceId: string;
      readonly terms: OrderTerms;
    }
  | { readonly kind: 'event'; readonly sequence: number; readonly event: OrderEvent }
  | { readonly kind: 'risk'; readonly sequence: number; readonly event: RiskEvent };

/** Answer to submit, cancel and replace. To be sent once `sequence` is durable (a duplicate's is durable already or parked). */
export interface Reply {
  readonly commandId: string;
  readonly clOrdId: string;
  readonly ordStatus: OrdStatus;
  readonly state: LocalState;
  readonly sequence: number;
  readonly duplicate: boolean;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
}

export interface ControlReply {
  readonly scope: RiskScope;
  readonly id: string;
  /** Nothing but cancels passes in the scope. */
  readonly killed: boolean;
  /** Orders whose cancel is asked for by this command. */
  readonly cancelled: number;
  /** The re-arming was asked for and awaits a second person. */
  readonly awaiting: boolean;
  readonly sequence: number;
  readonly code: ErrorCode | undefined;
  readonly reason: string | undefined;
  /** Of a cash event: what the account received. Not known of one that was booked before. */
  readonly booked?: Money;
}

/**
 * Outcome of one call of the engine. One instance is used for every call: take out what is to be parked before the next
 * one (the arrays are emptied, their contents are immutable and stay valid).
 */
export class Decision {
  readonly records: EngineRecord[] = [];
  readonly effects: Effect[] = [];
  reply: Reply | undefined = undefined;
  /** Answer to a list of orders. */
  list: ListReply | undefined = undefined;
  control: ControlReply | undefined = undefined;
  /** What the account received by a cash event, ledger money. */
  booked: Money | undefined = undefined;

  /** Takes back alarms of a code that were raised in this call. */
  dropAlarm(code: ErrorCode): void {
    const isDropped = (effect: Effect): boolean => effect.kind === 'risk' && effect.event.code === code;
    for (let at = this.effects.findIndex(isDropped); at >= 0; at = this.effects.findIndex(isDropped)) {
      this.effects.splice(at, 1);
    }
  }

  reset(): this {
    this.records.length = 0;
    this.effects.length = 0;
    this.reply = undefined;
    this.list = undefined;
    this.control = undefined;
    this.booked = undefined;
    return this;
  }
}

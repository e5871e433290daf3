import { termsOf, type ErrorCode, type LocalState, type OrderTerms, type OrdStatus } from '@bourseworks/domain';
import { applyRecord } from './apply.js';
import { brokerTerms } from './crossing/broker-terms.js';
import { Decision } from './decision.js';
import type { CommandLook, CommandOutcome } from './dedupe/command-log.js';
import { EngineState, type EngineOptions } from './engine-state.js';
import { withoutReduceOnly } from './instructions.js';
import type { Order } from './order.js';
import type { EngineRecord } from './records/record.js';
import { firedTerms } from './trigger/held-stop.js';

export type IntakeMode = 'OPEN' | 'RECONCILING' | 'STOPPED';

const DEFAULT_EXPIRY_US = 30_000_000;
const MAX_STREAMS = 10_000;
const MAX_OPEN_ORDERS = 200_000;
const MAX_COMMAND_ID = 200;
/** Half of a character: it would not come back from the journal as it went in. */
const BROKEN_TEXT = /\p{Surrogate}/u;

/** A refusal on its way into a record. Scope is set when risk refused. */
export interface Denial {
  readonly code: ErrorCode;
  readonly reason: string;
  readonly limit: string;
  readonly observed: string;
  readonly ruleVersion: number;
  readonly scope: string;
  readonly scopeId: string;
}

export function denial(code: ErrorCode, reason: string): Denial {
  return { code, reason, limit: '', observed: '', ruleVersion: 0, scope: '', scopeId: '' };
}

/** What the deciding functions of the engine share. */
export class EngineContext {
  readonly options: EngineOptions;
  readonly state: EngineState;
  readonly out = new Decision();
  /** Accounts that do not take orders now; `*` = all. Volatile. */
  readonly intake = new Map<string, IntakeMode>();
  readonly expiryUs: number;
  readonly maxStreams: number;
  readonly maxOpenOrders: number;

  constructor(options: EngineOptions) {
    this.options = options;
    this.state = new EngineState(options);
    this.expiryUs = options.defaultExpiryUs ?? DEFAULT_EXPIRY_US;
    this.maxStreams = options.maxStreams ?? MAX_STREAMS;
    this.maxOpenOrders = options.maxOpenOrders ?? MAX_OPEN_ORDERS;
  }

  /** Number of the record to be made next. */
  next(): number {
    return this.state.lastSequence + 1;
  }

  /** Applies a new record and hands it out for the journal. */
  commit(record: EngineRecord): void {
    applyRecord(this.state, record, this.out);
    this.out.records.push(record);
  }

  modeOf(account: string): IntakeMode {
    if (this.intake.size === 0) return 'OPEN';
    return this.intake.get('*') ?? this.intake.get(account) ?? 'OPEN';
  }

  /** clOrdId number `sequence` of a strategy. */
  clOrdId(strategy: string, sequence: number): string {
    return `${this.options.environment}-${strategy}-${this.state.epoch}-${sequence}`;
  }

  refuseReply(commandId: string, clOrdId: string, code: ErrorCode, reason: string): void {
    this.reply(commandId, clOrdId, 'Rejected', 'Denied', this.state.lastSequence, false, code, reason);
  }

  reply(
    commandId: string,
    clOrdId: string,
    ordStatus: OrdStatus,
    state: LocalState,
    sequence: number,
    duplicate: boolean,
    code: ErrorCode | undefined,
    reason: string | undefined,
  ): void {
    this.out.reply = { commandId, clOrdId, ordStatus, state, sequence, duplicate, code, reason };
  }

  /**
   * Answers a command that is not new: the first outcome again, or a refusal. Leaves no record and no event: an event of
   * refusal under an id that was executed would tell its sender the opposite of what happened. True when answered.
   */
  answerRepeat(commandId: string, contentHash: number, look: CommandLook): look is CommandOutcome | 'too-old' {
    if (look === 'new') return false;
    if (look === 'too-old') {
      this.refuseReply(
        commandId,
        '',
        'COMMAND_TOO_OLD',
        'the commandId was used before, or lies below what can be checked',
      );
      return true;
    }
    if (look.contentHash !== contentHash) {
      this.refuseReply(
        commandId,
        look.clOrdId,
        'COMMAND_CONFLICT',
        'the commandId was used before with another content',
      );
      return true;
    }
    this.reply(commandId, look.clOrdId, look.ordStatus, look.state, look.sequence, true, look.code, look.reason);
    return true;
  }

  /** A command that cannot even be recorded: nothing to file it under. True when refused. */
  refuseUnfit(commandId: string, account: string, strategy: string): boolean {
    const sized = commandId !== '' && commandId.length <= MAX_COMMAND_ID && account !== '' && strategy !== '';
    const fit = sized && !BROKEN_TEXT.test(commandId) && !BROKEN_TEXT.test(account) && !BROKEN_TEXT.test(strategy);
    if (!fit)
      this.refuseReply(
        commandId,
        '',
        'BAD_REQUEST',
        'a command has a commandId of at most 200 characters, an account and a strategy',
      );
    else if (this.state.streams.size >= this.maxStreams && !this.state.streams.has(`${account}|${strategy}`)) {
      this.refuseReply(commandId, '', 'BAD_REQUEST', `more than ${this.maxStreams} strategies`);
    } else return false;
    return true;
  }

  /**
   * Terms of an order as its broker is to have them: without what was crossed inside, a stop that was held as what it became,
   * and without what the venue would refuse to hear and the OMS sees to by itself.
   */
  brokerTerms(order: Order, terms: OrderTerms): OrderTerms {
    const asked = brokerTerms(order, terms);
    const reduceOnly = asked.instructions?.reduceOnly === true;
    if (!order.isHeldStop && !reduceOnly) return asked;
    const route = this.options.routes.find(order.instrument.venue, order.adapter);
    const { timesInForce = [terms.timeInForce], instructions = [] } = route.ok ? route.value.capabilities : {};
    const heard = reduceOnly && !instructions.includes('REDUCE_ONLY') ? withoutReduceOnly(asked) : asked;
    return order.isHeldStop ? firedTerms(heard, timesInForce) : heard;
  }

  brokerOrder(order: Order) {
    const terms = this.brokerTerms(order, termsOf(order.state));
    return {
      clOrdId: order.clOrdId,
      account: order.account,
      instrument: order.instrument,
      terms,
      sentUs: order.sentUs,
    };
  }
}

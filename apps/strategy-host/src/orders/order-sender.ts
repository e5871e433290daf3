import { refuse, type Result } from '@bourseworks/domain';
import {
  orderRequestTopic,
  type CancelRequestShape,
  type ListReplyShape,
  type ListRequestShape,
  type OrderEventShape,
  type OrderReplyShape,
  type OrderRequestShape,
  decodeMessage,
} from '@bourseworks/dto';
import { delay, type Clock, type EventLog } from '@bourseworks/ports';
import type { RequestProperties, SolaceSession } from '@bourseworks/solace-transport';
import type { OrderVerb } from '@bourseworks/strategy';
import { ask, mayRetry, refusalOf } from '../bus/ask.js';
import { correlationHeaders, newCorrelation } from '../bus/correlation.js';
import { localEvent } from './local-event.js';

const STATUS_DEADLINE_MS = 1_000;
const LOCK_STEP_DEADLINE_MS = 30_000;
const FIRST_PAUSE_US = 100_000;
const STATUS_EVERY_US = 1_000_000;
const MAX_STATUS_PAUSE_US = 10_000_000;
/** The OMS refuses a request that arrives later than this after it was sent. */
const EXPIRY_MS = 30_000;
/** Half as much again for clocks that differ. */
const SURELY_EXPIRED_US = 1_500 * EXPIRY_MS;
const MAX_IN_FLIGHT = 10_000;

export interface SenderDeps {
  readonly session: SolaceSession;
  readonly clock: Clock;
  readonly log: EventLog;
  readonly account: string;
  readonly strategy: string;
  readonly lockStep: boolean;
  /** Attempts for each command, and the deadline of each in milliseconds (in lock-step: one of 30 s). */
  readonly tries: number;
  readonly deadlineMs: number;
  /** The latest event of an order by its clOrdId or commandId, if there was one. */
  readonly lastEvent: (id: string) => OrderEventShape | undefined;
  /** Takes an event that the host made itself. */
  readonly deliver: (event: OrderEventShape) => void;
  /** Events may have been missed: ask the OMS. */
  readonly catchUp: () => void;
}

/**
 * Sends a strategy's commands to the OMS and repeats them, with the same commandId, until they are answered. When all
 * attempts fail the strategy is told that the outcome is unknown, and the OMS is asked until it is known.
 */
export class OrderSender {
  retries = 0;
  private inFlight = 0;
  private closed = false;

  constructor(private readonly deps: SenderDeps) {}

  /**
   * Returns once the command was handed to the session; the rest happens in the background. `onHanded` is told when that was
   * (monotonic microseconds), and not called for a command that the session did not take.
   */
  send(verb: OrderVerb, body: Buffer, onHanded: (us: number) => void): void {
    if (this.inFlight >= MAX_IN_FLIGHT) {
      return this.settle(verb, body, refuse('REQUEST_LIMIT', `${MAX_IN_FLIGHT} commands are in flight`).refusal, false);
    }
    this.inFlight += 1;
    void newCorrelation(() => this.deliver(verb, body, onHanded)).finally(() => (this.inFlight -= 1));
  }

  close(): void {
    this.closed = true;
  }

  private async deliver(verb: OrderVerb, body: Buffer, onHanded: (us: number) => void): Promise<void> {
    const { log, strategy, clock, lockStep } = this.deps;
    // The first attempt leaves in this turn; what is logged comes after it.
    const first = this.once(verb, body);
    const handedUs = clock.monotonicUs();
    log.info({ event: 'order.sent', strategy, verb, order: JSON.parse(body.toString()) as unknown });
    let result = await first;
    if (wasHanded(result)) onHanded(handedUs);
    let pause = FIRST_PAUSE_US;
    for (
      let attempt = 2;
      attempt <= (lockStep ? 1 : this.deps.tries) && !result.ok && mayRetry(result.refusal) && !this.closed;
      attempt++
    ) {
      log.warn({ event: 'order.retry', strategy, verb, attempt, code: result.refusal.code });
      this.retries += 1;
      await delay(clock, pause);
      pause *= 2;
      result = await this.once(verb, body);
    }
    if (result.ok) return this.answered(verb, result.value);
    if (isNew(verb) && this.isKnown(body)) return;
    if (!mayRetry(result.refusal)) return this.settle(verb, body, result.refusal, false);
    this.settle(verb, body, result.refusal, true);
    await this.resolve(verb, body);
  }

  /** Only the answer was lost: the events of the OMS tell of the order, and one of ours would take back its fills. */
  private isKnown(body: Buffer): boolean {
    const { commandId } = JSON.parse(body.toString()) as OrderRequestShape;
    const last = this.deps.lastEvent(commandId);
    if (last === undefined) return false;
    const { log, strategy, catchUp } = this.deps;
    log.info({ event: 'order.resolved', strategy, commandId, ordStatus: last.ordStatus });
    catchUp();
    return true;
  }

  private async once(verb: OrderVerb, body: Buffer): Promise<Result<CommandReply>> {
    const { account, strategy, session } = this.deps;
    const topic = orderRequestTopic(verb, account, strategy);
    try {
      const reply = await session.request(topic, body, { ...this.delivery(verb), ...correlationHeaders() });
      return decodeMessage(reply) as Result<CommandReply>;
    } catch (error) {
      const { code, result } = refusalOf(error);
      return { ok: false, refusal: { ...result.refusal, details: { ...result.refusal.details, transport: code } } };
    }
  }

  /** Guaranteed: the command waits in the queue of the OMS, a cancel for as long as it takes. A replay is direct. */
  private delivery(verb: OrderVerb): RequestProperties {
    if (this.deps.lockStep) return { timeoutMs: LOCK_STEP_DEADLINE_MS };
    const expiry = verb === 'cancel' ? {} : { ttlMs: EXPIRY_MS };
    return { timeoutMs: this.deps.deadlineMs, deliveryMode: 'persistent', ...expiry };
  }

  private answered(verb: OrderVerb, reply: CommandReply): void {
    const { log, strategy } = this.deps;
    const ids = 'listId' in reply ? { listId: reply.listId } : { clOrdId: reply.clOrdId };
    const { commandId, ordStatus, state, duplicate, code, reason } = reply;
    const fields = {
      event: code === undefined ? 'order.accepted' : 'order.refused',
      strategy,
      verb,
      commandId,
      ...ids,
      ordStatus,
      state,
      duplicate,
      code,
    };
    if (code === undefined) log.info(fields);
    else log.warn(fields, reason);
  }

  private settle(
    verb: OrderVerb,
    body: Buffer,
    refusal: { readonly code: OrderReplyShape['code']; readonly message: string },
    unknown: boolean,
  ): void {
    const { log, strategy, clock, lastEvent, deliver } = this.deps;
    const request = JSON.parse(body.toString()) as OrderRequestShape | ListRequestShape | CancelRequestShape;
    const last = 'clOrdId' in request ? lastEvent(request.clOrdId) : undefined;
    const code = refusal.code ?? 'INTERNAL_ERROR';
    log.error(
      { event: unknown ? 'order.unknown' : 'order.undelivered', strategy, verb, commandId: request.commandId, code },
      refusal.message,
    );
    const event = localEvent(verb, request, last, { code, reason: refusal.message, us: clock.nowUs(), unknown });
    if (event !== undefined) deliver(event);
  }

  /** Sends a change once more; false when there is still no answer. */
  private async repeat(verb: OrderVerb, body: Buffer): Promise<boolean> {
    const result = await this.once(verb, body);
    if (result.ok) {
      this.answered(verb, result.value);
      this.deps.catchUp();
      return true;
    }
    if (mayRetry(result.refusal)) return false;
    this.settle(verb, body, result.refusal, false);
    return true;
  }

  /** Asks for the order until the OMS knows it, or surely never will. */
  private async resolve(verb: OrderVerb, body: Buffer): Promise<void> {
    const { session, account, strategy, clock, log } = this.deps;
    const request = JSON.parse(body.toString()) as OrderRequestShape | CancelRequestShape;
    const topic = orderRequestTopic('status', account, strategy);
    const which = 'clOrdId' in request ? { clOrdId: request.clOrdId } : { commandId: request.commandId };
    const since = clock.monotonicUs();
    for (let pause = STATUS_EVERY_US; !this.closed; pause = Math.min(pause * 2, MAX_STATUS_PAUSE_US)) {
      await delay(clock, pause);
      const status = await ask<OrderEventShape>(session, topic, { account, strategy, ...which }, STATUS_DEADLINE_MS);
      if (status.ok && isNew(verb)) {
        const { commandId } = request;
        log.info({ event: 'order.resolved', strategy, verb, commandId, ordStatus: status.value.ordStatus });
        return this.deps.catchUp();
      }
      if (status.ok) {
        // That the OMS knows the order does not say what became of the change: the same command is asked for that.
        if (await this.repeat(verb, body)) return;
        continue;
      }
      const gone = status.refusal.code === 'ORDER_UNKNOWN' && clock.monotonicUs() - since > SURELY_EXPIRED_US;
      if (gone && !(isNew(verb) && this.isKnown(body)))
        return this.settle(verb, body, { code: 'ORDER_EXPIRED', message: 'the command never reached the OMS' }, false);
    }
  }
}

type CommandReply = OrderReplyShape | ListReplyShape;

/** Makes orders, which the events of the OMS tell of. */
const isNew = (verb: OrderVerb): boolean => verb === 'submit' || verb === 'submit-list';

/** What says that a command never left. */
const NOT_HANDED: ReadonlySet<unknown> = new Set([
  'TRANSPORT_DOWN',
  'TRANSPORT_FULL',
  'TRANSPORT_CLOSED',
  'PUBLISH_NOT_SENT',
  'GUARANTEED_UNAVAILABLE',
]);

/** Whether the session took it. */
function wasHanded(result: Result<unknown>): boolean {
  return result.ok || !NOT_HANDED.has(result.refusal.details?.['transport']);
}

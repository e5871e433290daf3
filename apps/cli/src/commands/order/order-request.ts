import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { formatNanos, isErrorCode, US_PER_MS } from '@bourseworks/domain';
import {
  orderRequestTopic,
  PATTERNS,
  type CancelRequestShape,
  type ListReplyShape,
  type ListRequestShape,
  type OrderReplyShape,
  type OrderRequestShape,
  type OrderVerb,
  type ReplaceRequestShape,
  type RiskEventShape,
} from '@bourseworks/dto/shapes';
import { signed } from '../../actor.js';
import { MANUAL } from '../../arguments/options.js';
import { commandLine, shellWord } from '../../arguments/shell.js';
import type { Bus } from '../../bus.js';
import type { BusOptions } from '../../command.js';
import { EXIT } from '../../exit-codes.js';
import { CliFailure, codeOf, leavesOutcomeOpen, openReason, type FailureDetails } from '../../failure.js';
import { remedyOf } from '../../remedies.js';

export interface OrderOptions extends BusOptions {
  readonly account: string;
  /** commandId of the user's own. */
  readonly id?: string;
  /** Microseconds. */
  readonly timeout?: number;
}

export type OrderCommandBody = OrderRequestShape | ListRequestShape | CancelRequestShape | ReplaceRequestShape;

const ANSWER_US = 5_000_000;
/** The event with limit and observed value leaves before the reply; on a busy bus it may come a moment later. */
const RISK_EVENT_MS = 200;

/** Fields that every command of a person carries. */
export function commandFields({ account, id }: Pick<OrderOptions, 'account' | 'id'>) {
  const sentTime = formatNanos(Date.now() * US_PER_MS);
  return { commandId: id ?? `cli-${randomUUID()}`, account, strategy: MANUAL, sentTime };
}

/** Nothing is known of the outcome: never to be read as a rejection. */
function unknownOutcome(verb: OrderVerb, body: OrderCommandBody, options: OrderOptions, error: unknown): CliFailure {
  const { commandId } = body;
  const ask = commandLine(['order', 'show', '--id', commandId], options);
  const remedy = [
    `Ask what became of it: ${ask}`,
    `Repeating the command with --id ${shellWord(commandId)} is safe: it is executed at most once.`,
  ];
  return new CliFailure(
    EXIT.unknown,
    `${openReason(error)}: it is not known whether the ${verb} was executed`,
    remedy.join('\n'),
    codeOf(error),
    { commandId, ask },
  );
}

/** A refusal that the reply tells of, with the limit and the observed value when risk was the reason. */
function refused(reply: OrderReplyShape | ListReplyShape, risk: RiskEventShape | undefined): CliFailure {
  const { code = 'ORDER_REJECTED', commandId, ordStatus, state, duplicate } = reply;
  const clOrdId = 'clOrdId' in reply ? reply.clOrdId : '';
  const details: FailureDetails = {
    ...(risk?.limit === undefined ? {} : { limit: risk.limit }),
    ...(risk?.observed === undefined ? {} : { observed: risk.observed }),
    ...(risk === undefined ? {} : { scope: `${risk.scope} ${risk.id}` }),
    ...(clOrdId === '' ? {} : { clOrdId }),
    commandId,
    // That of the order which a change was for; a refused order has none.
    ...(state === 'Denied' ? {} : { ordStatus }),
    ...(duplicate ? { duplicate } : {}),
  };
  const remedy = isErrorCode(code) ? remedyOf(code) : undefined;
  return new CliFailure(EXIT.refused, reply.reason ?? 'the command was refused', remedy, code, details);
}

/**
 * Sends a command and resolves with its outcome, which is durable then.
 * @throws CliFailure when it was refused, and with exit code 5 when no answer came
 */
export async function sendCommand<Reply extends OrderReplyShape | ListReplyShape = OrderReplyShape>(
  bus: Bus,
  verb: Exclude<OrderVerb, 'status'>,
  body: OrderCommandBody,
  options: OrderOptions,
): Promise<Reply> {
  let risk: RiskEventShape | undefined;
  let told = (): void => undefined;
  const unsubscribe = await bus.subscribe<RiskEventShape>(PATTERNS.risk, (event) => {
    if (event.commandId !== body.commandId) return;
    risk = event;
    told();
  });
  try {
    const timeoutMs = (options.timeout ?? ANSWER_US) / US_PER_MS;
    const topic = orderRequestTopic(verb, body.account, body.strategy);
    const action = verb === 'submit-list' ? 'order.submit' : (`order.${verb}` as const);
    const reply = await bus.ask<Reply>(topic, signed(action, topic, body), timeoutMs);
    if (reply.code === undefined) return reply;
    const awaited = reply.code.startsWith('RISK_') && !reply.duplicate && risk === undefined;
    if (awaited) await Promise.race([new Promise<void>((resolve) => (told = resolve)), sleep(RISK_EVENT_MS)]);
    throw refused(reply, risk);
  } catch (error) {
    throw leavesOutcomeOpen(error) ? unknownOutcome(verb, body, options, error) : error;
  } finally {
    // Not waited for: a broker that hangs would only delay what is known already.
    void unsubscribe();
  }
}

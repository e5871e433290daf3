import type { MessageHandler } from '@nestjs/microservices';
import { TransportError } from '../../errors.js';
import { covers } from '../../session/topic-rights.js';
import { patternsOverlap } from '../../topics.js';
import type { GroupedPattern } from '../queue-groups.js';
import type { Route } from '../route-table.js';
import type { SolaceQueueOptions } from './queue-options.js';

/**
 * A queue that stands in for direct subscriptions: the messages of its topics go to the handlers of these topics, and are
 * settled by what becomes of them. Handlers stay as they are; how their messages come is a matter of configuration.
 */
export interface QueueIntake extends SolaceQueueOptions {
  readonly queue: string;
  readonly topics: readonly string[];
}

export interface Intake {
  /** What is subscribed to directly. */
  readonly direct: readonly GroupedPattern[];
  readonly problems: readonly string[];
}

/** Which patterns come through queues. A pattern that a queue has only in part would get the messages of that part twice. */
export function intakeOf(patterns: readonly GroupedPattern[], intakes: readonly QueueIntake[]): Intake {
  const queued = intakes.flatMap(({ queue, topics }) => topics.map((topic) => ({ queue, topic })));
  const direct = patterns.filter(({ pattern }) => !queued.some(({ topic }) => covers(topic, pattern)));
  const problems = direct.flatMap(({ pattern }) =>
    queued
      .filter(({ topic }) => patternsOverlap(topic, pattern))
      .map(({ queue }) => `DUPLICATE_ROUTE: "${pattern}" would get messages of the queue "${queue}" a second time`),
  );
  return { direct, problems };
}

/** A hot handler is called directly; what comes through a queue has to be settled. */
export function hotProblems(hot: readonly GroupedPattern[], intakes: readonly QueueIntake[]): string[] {
  return intakes.flatMap(({ queue, topics }) =>
    hot
      .filter(({ pattern }) => topics.some((topic) => patternsOverlap(topic, pattern)))
      .map(({ pattern }) => `HOT_ROUTE_UNSUPPORTED: "${pattern}" comes through the queue "${queue}"`),
  );
}

/** All handlers of a topic as one; the answer is that of the request handler. @throws TransportError NO_HANDLER */
export function handlerOfRoute(topic: string, { request, events }: Route): MessageHandler {
  const handlers = request === undefined ? events : [request, ...events];
  if (handlers.length === 0) throw TransportError.of('NO_HANDLER', `nothing handles ${topic}`);
  if (handlers.length === 1) return handlers[0];
  return async (data, context) => {
    const [answer] = await Promise.all(handlers.map((handler) => handler(data, context)));
    return answer;
  };
}
